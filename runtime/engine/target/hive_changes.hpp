// What a change of the plan is inside the file of its hive.
#pragma once

#include <string>
#include <vector>

#include "runtime/engine/plan/change.hpp"
#include "runtime/windows/hive/edit.hpp"

namespace hivemend::engine {

struct HiveChanges {
    std::string hive;  // `SYSTEM`, …, or `BCD` for changes of the boot store
    std::vector<windows::HiveChange> changes;
};

/// No changes at all for a replay: writing the image back is all of it.
HiveChanges hive_changes(const Change& change);

}  // namespace hivemend::engine
