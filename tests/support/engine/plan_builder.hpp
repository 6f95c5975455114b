// Small plans for tests of the plan file and of its renderers.
#pragma once

#include "runtime/engine/plan/plan.hpp"

namespace hivemend::test {

/// A plan with every kind of step, outcome, change and verdict in it somewhere.
engine::Plan full_plan();

/// A plan with one stage of these steps.
engine::Plan plan_of(std::vector<engine::PlannedStep> steps);

engine::PlannedStep act(std::string what, engine::Outcome outcome, std::vector<engine::PlannedChange> changes = {});
engine::PlannedStep step(engine::StepKind kind, std::string what, engine::Outcome outcome,
                         std::vector<engine::PlannedStep> inside = {});

/// A change of `SYSTEM\ControlSet001\Control\CrashControl`.
engine::PlannedChange crash_control(std::string name, std::optional<lang::RegData> before, lang::RegData after);

lang::Guid guid(std::string_view text);

}  // namespace hivemend::test
