// Comparing what steps do with what remains of it.
#include "runtime/engine/plan/taken_back.hpp"

#include <algorithm>

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

void mark(std::vector<PlannedStep>& steps, const Changes& net)
{
    for (auto& planned : steps) {
        bool remains = false, taken_back = false;
        for (auto& change : planned.changes) {
            if (!is_difference(change.change))
                continue;
            const auto wanted = effect(change.change);
            change.taken_back = std::ranges::none_of(net, [&](const Change& other) { return effect(other) == wanted; });
            (change.taken_back ? taken_back : remains) = true;
        }
        if (planned.outcome == Outcome::will_change && taken_back && !remains) {
            planned.outcome = Outcome::not_needed;
            planned.why = "a later step takes it back";
        }
        mark(planned.inside, net);
    }
}

}  // namespace

void mark_taken_back(Plan& plan)
{
    for (auto& stage : plan.stages)
        mark(stage.steps, plan.changes);
}

}  // namespace hivemend::engine
