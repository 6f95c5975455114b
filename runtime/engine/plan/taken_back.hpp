// Steps whose effect a later one takes back: what is applied is the net difference, and the plan says which steps it is
// not.
#pragma once

#include "runtime/engine/plan/plan.hpp"

namespace hivemend::engine {

/// Marks every change that the plan's net changes do not have; a step with no other is *not needed*.
void mark_taken_back(Plan& plan);

}  // namespace hivemend::engine
