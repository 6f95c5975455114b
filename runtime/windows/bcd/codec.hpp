// Elements of the boot store between the language and the bytes Windows writes.
// Formats by digit 2 of an element's number: integer 8 bytes little endian (1 to 8 are read), boolean one byte, string
// and object REG_SZ, object list REG_MULTI_SZ, integer list 8 bytes each, device and binary as they are; all but the
// strings are REG_BINARY.
#pragma once

#include <optional>
#include <string>

#include "lang/types/signature.hpp"
#include "lang/types/value.hpp"

namespace hivemend::windows {

/// The registry data of an element. The value has the type of the element's declaration; objects have their id, and
/// devices their bytes.
lang::RegData encode_element(std::uint32_t id, const lang::Value& value);

/// The value, or nothing when type or length do not fit the format. Integers with symbols come back as int: see
/// `symbol_of`.
std::optional<lang::Value> decode_element(std::uint32_t id, const lang::RegData& data);

/// The declared name of an integer that an element of objects of this kind holds: `minimal`; nothing when it has none.
std::optional<std::string> symbol_of(const lang::Declarations& declarations, std::uint32_t id, std::string_view kind,
                                     std::uint64_t number);

/// As a plan shows it: `yes`, `10`, `minimal`, `{9dea862c-…}`, `"text"`, `partition …`; the element's symbols and the
/// names of declared objects are used. Data that does not fit its format is shown as registry data.
std::string element_text(std::uint32_t id, const lang::RegData& data, const lang::Declarations& declarations,
                         std::string_view kind);

/// Kind of an object by its type number: 0x10100002 `bootmgr`, 0x10200003 `osloader`, 0x20100000 `settings`, 0x20200003
/// `osloader_settings`, …; `unknown` for the rest.
std::string object_kind(std::uint32_t type);
/// The type number that a new object of this kind gets, or nothing when the kind has none.
std::optional<std::uint32_t> object_type(std::string_view kind);

}  // namespace hivemend::windows
