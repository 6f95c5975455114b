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

/// What a target holds while the changes of a plan are made to it, one after the other.
class Progression {
public:
    explicit Progression(const Content& before) : now_(before) {}

    void make(const Change& change)
    {
        std::visit(
            overloaded{
                [&](const SetRegValue& c) { put(value_place(c.key.text, c.name), c.before, data_text(c.after)); },
                [&](const DeleteRegValue& c) { put(value_place(c.key.text, c.name), c.before, absent); },
                [&](const CreateRegKey& c) { create(c.key.text); },
                [&](const DeleteRegKey& c) { drop(c.key.text); },
                [&](const CopyRegKey& c) { copy(c); },
                [](const ReplayHive&) {},  // the content is what the hive holds with its logs
                [&](const SetBootElement& c) { put(element_place(c.object, c.element), c.before, data_text(c.after)); },
                [&](const DeleteBootElement& c) { put(element_place(c.object, c.element), c.before, absent); },
                [&](const CreateBootObject& c) {
                    now_["object " + lang::to_text(c.object)] = fmt::format("type {:08x}", c.after);
                },
                [&](const DeleteBootObject& c) { now_.erase("object " + lang::to_text(c.object)); },
            },
            change);
    }

    const Content& now() const { return now_; }
    /// Where a change says that it finds something else than is there.
    const Differences& mistakes() const { return mistakes_; }

private:
    Content now_;
    Differences mistakes_;

    void put(const std::string& place, const std::optional<lang::RegData>& before, const std::string& after)
    {
        if (at(now_, place) != data_text(before))
            mistakes_.insert(fmt::format("{} is {}, not {}", place, at(now_, place), data_text(before)));
        if (after == absent)
            now_.erase(place);
        else
            now_[place] = after;
    }

    void create(const std::string& key)
    {
        now_[key_place(key)] = there;
        if (const auto slash = key.rfind('\\'); slash != std::string::npos)
            create(key.substr(0, slash));
    }

    /// Where a place is below a key, with its kind, such as `value ` and `\\sub `x``; nothing for places elsewhere.
    static std::optional<std::pair<std::string, std::string>> below(const std::string& place, const std::string& key)
    {
        for (const auto* kind : {"key ", "value "}) {
            const auto prefix = kind + lang::ascii_lower(key);
            if (place.starts_with(prefix))
                if (const auto rest = place.substr(prefix.size());
                    rest.empty() || rest.starts_with('\\') || rest.starts_with(" `"))
                    return std::pair(std::string(kind), rest);
        }
        return std::nullopt;
    }

    void drop(const std::string& key)
    {
        std::erase_if(now_, [&](const auto& entry) { return below(entry.first, key).has_value(); });
    }

    void copy(const CopyRegKey& change)
    {
        const auto to = lang::ascii_lower(change.to.text);
        Content copied;
        for (const auto& [place, data] : now_)
            if (const auto found = below(place, change.from.text))
                copied[found->first + to + found->second] = data;
        if (change.exact)
            drop(to);
        create(to);
        for (const auto& [place, data] : copied)
            now_[place] = data;
    }
};

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
    Progression progression(before);
    for (const auto& change : changes)
        progression.make(change);
    auto result = differences(before, progression.now());
    result.insert(progression.mistakes().begin(), progression.mistakes().end());
    return result;
}

}  // namespace hivemend::test
