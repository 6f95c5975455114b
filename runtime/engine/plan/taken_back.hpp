// Steps whose effect a later one takes back: what is applied is the net difference, and the plan says which steps it is
// not.
#pragma once

#include <set>
#include <string>

#include "runtime/engine/plan/plan.hpp"

namespace hivemend::engine {

/// Marks every change of which nothing remains in the plan's net changes; a step with no other is *not needed*. Steps
/// named by their ids in `building` go on from what is there, so that what they found remains in what they leave.
void mark_taken_back(Plan& plan, const std::set<std::string>& building);

}  // namespace hivemend::engine
