// What a plan comes to, in one line.
#include "runtime/report/plan_totals.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/report/page.hpp"

namespace hivemend::report {
namespace {

using namespace engine;

std::size_t settings_already_so(const std::vector<PlannedStep>& steps)
{
    std::size_t number = 0;
    for (const auto& step : steps) {
        if (step.outcome == Outcome::already_so || step.outcome == Outcome::will_change)
            number += static_cast<std::size_t>(std::ranges::count_if(
                step.changes, [](const PlannedChange& planned) { return !is_difference(planned.change); }));
        number += settings_already_so(step.inside);
    }
    return number;
}

std::size_t settings_already_so(const Plan& plan)
{
    std::size_t number = 0;
    for (const auto& stage : plan.stages)
        number += settings_already_so(stage.steps);
    return number;
}

/// A key that goes or is copied whole is one change, so what is in it is counted beside.
std::string in_whole_keys(const Plan& plan)
{
    std::uint64_t keys = 0, values = 0;
    for (const auto& change : plan.changes)
        if (const auto* tree = tree_of(change)) {
            keys += tree->keys();
            values += tree->values();
        }
    if (keys + values == 0)
        return "";
    return fmt::format(" (whole keys: {} and {})", counted(keys, "key"), counted(values, "value"));
}

}  // namespace

std::string plan_totals(const Plan& plan)
{
    std::vector<std::string> parts;
    const auto part = [&](std::size_t number, std::string_view noun, std::string_view words) {
        if (number > 0)
            parts.push_back(fmt::format("{} {}", counted(number, noun), words));
    };
    if (!plan.changes.empty())
        parts.push_back(fmt::format("{} in {}{}", counted(plan.changes.size(), "change"),
                                    counted(plan.count(Outcome::will_change), "step"), in_whole_keys(plan)));
    part(settings_already_so(plan), "setting", "already so");
    part(plan.count(Outcome::not_needed), "step", "not needed");
    part(plan.count(Outcome::done), "step", "done before in this run");
    part(plan.count(Outcome::refused), "step", "refused");
    part(plan.count(Outcome::cannot_know_yet), "step", "not known yet");
    part(plan.count(Outcome::not_planned_yet), "step", "not planned yet");
    const auto list = fmt::format("{}", fmt::join(parts, ", "));
    if (plan.empty() && plan.blocked() == nullptr)
        return list.empty() ? "Nothing to change." : fmt::format("Nothing to change: {}.", list);
    return list.empty() ? "No changes." : list + ".";
}

}  // namespace hivemend::report
