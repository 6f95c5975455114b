// The first touch of a setting wins: later ones find what the run itself wrote.
#include "runtime/engine/plan/originals.hpp"

namespace hivemend::engine {

void Originals::note(const Changes& changes)
{
    for (const auto& change : changes)
        if (!std::holds_alternative<CreateRegKey>(change) && !std::holds_alternative<CreateBootObject>(change))
            first_.emplace(place_of(change), change);
}

const Change* Originals::first(const Change& place) const
{
    const auto found = first_.find(place_of(place));
    return found == first_.end() ? nullptr : &found->second;
}

}  // namespace hivemend::engine
