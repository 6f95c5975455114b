// The first touch of a setting wins: later ones find what the run itself wrote.
#include "runtime/engine/plan/originals.hpp"

#include <algorithm>

namespace hivemend::engine {

void Originals::note(const Changes& changes)
{
    for (const auto& change : changes) {
        if (std::holds_alternative<CreateRegKey>(change) || std::holds_alternative<CreateBootObject>(change))
            continue;
        if (tree_of(change) != nullptr) {
            if (is_difference(change))
                first_.emplace(place_of(change), change);
        } else if (!first_.contains(place_of(change)) && !in_a_whole_key(change)) {
            first_.emplace(place_of(change), change);
        }
    }
}

bool Originals::in_a_whole_key(const Change& change) const
{
    return std::ranges::any_of(first_, [&](const auto& entry) {
        const auto* deletion = std::get_if<DeleteRegKey>(&entry.second);
        const auto* copy = std::get_if<CopyRegKey>(&entry.second);
        return (deletion != nullptr && is_inside(change, deletion->key)) ||
               (copy != nullptr && is_inside(change, copy->to));
    });
}

const Change* Originals::first(const Change& place) const
{
    const auto found = first_.find(place_of(place));
    return found == first_.end() ? nullptr : &found->second;
}

}  // namespace hivemend::engine
