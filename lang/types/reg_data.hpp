// Data of a registry value, as it lies in a hive: a type number and bytes, compared exactly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hivemend {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

}  // namespace hivemend

namespace hivemend::lang {

/// Registry data types by their number (winnt.h). Hives also hold others: any 32-bit number is legal on a disk.
enum class RegType : std::uint32_t {
    none = 0,
    sz = 1,
    expand_sz = 2,
    binary = 3,
    dword = 4,
    dword_big_endian = 5,
    link = 6,
    multi_sz = 7,
    resource_list = 8,
    full_resource_descriptor = 9,
    resource_requirements_list = 10,
    qword = 11,
};

/// Type and bytes. Equality is exact: a REG_SZ "2" is not a REG_DWORD 2, and a string without its NUL is another
/// string.
struct RegData {
    RegType type = RegType::none;
    Bytes bytes;

    bool operator==(const RegData&) const = default;
};

RegData reg_dword(std::uint32_t value);
RegData reg_qword(std::uint64_t value);
/// UTF-16LE with one terminating NUL. Text that is not valid UTF-8 is a broken promise of the caller.
RegData reg_sz(std::string_view utf8);
RegData reg_expand_sz(std::string_view utf8);
/// Each string with its NUL, then one more NUL; an empty list is that NUL alone.
RegData reg_multi_sz(const std::vector<std::string>& utf8);
RegData reg_binary(Bytes bytes);

/// What the bytes mean, or nothing when type or length do not fit.
std::optional<std::uint32_t> as_dword(const RegData& data);
std::optional<std::uint64_t> as_qword(const RegData& data);
/// REG_SZ and REG_EXPAND_SZ, cut at the first NUL, as UTF-8; unpaired surrogates become U+FFFD.
std::optional<std::string> as_string(const RegData& data);
std::optional<std::vector<std::string>> as_multi_sz(const RegData& data);

/// `REG_DWORD`, …; an unnamed type prints as `REG_0xffff0007`.
std::string reg_type_name(RegType type);

/// The data as the language writes it: `dword 1`, `expand_sz "%SystemRoot%\MEMORY.DMP"`, `binary "de ad"`.
/// Bytes that the type cannot mean (a dword of three bytes) print as the type's name with the hex bytes.
std::string to_text(const RegData& data);

/// The text as a string literal of the language: quotes round it, `"` doubled, `${` escaped.
std::string string_literal(std::string_view text);

/// UTF-8 to UTF-16LE bytes, without NUL. Invalid UTF-8 becomes U+FFFD.
Bytes utf16le(std::string_view utf8);
/// UTF-16LE bytes to UTF-8; unpaired surrogates become U+FFFD; an odd last byte is dropped.
std::string utf8_of_utf16le(ByteView bytes);

}  // namespace hivemend::lang
