// Text on its way into a format for programs. Private to lang/diag.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/diag/findings.hpp"
#include "lang/diag/fixes.hpp"

namespace hivemend::lang {

/// One line that shows as what it is: hidden characters escaped, line ends as blanks.
std::string one_line(std::string_view text);
/// Several lines, each as above.
std::vector<std::string> shown_lines(std::string_view text);
/// At most `most` bytes, cut between characters, with `…` where something is missing.
std::string cut(std::string text, std::size_t most);

/// `error` or `warning`.
std::string_view severity_word(Severity severity);

/// A path relative to `folder` where it lies below, without `./`; otherwise as it is.
std::string path_in(std::string_view folder, std::string_view path);

/// Whether a source is a text of the binary and no file.
inline bool is_library(const Findings& findings, SourceId source)
{
    return source < findings.first_own;
}

}  // namespace hivemend::lang
