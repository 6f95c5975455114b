// Names by which people answer: of the asks of a playbook and of their questions.
#pragma once

#include <set>
#include <string>

#include "runtime/engine/plan/planner.hpp"

namespace hivemend::engine {

/// What `--confirm` and `--assume` of this playbook can name.
std::set<std::string> answer_names(const lang::Program& program);

/// Error when `--confirm` or `--assume` answers what the playbook nowhere asks, also in stages and branches that are
/// not planned: a slip must not look like an answer.
void refuse_unknown_answers(const PlanRequest& request);

}  // namespace hivemend::engine
