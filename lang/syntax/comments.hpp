// Documentation on its way into the tree; other comments are for the reader and for the formatter, which reads the text
// itself. Private to lang/syntax.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lang/syntax/ast.hpp"

namespace hivemend::lang::syntax {

/// Gathers the comments between items until an item, or the end of a block, takes them.
class Comments {
public:
    explicit Comments(std::string_view text) : text_(text) {}

    void own_line(std::uint32_t begin, std::uint32_t end);
    void blank_line() { lines_.emplace_back(); }

    /// Above a new item: the `##` lines directly above it.
    void give_to(Item& item);
    /// Between the attributes of an item and the item itself: every `##` line.
    void add_to(Item& item);
    /// Before a `}`, an arm of a `match` or the end of the file, where nothing is documented.
    void drop() { lines_.clear(); }

private:
    std::string_view text_;
    std::vector<std::string_view> lines_;  // with their marks; an empty one is no documentation
};

}  // namespace hivemend::lang::syntax
