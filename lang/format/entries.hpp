// The lines between two brackets, before they are printed. Private to lang/format.
#pragma once

#include <cstddef>
#include <vector>

#include "lang/format/layout.hpp"
#include "lang/source/source.hpp"

namespace hivemend::lang::format {

/// What gets a line of its own: an item, a setting, a member of a list, an arm, an attribute, a comment.
struct Entry {
    enum class Kind { plain, attribute, comment, as_written };
    std::size_t first, last;  // tokens, both included
    Kind kind = Kind::plain;
    bool blank_line_before = false;
};

/// The tokens [first, end) of a block, or of the whole file, as entries. Commas between them are left out.
std::vector<Entry> block_entries(const Layout& layout, std::size_t first, std::size_t end,
                                 const std::vector<Span>& as_written);
/// The tokens [first, end) between other brackets: members, or the operands of an `and` or `or`.
std::vector<Entry> bracket_entries(const Layout& layout, Bracket bracket, std::size_t first, std::size_t end);

/// Puts a blank line round every playbook, stage, primitive and procedure of a file that spans lines.
void give_air(const Layout& layout, std::vector<Entry>& entries);

}  // namespace hivemend::lang::format
