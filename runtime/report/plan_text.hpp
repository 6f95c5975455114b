// A plan as text: what a reviewer reads in a pull request and an operator at 3 a.m.
#pragma once

#include <string>

#include "lang/types/signature.hpp"
#include "runtime/engine/plan/plan.hpp"

namespace hivemend::report {

/// Every change with type, before and after; every stage, note and ask; what was not taken folded to one line, but
/// named. All text from disk or playbook is escaped. Ends with a line that counts.
std::string plan_text(const engine::Plan& plan, const lang::Declarations& declarations, bool colours);

}  // namespace hivemend::report
