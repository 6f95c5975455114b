// The first touch of a setting wins: later ones find what the run itself wrote.
#include "runtime/engine/plan/originals.hpp"

#include <algorithm>

namespace hivemend::engine {

void Originals::note(const Changes& changes)
{
    for (const auto& change : changes) {
        if (std::holds_alternative<CreateRegKey>(change) || std::holds_alternative<CreateBootObject>(change) ||
            std::holds_alternative<DeleteBootObject>(change))
            continue;
        if (tree_of(change) != nullptr ? is_difference(change) : !in_a_whole_key(change))
            keep(change);
    }
}

void Originals::keep(const Change& change)
{
    if (first_.emplace(place_of(change), change).second && tree_of(change) != nullptr)
        whole_keys_.push_back(change);
}

bool Originals::in_a_whole_key(const Change& change) const
{
    return std::ranges::any_of(whole_keys_, [&](const Change& whole_key) {
        const auto* deletion = std::get_if<DeleteRegKey>(&whole_key);
        return is_inside(change, deletion != nullptr ? deletion->key : std::get<CopyRegKey>(whole_key).to);
    });
}

const Change* Originals::first(const Change& place) const
{
    const auto found = first_.find(place_of(place));
    return found == first_.end() ? nullptr : &found->second;
}

}  // namespace hivemend::engine
