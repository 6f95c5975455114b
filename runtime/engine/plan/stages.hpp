// Which stages of a playbook are planned.
#pragma once

#include <vector>

#include "runtime/engine/plan/planner.hpp"

namespace hivemend::engine {

enum class StageChoice {
    planned,
    optional,  // nobody named it: shown as left out
    left_out,  // others were named
};

/// One for each stage of the program. Without names all but optional ones; with names exactly those, and the guards.
/// Error when a name is no stage, and when nothing is named and every stage is optional.
std::vector<StageChoice> choose_stages(const PlanRequest& request);

}  // namespace hivemend::engine
