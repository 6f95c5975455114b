// The journal of a run: one JSON line for each event, durable when the call returns.
#pragma once

#include "runtime/engine/plan/json_node.hpp"
#include "runtime/engine/run/run.hpp"

namespace hivemend::engine {

void append_event(const Run& run, const Json& event);

}  // namespace hivemend::engine
