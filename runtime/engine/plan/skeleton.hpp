// A step as its text alone shows it, before anything is known about the target.
#pragma once

#include <string>

#include "runtime/engine/plan/plan.hpp"
#include "runtime/engine/plan/planner.hpp"

namespace hivemend::engine {

/// The step with its kind, place and words, and the same for what is inside it; outcome and changes are left to the
/// planner.
PlannedStep skeleton(const PlanRequest& request, const lang::Step& step, const std::string& id);

std::vector<PlannedRemark> planned_remarks(const std::vector<lang::Remark>& remarks);

/// The text of a span with line ends and runs of blanks as single blanks.
std::string one_line(const lang::SourceMap& sources, lang::Span span);

}  // namespace hivemend::engine
