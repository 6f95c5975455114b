// Questions to a plan: is it empty, what blocks it, how much of what.
#include "runtime/engine/plan/plan.hpp"

namespace hivemend::engine {
namespace {

/// Visits steps in the order of the text; `visit` returns whether to go on.
template <class Visit>
bool walk(const std::vector<PlannedStep>& steps, const Visit& visit)
{
    for (const auto& step : steps)
        if (!visit(step) || !walk(step.inside, visit))
            return false;
    return true;
}

template <class Visit>
void walk(const Plan& plan, const Visit& visit)
{
    for (const auto& stage : plan.stages)
        if (!walk(stage.steps, visit))
            return;
}

}  // namespace

bool Plan::empty() const
{
    if (!changes.empty())
        return false;
    bool something_waits = false;
    walk(*this, [&](const PlannedStep& step) {
        something_waits = step.outcome == Outcome::not_planned_yet && step.kind != StepKind::note;
        return !something_waits;
    });
    return !something_waits;
}

const PlannedStep* Plan::blocked() const
{
    const PlannedStep* found = nullptr;
    walk(*this, [&](const PlannedStep& step) {
        if (step.outcome == Outcome::waits_for_person)
            return false;  // what stands behind the horizon is not applied, so it blocks nothing
        // A `let` that cannot be known blocks through the steps that use it, if there are any.
        const bool writes_or_decides =
            step.kind != StepKind::let && step.kind != StepKind::note && step.kind != StepKind::ask;
        if (writes_or_decides && (step.outcome == Outcome::refused || step.outcome == Outcome::cannot_know_yet))
            found = &step;
        return found == nullptr;
    });
    return found;
}

std::size_t Plan::count(Outcome outcome) const
{
    std::size_t number = 0;
    walk(*this, [&](const PlannedStep& step) {
        number += step.kind == StepKind::act && step.outcome == outcome;
        return true;
    });
    return number;
}

std::string_view to_text(Outcome outcome)
{
    switch (outcome) {
    case Outcome::already_so:
        return "already so";
    case Outcome::will_change:
        return "will change";
    case Outcome::not_needed:
        return "not needed";
    case Outcome::waits_for_person:
        return "waits for a person";
    case Outcome::not_planned_yet:
        return "not planned yet";
    case Outcome::cannot_know_yet:
        return "cannot know yet";
    case Outcome::refused:
        return "refused";
    case Outcome::done:
        return "done";
    case Outcome::shown:
        return "shown";
    }
    return "";
}

}  // namespace hivemend::engine
