// What goes wrong between statements that are right by themselves. Private to lang/check.
#pragma once

#include "lang/check/checker.hpp"

namespace hivemend::lang::rules {

/// One value or element written twice in a block, with nothing between that reads or asks.
void check_writes(Checker& checker, const Steps& steps);

/// Conditions that `expect` waits for and that can never hold together: literals, and ranges without a common value.
void check_expectations(Checker& checker, const std::vector<Expr>& expects);
void check_expectations(Checker& checker, const Steps& steps);

/// Temporary settings that no later step takes back, and `@accept(left_set, …)` where all of them are.
void check_temporaries(Checker& checker, const Program& program);

/// Elements that have no effect without another one of their object, which the playbook does not mention.
void check_needed_elements(Checker& checker, const Program& program);

/// Whether what the playbook runs, with its procedures, can be planned at all; a diagnostic when not.
bool check_step_count(Checker& checker, const Program& program);

/// All of these for a whole playbook; its procedures have been looked at when they were checked.
void check_flow(Checker& checker, const Program& program);

}  // namespace hivemend::lang::rules
