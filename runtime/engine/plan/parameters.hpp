// Parameters of a playbook on their way into the frame: kept from an earlier part of the run, given, or by default.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/engine/plan/evaluate.hpp"
#include "runtime/engine/plan/planner.hpp"

namespace hivemend::engine {

/// Fills the first slots and remembers what came to a value. Error when one breaks its constraint: it is the operator's
/// to keep.
std::vector<PlannedParameter> bind_parameters(const PlanRequest& request, Evaluator& evaluator, Frame& frame,
                                              RunMemory& memory);

/// The text of the first constraint that a parameter breaks; what cannot be known breaks none.
std::optional<std::string> broken_constraint(const PlanRequest& request, Evaluator& evaluator,
                                             const lang::Parameter& parameter, const Frame& frame);

}  // namespace hivemend::engine
