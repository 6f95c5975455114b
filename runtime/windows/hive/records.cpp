// Reading keys, lists and values out of their cells.
#include "runtime/windows/hive/records.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "lang/types/value.hpp"

namespace hivemend::windows {
namespace {

constexpr std::size_t key_fixed = 76, value_fixed = 20;
constexpr std::size_t longest_key_name = 512;  // bytes: 256 UTF-16 units

ListKind list_kind(ByteView list)
{
    if (has_signature(list, 0, "lf"))
        return ListKind::lf;
    if (has_signature(list, 0, "lh"))
        return ListKind::lh;
    if (has_signature(list, 0, "li"))
        return ListKind::li;
    return has_signature(list, 0, "ri") ? ListKind::ri : ListKind::none;
}

Leaf read_leaf(const HiveImage& image, std::uint32_t cell)
{
    const auto list = image.cell(cell, 4, "a list of subkeys");
    Leaf leaf{.cell = cell, .kind = list_kind(list), .count = le16(list, 2), .entries = list.subspan(4)};
    if (leaf.kind == ListKind::none || leaf.kind == ListKind::ri)
        throw damaged(cell, "a list of subkeys has no known signature");
    if (leaf.count * leaf.stride() > leaf.entries.size())
        throw damaged(cell, fmt::format("a list of {} subkeys is longer than its cell", leaf.count));
    return leaf;
}

/// Data over 16,344 bytes: a `db` record, a list of segments, the segments.
Bytes segmented_bytes(const HiveImage& image, std::uint32_t cell, std::uint32_t size)
{
    const auto record = image.cell(cell, 8, "the data of a value");
    if (!has_signature(record, 0, "db"))
        throw damaged(cell,
                      fmt::format("a value of {} bytes is not kept in segments, so Windows cannot read it", size));
    const std::size_t count = le16(record, 2), wanted = (size + big_data - 1) / big_data;
    if (count != wanted)
        throw damaged(cell, fmt::format("a value of {} bytes has {} segments instead of {}", size, count, wanted));
    const auto list = image.cell(le32(record, 4), 4 * count, "the segment list of a value");
    Bytes bytes;
    bytes.reserve(size);
    for (std::size_t i = 0; i < count; ++i) {
        const auto part = std::min<std::size_t>(big_data, size - bytes.size());
        const auto segment = image.cell(le32(list, 4 * i), part, "a segment of a value").first(part);
        bytes.insert(bytes.end(), segment.begin(), segment.end());
    }
    return bytes;
}

/// Compares without making a string: a path is followed by comparing with every sibling.
bool latin1_name_is(ByteView raw, std::string_view wanted)
{
    const auto lower = [](unsigned c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; };
    std::size_t at = 0;
    const auto next = [&] { return at < wanted.size() ? static_cast<unsigned char>(wanted[at++]) : 0x100u; };
    for (const auto byte : raw) {
        const auto unit = std::to_integer<unsigned>(byte);
        if (unit < 0x80 ? lower(next()) != lower(unit)
                        : next() != (0xc0 | unit >> 6) || next() != (0x80 | (unit & 0x3f)))
            return false;
    }
    return at == wanted.size();
}

}  // namespace

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string decode_name(ByteView raw, bool latin1)
{
    if (!latin1)
        return lang::utf8_of_utf16le(raw);
    std::string name;
    for (const auto byte : raw) {
        const auto unit = std::to_integer<unsigned>(byte);
        if (unit >= 0x80)
            name += static_cast<char>(0xc0 | unit >> 6);
        name += static_cast<char>(unit < 0x80 ? unit : 0x80 | (unit & 0x3f));
    }
    return name;
}

bool name_is(ByteView raw, bool latin1, std::string_view wanted)
{
    return latin1 ? latin1_name_is(raw, wanted) : lang::equal_without_case(decode_name(raw, false), wanted);
}

std::string KeyNode::name() const
{
    return decode_name(raw_name(), (flags() & key_latin1) != 0);
}

KeyNode key_node(const HiveImage& image, std::uint32_t cell)
{
    const KeyNode node{image.cell(cell, key_fixed, "a key")};
    if (!has_signature(node.bytes, 0, "nk"))
        throw damaged(cell, "a cell that should hold a key does not start with `nk`");
    const std::size_t length = le16(node.bytes, 72);
    if (length > node.bytes.size() - key_fixed || length > longest_key_name)
        throw damaged(cell, fmt::format("a key says that its name has {} bytes", length));
    return node;
}

SubkeyList subkey_list(const HiveImage& image, const KeyNode& node)
{
    SubkeyList list;
    if (node.subkeys() == 0)
        return list;
    const auto top = image.cell(node.list(), 4, "the list of subkeys of a key");
    list.kind = list_kind(top);
    if (list.kind == ListKind::ri) {
        const std::size_t count = le16(top, 2);
        if (4 + 4 * count > top.size())
            throw damaged(node.list(), fmt::format("an index of {} subkey lists is longer than its cell", count));
        for (std::size_t i = 0; i < count; ++i)
            list.leaves.push_back(read_leaf(image, le32(top, 4 + 4 * i)));
    } else {
        list.leaves.push_back(read_leaf(image, node.list()));
    }
    std::uint64_t total = 0;
    for (const auto& leaf : list.leaves)
        total += leaf.count;
    // A key takes 80 bytes or more, so the second test bounds what a damaged list can make a reader do.
    if (total != node.subkeys() || total > image.header().bins_size / 80)
        throw damaged(node.list(),
                      fmt::format("a key says that it has {} subkeys, its lists hold {}", node.subkeys(), total));
    return list;
}

std::vector<std::uint32_t> value_cells(const HiveImage& image, const KeyNode& node)
{
    std::vector<std::uint32_t> cells;
    if (node.values() == 0)
        return cells;
    const auto list = image.cell(node.value_list(), std::size_t{4} * node.values(), "the list of values of a key");
    for (std::uint32_t i = 0; i < node.values(); ++i)
        cells.push_back(le32(list, std::size_t{4} * i));
    return cells;
}

ValueRecord value_record(const HiveImage& image, std::uint32_t cell)
{
    const auto record = image.cell(cell, value_fixed, "a value");
    if (!has_signature(record, 0, "vk"))
        throw damaged(cell, "a cell that should hold a value does not start with `vk`");
    const std::size_t length = le16(record, 2);
    if (length > record.size() - value_fixed)
        throw damaged(cell, fmt::format("a value says that its name has {} bytes", length));
    const auto raw = record.subspan(value_fixed, length);
    ValueRecord value{.ref = {cell}, .raw_name = Bytes(raw.begin(), raw.end())};
    value.flags = le16(record, 16);
    value.latin1_name = (value.flags & value_latin1) != 0;
    value.name = decode_name(raw, value.latin1_name);
    value.size = le32(record, 4) & 0x7fffffff;
    value.stored_inline = (le32(record, 4) & 0x80000000) != 0;
    value.data.type = static_cast<lang::RegType>(le32(record, 12));
    return value;
}

Bytes value_bytes(const HiveImage& image, const ValueRecord& value)
{
    const auto record = image.cell(value.ref.cell, value_fixed, "a value");
    const auto copy = [](ByteView bytes) { return Bytes(bytes.begin(), bytes.end()); };
    if (value.stored_inline) {
        if (value.size > 4)
            throw damaged(
                value.ref.cell,
                fmt::format("a value says that {} bytes of data are in its record, which holds 4", value.size));
        return copy(record.subspan(8, value.size));
    }
    if (value.size == 0)
        return {};
    const auto data = le32(record, 8);
    if (value.size > big_data && image.header().minor >= first_minor_with_segments)
        return segmented_bytes(image, data, value.size);
    return copy(image.cell(data, value.size, "the data of a value").first(value.size));
}

}  // namespace hivemend::windows
