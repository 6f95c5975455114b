// One change in words.
#include "runtime/report/change_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runtime/engine/answer.hpp"
#include "runtime/report/page.hpp"
#include "runtime/windows/bcd/codec.hpp"

namespace hivemend::report {
namespace {

using namespace engine;

/// Longer data is cut: the plan shows enough to recognise it, the saved plan has all of it.
constexpr std::size_t longest_data = 72, kept_of_long_data = 48;
/// Devices and lists of entries, which are cut when nobody would read them.
constexpr std::size_t longest_identity = 400;

const char* const absent = "absent";

std::string cut_data(const std::string& text, const lang::RegData& data)
{
    if (code_points(text) <= longest_data)
        return text;
    return fmt::format("{} ({} bytes)", cut(text, kept_of_long_data), grouped(data.bytes.size()));
}

/// Which partition, and which entries in which order, is what a reviewer looks for.
std::string whole_or_cut(std::uint32_t element, const std::string& text, const lang::RegData& data)
{
    const auto format = lang::element_format(element);
    const bool whole = format == lang::ElementFormat::device || format == lang::ElementFormat::object_list;
    return whole && code_points(text) <= longest_identity ? text : cut_data(text, data);
}

std::string data_text(const lang::RegData& data, bool secret)
{
    if (secret)
        return fmt::format("{}, {} bytes, not shown", lang::reg_type_name(data.type), grouped(data.bytes.size()));
    return cut_data(lang::to_text(data), data);
}

/// Names that are words of the language stand bare, others in quotes, as a playbook would have them.
std::string value_name(const std::string& name)
{
    const auto is_word = [](unsigned char c) { return c == '_' || std::isalnum(c) != 0; };
    if (!name.empty() && std::ranges::all_of(name, is_word) && std::isdigit(static_cast<unsigned char>(name[0])) == 0)
        return name;
    std::string quoted = "\"";
    for (const char c : name)
        quoted.append(c == '"' ? 2 : 1, c);
    return quoted.append(name.empty() ? "\" (default value)" : "\"");
}

std::string object_text(const lang::Guid& id, const std::string& name, const std::string& kind)
{
    const auto guid = lang::to_text(id);
    return fmt::format("{} ({})", name.empty() || name == "default" ? guid : name, kind);
}

std::string type_text(const std::optional<std::uint32_t>& type)
{
    return type ? fmt::format("type 0x{:08x}", *type) : absent;
}

std::string element_name(std::uint32_t element, const std::string& name)
{
    const auto number = fmt::format("0x{:08x}", element);
    return name.empty() || name == number ? number : fmt::format("{} ({})", name, number);
}

/// Two texts that were cut at the same place look alike; this says where the data differs.
std::string remark(const std::optional<lang::RegData>& before, const lang::RegData& after,
                   const std::string& before_text, const std::string& after_text)
{
    if (!before || *before == after || before_text != after_text)
        return "";
    const auto [left, right] = std::ranges::mismatch(before->bytes, after.bytes);
    return fmt::format("differs from byte {} on", grouped(static_cast<std::uint64_t>(left - before->bytes.begin())));
}

/// `2 keys and 1 value`; empty for neither.
std::string keys_and_values(std::uint64_t keys, std::uint64_t values, std::string_view words = "")
{
    std::vector<std::string> parts;
    if (keys != 0)
        parts.push_back(counted(keys, "key"));
    if (values != 0)
        parts.push_back(counted(values, "value"));
    return parts.empty() ? "" : fmt::format("{}{}", fmt::join(parts, " and "), words);
}

char mark_of(TreeItem::What what)
{
    return what == TreeItem::What::added ? '+' : what == TreeItem::What::removed ? '-' : '~';
}

std::string item_text(const TreeItem& item)
{
    const bool secret = is_secret(item.key, *item.value);
    const auto data = [&](const lang::RegData& one) { return data_text(one, secret); };
    auto text = value_name(*item.value) + "  ";
    if (item.what != TreeItem::What::replaced)
        return text + data(item.before ? *item.before : *item.after);
    const auto before = data(*item.before), after = data(*item.after);
    text += fmt::format("{} -> {}", before, after);
    const auto where = remark(item.before, *item.after, before, after);
    return where.empty() ? text : text + ", " + where;
}

/// The listed items below their keys, and how many more there are.
std::vector<ItemText> item_texts(const TreeChange& tree, const lang::RegKey& top)
{
    std::vector<ItemText> texts;
    std::string place;
    for (const auto& item : tree.listed) {
        const auto below = item.key.text.substr(std::min(item.key.text.size(), top.text.size()));
        const auto named = fmt::format("[{}]", below.empty() ? below : below.substr(1));
        if (!item.value && !below.empty())
            texts.push_back({mark_of(item.what), named});
        else if (item.value && below != place)
            texts.push_back({' ', named});
        place = below;
        if (item.value)
            texts.push_back({mark_of(item.what), (below.empty() ? "" : "  ") + item_text(item)});
    }
    if (const auto all = tree.keys() + tree.values(); all > tree.listed.size())
        texts.push_back({' ', fmt::format("and {} more", grouped(all - tree.listed.size()))});
    return texts;
}

ChangeText deletion_text(const DeleteRegKey& deletion)
{
    const auto& tree = deletion.tree;
    return {.place = deletion.key.text,
            .name = "the key itself",
            .before = tree.keys() == 0 ? absent : keys_and_values(tree.keys(), tree.values()),
            .after = absent,
            .items = item_texts(tree, deletion.key)};
}

ChangeText copy_text(const CopyRegKey& copy)
{
    const auto& tree = copy.tree;
    // The first item is the key itself when there was none.
    const bool is_new = !tree.listed.empty() && !tree.listed[0].value && tree.listed[0].key == copy.to &&
                        tree.listed[0].what == TreeItem::What::added;
    std::vector<std::string> parts;
    for (const auto& part : {keys_and_values(tree.keys_added, tree.values_added, is_new ? "" : " added"),
                             keys_and_values(0, tree.values_replaced, " replaced"),
                             keys_and_values(tree.keys_removed, tree.values_removed, " removed")})
        if (!part.empty())
            parts.push_back(part);
    return {.place = copy.from.text,
            .name = "to " + copy.to.text,
            .before = is_new ? absent : "there",
            .after = parts.empty() ? "the same" : fmt::format("{}", fmt::join(parts, ", ")),
            .items = item_texts(tree, copy.to)};
}

ChangeText replay_text(const ReplayHive& replay)
{
    return {.place = replay.hive,
            .name = "the hive itself",
            .before = replay.dirty ? "dirty" : "clean",
            .after = !replay.dirty         ? "clean"
                     : replay.logs.empty() ? "clean, without what was only in its logs"
                                           : "clean, with " + to_text(replay.logs)};
}

template <class Show>
ChangeText shown(std::string place, std::string name, const std::optional<lang::RegData>& before,
                 const std::optional<lang::RegData>& after, const Show& show)
{
    ChangeText text{std::move(place), std::move(name), before ? show(*before) : absent, after ? show(*after) : absent};
    if (after)
        text.remark = remark(before, *after, text.before, text.after);
    return text;
}

}  // namespace

bool is_secret(const lang::RegKey& key, std::string_view name)
{
    static constexpr std::array names{"DefaultPassword", "AltDefaultPassword", "Password", "ProxyPassword"};
    const auto hive = std::string_view(key.text).substr(0, key.text.find('\\'));
    return hive == "SAM" || hive == "SECURITY" ||
           std::ranges::any_of(names, [&](const char* secret) { return lang::equal_without_case(name, secret); });
}

ChangeText change_text(const Change& change, const lang::Declarations& declarations)
{
    const auto of_value = [&](const auto& value, const std::optional<lang::RegData>& after) {
        return shown(
            value.key.text, value_name(value.name), value.before, after,
            [secret = is_secret(value.key, value.name)](const lang::RegData& data) { return data_text(data, secret); });
    };
    const auto of_element = [&](const auto& element, const std::optional<lang::RegData>& after) {
        return shown(
            object_text(element.object, element.object_name, element.kind),
            element_name(element.element, element.element_name), element.before, after, [&](const lang::RegData& data) {
                return whole_or_cut(element.element,
                                    windows::element_text(element.element, data, declarations, element.kind), data);
            });
    };
    return std::visit(overloaded{
                          [&](const SetRegValue& set) { return of_value(set, set.after); },
                          [&](const DeleteRegValue& removal) { return of_value(removal, std::nullopt); },
                          [](const CreateRegKey& creation) {
                              return ChangeText{creation.key.text, "the key itself", absent, "created"};
                          },
                          [](const DeleteRegKey& deletion) { return deletion_text(deletion); },
                          [](const CopyRegKey& copy) { return copy_text(copy); },
                          [](const ReplayHive& replay) { return replay_text(replay); },
                          [&](const SetBootElement& set) { return of_element(set, set.after); },
                          [&](const DeleteBootElement& removal) { return of_element(removal, std::nullopt); },
                          [](const CreateBootObject& creation) {
                              return ChangeText{object_text(creation.object, creation.object_name, creation.kind),
                                                "the object itself", type_text(creation.before),
                                                fmt::format("created, type 0x{:08x}", creation.after)};
                          },
                          [](const DeleteBootObject& removal) {
                              return ChangeText{object_text(removal.object, removal.object_name, removal.kind),
                                                "the object itself", type_text(removal.before), absent};
                          },
                      },
                      change);
}

}  // namespace hivemend::report
