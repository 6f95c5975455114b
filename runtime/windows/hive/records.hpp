// Records of a hive as they lie in their cells: fields by offset, lists as leaves. Shared by the files of this folder.
// Format: M. Suhanov, "Windows registry file format specification", sections "Key node", "Subkeys list", "Key value".
#pragma once

#include <cassert>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/windows/hive/image.hpp"

namespace hivemend::windows {

inline constexpr std::uint32_t first_bin = 4096;  // file offset that cell offsets count from
inline constexpr std::uint32_t nil = 0xffffffff;
inline constexpr std::uint32_t big_data = 16344;               // longer data is kept in segments of this size …
inline constexpr std::uint32_t first_minor_with_segments = 4;  // … from version 1.4 on
inline constexpr std::uint32_t bin_header = 32;
inline constexpr std::uint32_t bin_step = 4096;  // bins come in multiples of it

inline constexpr std::uint16_t key_is_link = 0x10, key_latin1 = 0x20, key_predefined = 0x40;
inline constexpr std::uint16_t value_latin1 = 1, value_tombstone = 2;

inline std::uint16_t le16(ByteView bytes, std::size_t at)
{
    assert(at + 2 <= bytes.size() && "callers check lengths first");
    return static_cast<std::uint16_t>(std::to_integer<unsigned>(bytes[at]) | std::to_integer<unsigned>(bytes[at + 1])
                                                                                 << 8);
}
inline std::uint32_t le32(ByteView bytes, std::size_t at)
{
    return le16(bytes, at) | static_cast<std::uint32_t>(le16(bytes, at + 2)) << 16;
}
inline std::uint64_t le64(ByteView bytes, std::size_t at)
{
    return le32(bytes, at) | static_cast<std::uint64_t>(le32(bytes, at + 4)) << 32;
}
template <class T>
void put(std::span<std::byte> bytes, std::size_t at, T value)
{
    assert(at + sizeof(T) <= bytes.size() && "callers check lengths first");
    for (std::size_t i = 0; i < sizeof(T); ++i)
        bytes[at + i] = static_cast<std::byte>(value >> (8 * i) & 0xff);
}
inline bool has_signature(ByteView bytes, std::size_t at, std::string_view signature)
{
    return at + signature.size() <= bytes.size() &&
           std::memcmp(bytes.data() + at, signature.data(), signature.size()) == 0;
}

/// The check sum of a base block: XOR of its first 127 words, where 0 becomes 1 and -1 becomes -2.
std::uint32_t base_block_checksum(ByteView base_block);

/// Damage in a hive, with the offset of a cell.
Malformed damaged(std::uint32_t cell, std::string headline);
/// The same with an offset from the start of the file.
Malformed damaged_at(std::uint64_t offset, std::string headline);

/// A key node, checked to be one: at least 76 bytes, with its name inside.
struct KeyNode {
    ByteView bytes;
    std::uint16_t flags() const { return le16(bytes, 2); }
    std::uint32_t parent() const { return le32(bytes, 16); }
    std::uint32_t subkeys() const { return le32(bytes, 20); }
    std::uint32_t list() const { return le32(bytes, 28); }
    /// A predefined handle keeps something else in the field.
    std::uint32_t values() const { return flags() & key_predefined ? 0 : le32(bytes, 36); }
    std::uint32_t value_list() const { return le32(bytes, 40); }
    std::uint32_t security() const { return le32(bytes, 44); }
    std::uint32_t class_name() const { return le32(bytes, 48); }
    ByteView raw_name() const { return bytes.subspan(76, le16(bytes, 72)); }
    std::string name() const;
};
KeyNode key_node(const HiveImage& image, std::uint32_t cell);

/// One leaf of a subkey list; `entries` are `count` entries of `stride()` bytes, each starting with a key's cell.
struct Leaf {
    std::uint32_t cell = 0;
    ListKind kind = ListKind::none;
    std::uint16_t count = 0;
    ByteView entries;
    std::size_t stride() const { return kind == ListKind::li ? 4 : 8; }
    std::uint32_t key(std::size_t index) const { return le32(entries, index * stride()); }
};
struct SubkeyList {
    ListKind kind = ListKind::none;
    std::vector<Leaf> leaves;
};
SubkeyList subkey_list(const HiveImage& image, const KeyNode& node);

/// A name as UTF-8; Latin-1 when `latin1`, else UTF-16.
std::string decode_name(ByteView raw, bool latin1);
/// Names compared as Windows compares ASCII ones: `raw` in its encoding, `wanted` in UTF-8.
bool name_is(ByteView raw, bool latin1, std::string_view wanted);
bool is_ascii(std::string_view text);

/// A value's record without its data.
ValueRecord value_record(const HiveImage& image, std::uint32_t cell);
/// The data that a value's record leads to.
Bytes value_bytes(const HiveImage& image, const ValueRecord& record);
/// The cells that a key's value list names.
std::vector<std::uint32_t> value_cells(const HiveImage& image, const KeyNode& node);

}  // namespace hivemend::windows
