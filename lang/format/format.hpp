// The canonical form of a playbook: one way to write each text, without options.
//
// Four blanks a level. One statement a line; attributes on lines of their own above it; `else` on the line of its `}`.
// One rule for blocks, lists and parentheses: what stands on one line stays on one line if that has at most 120
// columns; else, and where it spanned lines before, each item, setting, member or operand has a line of its own, a list
// with a comma behind each. Nothing is aligned. At most one blank line where there was one, none at the beginning or
// end of a block, one round every playbook, stage, primitive and procedure that spans lines. Literals, words,
// parentheses and comments stay as they are; a comment behind something stays behind it. Line ends are LF, and the
// text ends with one.
#pragma once

#include <string>

#include "lang/diag/diagnostic.hpp"
#include "lang/source/source.hpp"

namespace hivemend::lang::format {

struct Formatted {
    /// The canonical text; `kept_because` says why it is the text as it was.
    std::string text;
    /// Such as "its braces do not fit together"; empty when the text was formatted.
    std::string kept_because{};
    /// The formatter would have changed what the text says, which is a mistake of its own: the text is as it was.
    bool is_fault = false;
};

/// Formats what parses; what does not is copied as it is written. Warnings and what the checker says do not matter.
/// `diagnostics` gets the mistakes of the syntax.
///
/// The result has the same tokens and comments in the same order, apart from commas that only separate, and the same
/// tree: it is parsed again before it is returned. Formatting it again changes nothing. Linear in the size of the text.
Formatted format(const SourceMap& sources, SourceId source, Diagnostics& diagnostics);

}  // namespace hivemend::lang::format
