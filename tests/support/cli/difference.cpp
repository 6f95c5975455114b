// Reading targets whole.
#include "tests/support/cli/difference.hpp"

#include <fmt/format.h>

#include "runtime/engine/target/windows_target.hpp"

namespace hivemend::test {
namespace {

using namespace engine;

const std::string absent = "absent", there = "there";

std::string key_place(const std::string& key)
{
    return "key " + lang::ascii_lower(key);
}

std::string value_place(const std::string& key, const std::string& name)
{
    return fmt::format("value {} `{}`", lang::ascii_lower(key), lang::ascii_lower(name));
}

std::string element_place(const lang::Guid& object, std::uint32_t element)
{
    return fmt::format("element {} {:08x}", lang::to_text(object), element);
}

std::string data_text(const std::optional<lang::RegData>& data)
{
    return data ? fmt::format("{} {}", static_cast<std::uint32_t>(data->type), lang::to_text(*data)) : absent;
}

void read_key(const Registry& registry, const std::string& key, Content& content)
{
    content[key_place(key)] = there;
    for (const auto& value : registry.values({key}))
        content[value_place(key, value.name)] = data_text(value.data);
    for (const auto& name : registry.keys({key}))
        read_key(registry, key + "\\" + name, content);
}

std::string line(const std::string& place, const std::string& before, const std::string& after)
{
    return fmt::format("{}: {} -> {}", place, before, after);
}

std::string at(const Content& content, const std::string& place)
{
    const auto found = content.find(place);
    return found == content.end() ? absent : found->second;
}

void add_created(const std::string& key, const Content& before, Differences& result)
{
    if (before.contains(key_place(key)))
        return;
    result.insert(line(key_place(key), absent, there));
    if (const auto slash = key.rfind('\\'); slash != std::string::npos)
        add_created(key.substr(0, slash), before, result);
}

}  // namespace

Content content_of(const std::filesystem::path& directory)
{
    const WindowsTarget target(storage::open_directory(directory, storage::Lock::none), directory.string(),
                               std::nullopt);
    Content content;
    for (const auto* hive : {"SYSTEM", "SOFTWARE", "SAM", "SECURITY", "DEFAULT", "COMPONENTS"})
        if (target.registry().has_hive(hive))
            read_key(target.registry(), hive, content);
    for (const auto& object : target.boot().objects()) {
        content["object " + lang::to_text(object.id)] = fmt::format("type {:08x}", object.type);
        for (const auto& [element, data] : object.elements)
            content[element_place(object.id, element)] = data_text(data);
    }
    return content;
}

Differences differences(const Content& before, const Content& after)
{
    Differences result;
    for (const auto& [place, data] : before)
        if (at(after, place) != data)
            result.insert(line(place, data, at(after, place)));
    for (const auto& [place, data] : after)
        if (!before.contains(place))
            result.insert(line(place, absent, data));
    return result;
}

Differences differences(const Changes& changes, const Content& before)
{
    Differences result;
    for (const auto& change : changes)
        std::visit(
            overloaded{
                [&](const SetRegValue& c) {
                    result.insert(line(value_place(c.key.text, c.name), data_text(c.before), data_text(c.after)));
                },
                [&](const DeleteRegValue& c) {
                    result.insert(line(value_place(c.key.text, c.name), data_text(c.before), absent));
                },
                [&](const CreateRegKey& c) { add_created(c.key.text, before, result); },
                [&](const SetBootElement& c) {
                    result.insert(line(element_place(c.object, c.element), data_text(c.before), data_text(c.after)));
                },
                [&](const DeleteBootElement& c) {
                    result.insert(line(element_place(c.object, c.element), data_text(c.before), absent));
                },
                [&](const CreateBootObject& c) {
                    result.insert(
                        line("object " + lang::to_text(c.object), absent, fmt::format("type {:08x}", c.type)));
                },
            },
            change);
    return result;
}

}  // namespace hivemend::test
