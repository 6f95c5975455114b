// What copying a key needs beside hivex: guards on its source, and security descriptors with their counts.
#include "runtime/windows/hive/copy_key.hpp"

#include <algorithm>
#include <cerrno>
#include <map>
#include <set>

#include <fmt/format.h>
#include <unistd.h>

#include "lang/types/value.hpp"
#include "runtime/windows/hive/cells.hpp"
#include "runtime/windows/hive/guards.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

constexpr std::size_t security_in_key = 44, count_in_security = 12;

std::uint32_t security_count(const HiveImage& image, std::uint32_t cell)
{
    const auto record = image.cell(cell, 20, "a security descriptor");
    if (!has_signature(record, 0, "sk"))
        throw damaged(cell, "a cell that should hold a security descriptor does not start with `sk`");
    return le32(record, count_in_security);
}

std::size_t content(std::uint32_t cell)
{
    return std::size_t{first_bin} + cell + 4;
}

std::optional<std::string> key_obstacle(const HiveImage& image, KeyRef key)
{
    const auto node = key_node(image, key.cell);
    const auto name = node.name();
    if (node.flags() & key_is_link)
        return fmt::format("key `{}` is a symbolic link, which this version does not copy", name);
    if (node.flags() & key_predefined)
        return fmt::format("key `{}` is a predefined handle, which this version does not copy", name);
    if (node.class_name() != nil)
        return fmt::format("key `{}` has a class name, which this version does not copy", name);
    if (node.subkeys() > most_copied_subkeys)
        return fmt::format("key `{}` has {} subkeys, and this version copies keys with up to {}", name, node.subkeys(),
                           most_copied_subkeys);
    std::set<std::string> names;
    for (const auto child : image.subkeys(key))
        if (!names.insert(lang::ascii_lower(key_node(image, child.cell).name())).second)
            return fmt::format("key `{}` holds two subkeys of one name", name);
    Cells unused;
    add_security_cells(image, key, unused);  // each copy will be counted at it
    return std::nullopt;
}

std::optional<std::string> values_obstacle(const HiveImage& image, KeyRef key, std::uint64_t& bytes)
{
    const auto key_name = image.key(key).name;
    std::set<std::string> names;
    for (const auto& value : image.values(key, HiveImage::Read::names)) {
        if (auto reason = value.name.empty() ? std::nullopt : name_obstacle("value", value.name))
            return reason;
        if (value.flags & value_tombstone)
            return fmt::format("{} of key `{}` is a tombstone of a layered key", value_shown(value.name), key_name);
        if (!names.insert(lang::ascii_lower(value.name)).second)
            return fmt::format("key `{}` holds two values named `{}`", key_name, value.name);
        bytes += value.size;
    }
    // Cells are never shared in a sound hive; without this a small file could ask for terabytes.
    if (bytes > image.header().bins_size)
        return fmt::format("the values down to key `{}` are larger together than their hive", key_name);
    return std::nullopt;
}

void expand(const HiveImage& image, KeyRef from, const std::string& to, bool exact, std::vector<HiveChange>& changes)
{
    const auto there = image.find(to);
    if (!there)
        changes.emplace_back(CreateKey{to});
    std::set<std::string> names;
    for (auto& value : image.values(from)) {
        names.insert(lang::ascii_lower(value.name));
        if (!there || image.value(*there, value.name) != value.data)
            changes.emplace_back(SetValue{to, std::move(value.name), std::move(value.data)});
    }
    if (exact && there)
        for (const auto& value : image.values(*there, HiveImage::Read::names))
            if (!names.contains(lang::ascii_lower(value.name)))
                changes.emplace_back(DeleteValue{to, value.name});
    names.clear();
    for (const auto child : image.subkeys(from)) {
        const auto name = key_node(image, child.cell).name();
        names.insert(lang::ascii_lower(name));
        expand(image, child, to + '\\' + name, exact, changes);
    }
    if (exact && there)
        for (const auto child : image.subkeys(*there))
            if (const auto name = key_node(image, child.cell).name(); !names.contains(lang::ascii_lower(name)))
                changes.emplace_back(DeleteKey{to + '\\' + name});
}

Error security_differs(std::string seen)
{
    return Error("the edited hive is not what was planned, so it was thrown away", {}, {std::move(seen)},
                 "this is a mistake of hivemend or of hivex, or damage in the hive that no check found: report it with "
                 "the hive");
}

}  // namespace

bool same_or_below(std::string_view path, std::string_view ancestor)
{
    return path.size() >= ancestor.size() && lang::equal_without_case(path.substr(0, ancestor.size()), ancestor) &&
           (path.size() == ancestor.size() || ancestor.empty() || path[ancestor.size()] == '\\');
}

std::vector<HiveChange> single_changes(const HiveImage& image, const CopyKey& copy)
{
    std::vector<HiveChange> changes;
    if (const auto from = image.find(copy.from))
        expand(image, *from, copy.to, copy.exact, changes);
    return changes;
}

std::optional<std::string> source_obstacle(const HiveImage& image, KeyRef key)
{
    std::uint64_t bytes = 0;
    bool is_top = true;
    for (const auto one : subtree(image, key)) {
        if (auto obstacle = key_obstacle(image, one))
            return obstacle;
        if (auto obstacle = is_top ? std::nullopt : name_obstacle("key", image.key(one).name))
            return obstacle;
        if (auto obstacle = values_obstacle(image, one, bytes))
            return obstacle;
        is_top = false;
    }
    return std::nullopt;
}

void hold_security(int descriptor, const HiveImage& before, const KeyEdits& edits)
{
    std::map<std::uint32_t, std::uint32_t> counts;
    for (const auto& edit : edits.edits)
        if (edit.security)
            ++counts.try_emplace(*edit.security, security_count(before, *edit.security)).first->second;
    for (const auto& [cell, count] : counts) {
        Bytes bytes(4);
        put(std::span(bytes), 0, count);
        const auto at = static_cast<off_t>(content(cell) + count_in_security);
        if (pwrite(descriptor, bytes.data(), bytes.size(), at) != static_cast<ssize_t>(bytes.size()))
            throw system_error(errno, "writing a file in memory", "");
    }
}

void give_security(std::span<std::byte> hive, const KeyEdits& edits)
{
    std::vector<std::pair<std::uint32_t, std::uint32_t>> given;  // key, descriptor
    if (std::ranges::any_of(edits.edits, [](const KeyEdit& edit) { return edit.security.has_value(); })) {
        const HiveImage image(hive);
        for (const auto& edit : edits.edits)
            if (const auto key = edit.security ? image.find(edit.path) : std::nullopt) {
                security_count(image, *edit.security);
                security_count(image, key_node(image, key->cell).security());
                given.emplace_back(key->cell, *edit.security);
            }
    }
    for (const auto& [key, security] : given) {
        const auto at = content(key) + security_in_key;
        const auto counted = content(le32(hive, at)) + count_in_security;
        put(hive, counted, le32(hive, counted) - 1);
        put(hive, at, security);
    }
}

void verify_security(const HiveImage& before, const HiveImage& after, const KeyEdits& edits)
{
    std::map<std::uint32_t, std::uint32_t> counts;  // as they should be, by cell
    const auto count = [&](std::uint32_t cell) -> std::uint32_t& {
        const auto known = counts.find(cell);
        return known != counts.end() ? known->second : counts[cell] = security_count(before, cell);
    };
    for (const auto& deletion : edits.deletions)
        for (const auto key : subtree(before, deletion.key))
            --count(key_node(before, key.cell).security());
    std::map<std::string, std::uint32_t> inherited;  // by path in lower case: of the nearest key that was there before
    for (const auto& edit : edits.edits) {
        if (edit.key)
            continue;
        const auto above =
            edit.in ? key_node(before, edit.in->cell).security() : inherited.at(lang::ascii_lower(edit.parent));
        inherited[lang::ascii_lower(edit.path)] = above;
        const auto key = after.find(edit.path);
        if (!key)
            throw security_differs(fmt::format("key `{}` is missing", edit.path));
        const auto security = key_node(after, key->cell).security();
        if (security != edit.security.value_or(above))
            throw security_differs(fmt::format("the security descriptor of key `{}` differs", edit.path));
        ++count(security);
    }
    for (const auto& [cell, wanted] : counts)
        if (wanted == 0 ? after.in_use(cell) : security_count(after, cell) != wanted)
            throw security_differs(
                fmt::format("the security descriptor at cell 0x{:x} should count {} keys", cell, wanted));
}

}  // namespace hivemend::windows
