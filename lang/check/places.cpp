// Which item of a text a place belongs to.
#include "lang/check/places.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "lang/types/overloaded.hpp"

namespace hivemend::lang::rules {

ItemPlaces::ItemPlaces(const std::vector<const syntax::File*>& trees)
{
    for (const auto* tree : trees)
        add(tree->items, ItemPlace::none);
    by_place_.resize(all_.size());
    std::iota(by_place_.begin(), by_place_.end(), std::size_t{0});
    std::ranges::stable_sort(by_place_, {}, [this](std::size_t index) {
        const Span& span = all_[index].whole;
        return std::tuple{span.source, span.begin};
    });
}

void ItemPlaces::add(const std::vector<syntax::Item>& items, std::size_t parent)
{
    for (const auto& item : items) {
        const std::size_t index = all_.size();
        all_.push_back({&item, item.span, item.span.end, parent});
        add_inside(item, index);
    }
}

void ItemPlaces::add_inside(const syntax::Item& item, std::size_t index)
{
    const auto block = [&](const syntax::Block& inner) {
        all_[index].head_end = std::min(all_[index].head_end, inner.span.begin);
        add(inner.items, index);
    };
    const auto maybe = [&](const std::optional<syntax::Block>& inner) {
        if (inner)
            block(*inner);
    };
    std::visit(overloaded{
                   [&](const syntax::Phrase& phrase) { maybe(phrase.block); },
                   [&](const syntax::When& when) {
                       for (const auto& arm : when.arms)
                           block(arm.body);
                       maybe(when.otherwise);
                   },
                   [&](const syntax::ForEach& loop) { block(loop.body); },
                   [&](const syntax::Param& param) { maybe(param.constraints); },
                   [&](const syntax::MatchItem& match) {
                       for (const auto& arm : match.arms)
                           block(arm.body);
                   },
                   [](const auto&) {},
               },
               item.node);
}

std::size_t ItemPlaces::at(SourceId source, std::uint32_t offset) const
{
    const auto after = std::ranges::upper_bound(by_place_, std::tuple{source, offset}, {}, [this](std::size_t index) {
        const Span& span = all_[index].whole;
        return std::tuple{span.source, span.begin};
    });
    if (after == by_place_.begin())
        return ItemPlace::none;
    auto index = *(after - 1);
    while (index != ItemPlace::none && (all_[index].whole.source != source || all_[index].whole.end < offset))
        index = all_[index].parent;
    return index;
}

std::string_view first_word_of(const syntax::Item& item)
{
    const auto* phrase = std::get_if<syntax::Phrase>(&item.node);
    return phrase == nullptr || phrase->words.empty() || phrase->words.front().names.size() != 1
               ? std::string_view{}
               : phrase->words.front().names.front().text;
}

}  // namespace hivemend::lang::rules
