// What a plan comes to, in one line.
#pragma once

#include <string>

#include "runtime/engine/plan/plan.hpp"

namespace hivemend::report {

/// "4 changes in 2 steps, 1 setting already so."
std::string plan_totals(const engine::Plan& plan);

}  // namespace hivemend::report
