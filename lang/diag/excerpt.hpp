// One line of a source as a terminal shows it, with the columns of a mark. Private to lang/diag.
#pragma once

#include <cstddef>
#include <string>

#include "lang/source/source.hpp"

namespace hivemend::lang {

/// What is shown of a line, and where in it the marked text is, in columns of the terminal.
struct Excerpt {
    std::string text;
    std::size_t mark_begin;
    std::size_t mark_width;  // at least 1: an empty place is marked too
};

/// Tabs are expanded, hidden characters escaped, a long line cut around the mark. A span of several lines is marked on
/// its first one, whose number is given: however long the line is, only what is near the mark is read.
Excerpt excerpt(const Source& source, Span span, std::uint32_t number);

}  // namespace hivemend::lang
