// Reasons not to change a hive: what hivex would damage or cannot do, and what this version does not cover.
#include <fmt/format.h>

#include "lang/types/value.hpp"
#include "runtime/windows/hive/cells.hpp"
#include "runtime/windows/hive/copy_key.hpp"
#include "runtime/windows/hive/edit.hpp"
#include "runtime/windows/hive/guards.hpp"
#include "runtime/windows/hive/key_edits.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

constexpr std::uint32_t most_subkeys = 70'000;  // hivex 1.3.23 lists so many

std::optional<std::string> key_obstacle(const KeyNode& node, const std::string& path)
{
    if (node.flags() & key_is_link)
        return fmt::format("key `{}` is a symbolic link", path);
    if (node.flags() & key_predefined)
        return fmt::format("key `{}` is a predefined handle", path);
    return std::nullopt;
}

/// How far a path goes into the hive, and what stands in the way there.
struct Place {
    KeyRef key;           // the last key that exists
    std::string path;     // of that key
    std::string missing;  // the rest of the path
    std::optional<std::string> obstacle{};
};

Place follow(const HiveImage& image, const std::string& path)
{
    Place place{.key = image.root(), .path = {}, .missing = path};
    while (!place.obstacle && !place.missing.empty()) {
        const auto end = place.missing.find('\\');
        const auto name = place.missing.substr(0, end);
        std::vector<KeyRef> found;
        for (const auto key : image.subkeys(place.key))
            if (const auto node = key_node(image, key.cell);
                name_is(node.raw_name(), (node.flags() & key_latin1) != 0, name))
                found.push_back(key);
        if (found.empty())
            break;
        const auto next = place.path.empty() ? name : place.path + '\\' + name;
        if (found.size() > 1)
            place.obstacle = fmt::format("key `{}` holds {} subkeys named `{}`", place.path, found.size(), name);
        else
            place.obstacle = key_obstacle(key_node(image, found[0].cell), next);
        place.key = found[0];
        place.path = next;
        place.missing = end == std::string::npos ? std::string{} : place.missing.substr(end + 1);
        if (end != std::string::npos && place.missing.empty())
            place.obstacle = fmt::format("the path `{}` ends in a backslash", path);
    }
    return place;
}

std::optional<std::string> creation_obstacle(const HiveImage& image, const Place& place)
{
    if (place.missing.empty())
        return std::nullopt;
    for (auto rest = place.missing;;) {
        const auto end = rest.find('\\');
        if (auto obstacle = name_obstacle("key", rest.substr(0, end)))
            return obstacle;
        if (end == std::string::npos)
            break;
        rest.erase(0, end + 1);
    }
    const auto record = image.key(place.key);
    if (record.leaf == ListKind::li)
        return fmt::format("key `{}` keeps its subkeys in an `li` list, to which this version does not add",
                           place.path);
    if (record.subkeys >= most_subkeys)
        return fmt::format("key `{}` has {} subkeys, more than this version adds to", place.path, record.subkeys);
    return std::nullopt;
}

std::optional<std::string> change_obstacle(const HiveImage& image, const SetValue& change)
{
    const auto place = follow(image, change.key);
    if (place.obstacle)
        return place.obstacle;
    const bool exists = place.missing.empty();
    const auto present = exists ? image.value(place.key, change.name) : std::nullopt;
    if (present == change.data)
        return std::nullopt;
    if (auto obstacle = creation_obstacle(image, place))
        return obstacle;
    if (!present && !change.name.empty())
        if (auto obstacle = name_obstacle("value", change.name))
            return obstacle;
    if (auto obstacle = data_obstacle(change.name, change.data))
        return obstacle;
    return exists ? values_obstacle(image, place.key, place.path, change.name) : std::nullopt;
}

std::optional<std::string> change_obstacle(const HiveImage& image, const DeleteValue& change)
{
    const auto place = follow(image, change.key);
    if (place.obstacle || !place.missing.empty() || !image.value(place.key, change.name))
        return place.obstacle;
    return values_obstacle(image, place.key, place.path, change.name);
}

std::optional<std::string> change_obstacle(const HiveImage& image, const CreateKey& change)
{
    const auto place = follow(image, change.key);
    return place.obstacle ? place.obstacle : creation_obstacle(image, place);
}

/// hivex stops half way at an `li` list, with the contents of the key already freed.
std::optional<std::string> change_obstacle(const HiveImage& image, const DeleteKey& change)
{
    const auto place = follow(image, change.key);
    if (place.obstacle || !place.missing.empty())
        return place.obstacle;
    if (place.key == image.root())
        return "the root key of a hive cannot be deleted";
    const auto [parent_path, name] = split_path(place.path);
    const auto parent = image.key(*image.find(parent_path));
    if (parent.leaf == ListKind::li)
        return fmt::format("key `{}` keeps its subkeys in an `li` list, from which this version does not delete",
                           parent_path);
    if (parent.subkeys >= most_subkeys)
        return fmt::format("key `{}` has {} subkeys, more than this version deletes from", parent_path, parent.subkeys);
    Cells unused;
    for (const auto key : subtree(image, place.key)) {
        const auto record = image.key(key);
        if (record.leaf == ListKind::li)
            return fmt::format(
                "key `{}` below `{}` keeps its subkeys in an `li` list, which this version does not delete",
                record.name, place.path);
        if (record.subkeys >= most_subkeys)
            return fmt::format("key `{}` has {} subkeys, more than this version deletes", record.name, record.subkeys);
        if (auto obstacle = key_obstacle(key_node(image, key.cell), record.name))
            return obstacle;
        if (auto obstacle = deletion_obstacle(image, key))
            return obstacle;
        add_security_cells(image, key, unused);  // a wild link between descriptors would make hivex write anywhere
    }
    return std::nullopt;
}

std::optional<std::string> change_obstacle(const HiveImage& image, const CopyKey& change)
{
    if (same_or_below(change.to, change.from) || same_or_below(change.from, change.to))
        return fmt::format("key `{}` cannot be copied to `{}`: one holds the other", change.from, change.to);
    const auto from = follow(image, change.from);
    if (from.obstacle || !from.missing.empty())
        return from.obstacle;
    if (auto obstacle = source_obstacle(image, from.key))
        return obstacle;
    for (const auto& single : single_changes(image, change)) {
        auto obstacle = std::visit(
            [&](const auto& one) -> std::optional<std::string> {
                if constexpr (std::is_same_v<decltype(one), const CopyKey&>)
                    return std::nullopt;  // a copy never comes to copies
                else
                    return change_obstacle(image, one);
            },
            single);
        if (obstacle)
            return obstacle;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> name_obstacle(std::string_view what, const std::string& name)
{
    if (name.empty())
        return fmt::format("a new {} has no name", what);
    if (!is_ascii(name))
        return fmt::format("the new {} `{}` has a name that is not ASCII, which this version does not create", what,
                           name);
    if (name.find('\0') != std::string::npos)
        return fmt::format("the name of a new {} holds a NUL character", what);
    if (name.size() > 255)
        return fmt::format("the name of a new {} has {} characters, Windows allows 255", what, name.size());
    return std::nullopt;
}

std::optional<std::string> hive_obstacle(const HiveImage& image)
{
    const auto& header = image.header();
    if (!header.checksum_right)
        return "the checksum of its base block is wrong: the hive is dirty, and its logs come first";
    if (header.dirty())
        return fmt::format("the hive is dirty (sequence numbers {} and {}), and its logs come first", header.sequence1,
                           header.sequence2);
    if (header.flags & layered_hive)
        return "the hive is marked as layered or half defragmented (flag 2 of its base block)";
    return std::nullopt;
}

std::optional<std::string> obstacle(const HiveImage& image, const HiveChange& change)
{
    if (auto reason = hive_obstacle(image))
        return reason;
    try {
        return std::visit([&](const auto& one) { return change_obstacle(image, one); }, change);
    } catch (const Malformed& damage) {
        return fmt::format("{} (at offset 0x{:x})", damage.headline, damage.offset);
    }
}

}  // namespace hivemend::windows
