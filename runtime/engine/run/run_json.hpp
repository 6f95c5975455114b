// A run's own files as JSON: run.json and the lines of its journal.
#pragma once

#include "runtime/engine/plan/json_node.hpp"
#include "runtime/engine/run/run.hpp"

namespace hivemend::engine {

/// run.json: what is known when a run begins.
Json begun_to_json(const Run& run);
Run begun_from(const JsonNode& node);

/// A part as the journal's intent line has it.
Json intent_to_json(const RunPart& part);

/// Takes one line of the journal into the run: intent, result, void, undone. Malformed when it is none of them.
void take_event(const JsonNode& node, Run& run);

}  // namespace hivemend::engine
