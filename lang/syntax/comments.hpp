// Comments and blank lines on their way into the tree. Private to lang/syntax.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lang/syntax/ast.hpp"

namespace hivemend::lang::syntax {

/// Gathers what stands between items until an item, or the end of a block, takes it.
class Comments {
public:
    explicit Comments(std::string_view text) : text_(text) {}

    void own_line(std::uint32_t begin, std::uint32_t end) { between_.push_back(trimmed(begin, end)); }
    void blank_line() { between_.emplace_back(); }
    /// Inside brackets or the arms of a `match`, where the tree has no place: goes above the item, once.
    void inside(std::uint32_t begin, std::uint32_t end);
    /// What was gathered between the arms of a `match` goes above the item, too.
    void between_arms();

    /// Above a new item: documentation, comments, blank line.
    void give_to(Item& item);
    /// Between the attributes of an item and the item itself.
    void add_to(Item& item);
    /// Before a `}` or the end of the file.
    std::vector<std::string> take_closing();
    /// Those met inside the item that ends here.
    void give_inside_to(Item& item);

    std::string trimmed(std::uint32_t begin, std::uint32_t end) const;

private:
    std::string_view text_;
    std::vector<std::string> between_;  // an empty one is a blank line
    std::vector<std::string> inside_;
    std::uint32_t inside_end_ = 0;
};

}  // namespace hivemend::lang::syntax
