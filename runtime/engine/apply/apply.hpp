// The one place where a plan becomes changed bytes.
#pragma once

#include "runtime/engine/plan/plan.hpp"
#include "runtime/engine/plan/planner.hpp"
#include "runtime/engine/progress.hpp"
#include "runtime/engine/run/run.hpp"
#include "runtime/engine/target/windows_target.hpp"

namespace hivemend::engine {

/// Applies the net changes of a plan in one transaction and journals the part. The target must hold the lock.
/// Error or Stopped before the commit leaves target and run as they were; after it, `recover` completes what is left.
void apply(const Planned& planned, WindowsTarget& target, Run& run, Progress& progress, const StopFlag& stop);

/// Why this saved plan does not fit the target any more: one line for each object or value that changed; empty when it
/// fits.
std::vector<std::string> stale(const Plan& saved, const Plan& now);

}  // namespace hivemend::engine
