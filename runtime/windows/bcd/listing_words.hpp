// Words of a listing that the language spells otherwise, or not at all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hivemend::windows {

/// A symbol of an element as bcdedit prints it: `optin` is `OptIn`. Nothing for a word that is not in the table.
std::optional<std::string_view> printed_symbol(std::uint32_t element, std::string_view symbol);

/// Whether bcdedit prints the integer in hexadecimal; all others are decimal.
bool printed_in_hexadecimal(std::uint32_t element);

/// The title over an object, by its name among the well-known objects (or empty) and its type.
std::string printed_title(std::string_view alias, std::uint32_t type);

}  // namespace hivemend::windows
