// Whether a text is one: size, UTF-8, control characters. Private to lang/syntax.
#pragma once

#include "lang/syntax/mistakes.hpp"

namespace hivemend::lang::syntax {

/// Tells what is wrong with the characters of a text. No: it is too large or no text at all, and is not parsed.
bool check_encoding(Mistakes& mistakes);

}  // namespace hivemend::lang::syntax
