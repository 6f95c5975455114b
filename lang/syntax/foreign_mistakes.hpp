// Words and signs of other languages where the parser meets them. Private to lang/syntax.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lang/syntax/mistakes.hpp"

namespace hivemend::lang::syntax {

/// A text without its closing `"` that a typographic quote was meant to close: offers that one.
void offer_straight_quote(Diagnostic& unterminated, const Mistakes& mistakes, std::uint32_t begin);

/// `{default}`, `{9dea862c-…}`: an object as bcdedit writes it, with the braces from `begin` to `end`. Says so and
/// gives what the language writes.
std::string take_braced_object(Mistakes& mistakes, std::uint32_t begin, std::uint32_t end);

/// `9dea862c-…`: an id without quotes and braces. Says how it is written.
void take_bare_id(Mistakes& mistakes, std::uint32_t begin, std::uint32_t end);

}  // namespace hivemend::lang::syntax
