// Hives with one thing wrong, and what the strict check says of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/windows/hive/check.hpp"
#include "tests/windows/support.hpp"

namespace hivemend::windows::test {

/// `Family` has the subkeys `Alpha`, `Beta` and `Gamma` and the values `Name` and `Note`, `Family\Beta` the value
/// `Blob` of 100 bytes. One security descriptor.
Bytes family(std::uint32_t minor = 5);

/// Findings, one a line: 0x1fc `key`: what.
std::string shown(const CheckReport& report);
/// The hive, its checksum put right, has exactly this finding.
void only(Bytes hive, std::size_t offset, const std::string& key, const std::string& what);
/// The hive, its checksum put right, has none.
void sound(Bytes hive);

std::uint32_t u32(const Bytes& hive, std::size_t at);
/// File offset of the record that the field at this file offset names.
std::size_t at_cell(const Bytes& hive, std::size_t field);
std::size_t list_of(const Bytes& hive, std::string_view key);
std::size_t security_of(const Bytes& hive);
/// Adds a bin with one cell in use, which starts with `content`; the number by which records name it.
std::uint32_t add_cell(Bytes& hive, ByteView content);
/// The characters as bytes.
Bytes bytes_of(std::string_view text);
/// A list of subkeys: its kind, the number of entries, the entries.
Bytes list(std::string_view kind, const std::vector<std::uint32_t>& entries);

}  // namespace hivemend::windows::test
