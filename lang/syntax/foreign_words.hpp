// The words of a command line. Private to lang/syntax.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "lang/syntax/foreign.hpp"

namespace hivemend::lang::syntax::foreign {

std::string lower(std::string_view text);
/// Behind `C:\>`, `PS C:\>` or `DISKPART>` and its blanks; 0 where no prompt stands.
std::size_t after_prompt(std::string_view line);
/// The end of letters, digits, `_`, and of hyphens and dots between them.
std::size_t name_end(std::string_view line, std::size_t at);
/// In lower case, without `.exe`.
std::string name_of(std::string_view word);
/// The end of the line without blanks, or the place where a comment of the language begins behind the command.
std::size_t command_end(std::string_view text, std::size_t at);
/// Fills words and slips.
void split(std::string_view text, std::size_t begin, std::size_t end, ForeignCommand& into);

}  // namespace hivemend::lang::syntax::foreign
