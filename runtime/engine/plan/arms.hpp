// Arms of `when` and `match` in words, and those that are not taken.
#pragma once

#include "runtime/engine/plan/plan.hpp"
#include "runtime/engine/plan/planner.hpp"

namespace hivemend::engine {

/// `when exists ram`, `match kind: complete`, `match kind: else`; an arm past the last is `else`.
std::string branch_words(const PlanRequest& request, const lang::Branch& branch, std::size_t arm);

/// The arms other than `taken`: by their conditions or patterns, with the steps in them.
std::vector<Folded> not_taken(const PlanRequest& request, const lang::Branch& branch, std::size_t taken);

}  // namespace hivemend::engine
