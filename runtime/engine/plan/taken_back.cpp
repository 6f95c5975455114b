// Comparing what steps do with what remains of it.
#include "runtime/engine/plan/taken_back.hpp"

#include <algorithm>
#include <map>

namespace hivemend::engine {
namespace {

/// A change without what was there before it, which differs between a step and the net.
Change effect(const Change& change)
{
    return std::visit(
        [](auto copy) -> Change {
            if constexpr (requires { copy.before; })
                copy.before.reset();
            return copy;
        },
        change);
}

/// The last change at each place.
using Last = std::map<std::string, const PlannedChange*>;

void find_last(const std::vector<PlannedStep>& steps, Last& last)
{
    for (const auto& planned : steps) {
        for (const auto& change : planned.changes)
            if (is_difference(change.change))
                last[place_of(change.change)] = &change;
        find_last(planned.inside, last);
    }
}

void mark(std::vector<PlannedStep>& steps, const Changes& net, const Last& last)
{
    for (auto& planned : steps) {
        bool remains = false, taken_back = false, takes_back = true;
        for (auto& change : planned.changes) {
            if (!is_difference(change.change))
                continue;
            const auto wanted = effect(change.change);
            change.taken_back = std::ranges::none_of(net, [&](const Change& other) { return effect(other) == wanted; });
            (change.taken_back ? taken_back : remains) = true;
            takes_back = takes_back && last.at(place_of(change.change)) == &change;
        }
        if (planned.outcome == Outcome::will_change && taken_back && !remains) {
            planned.outcome = Outcome::not_needed;
            planned.why = takes_back ? "it only takes an earlier step back" : "a later step takes it back";
        }
        mark(planned.inside, net, last);
    }
}

}  // namespace

void mark_taken_back(Plan& plan)
{
    Last last;
    for (const auto& stage : plan.stages)
        find_last(stage.steps, last);
    for (auto& stage : plan.stages)
        mark(stage.steps, plan.changes, last);
}

}  // namespace hivemend::engine
