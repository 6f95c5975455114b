// Completing what an interrupted command left: before `apply` and `undo`, and as `recover`.
#pragma once

#include "runtime/cli/console.hpp"
#include "runtime/engine/run/run.hpp"
#include "runtime/engine/target/windows_target.hpp"

namespace hivemend::cli {

/// Recovers an interrupted transaction, says what became of it, and settles the runs of this place.
void recover_first(storage::Transaction& transaction, const engine::RunStore& store, Console& console);

}  // namespace hivemend::cli
