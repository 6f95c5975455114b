// Which item of a text a place belongs to, for judging messages by where they stand. Private to lang/check.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lang/source/source.hpp"
#include "lang/syntax/ast.hpp"

namespace hivemend::lang::rules {

/// An item with its place: from its first word to its end, and to the `{` of its first block.
struct ItemPlace {
    static constexpr std::size_t none = SIZE_MAX;

    const syntax::Item* item;
    Span whole;
    std::uint32_t head_end;
    std::size_t parent;  // index of the item around it, or `none`
};

/// All items of some trees.
class ItemPlaces {
public:
    explicit ItemPlaces(const std::vector<const syntax::File*>& trees);

    /// The innermost item around the place, or `none`.
    std::size_t at(SourceId source, std::uint32_t offset) const;
    const ItemPlace& operator[](std::size_t index) const { return all_[index]; }

private:
    void add(const std::vector<syntax::Item>& items, std::size_t parent);
    void add_inside(const syntax::Item& item, std::size_t index);

    std::vector<ItemPlace> all_;         // an item before those inside of it, by place
    std::vector<std::size_t> by_place_;  // indices into all_, by source and begin
};

/// The first word of a phrase, or nothing.
std::string_view first_word_of(const syntax::Item& item);

}  // namespace hivemend::lang::rules
