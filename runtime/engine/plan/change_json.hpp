// Changes as JSON, inside plans.
#pragma once

#include "runtime/engine/plan/change.hpp"
#include "runtime/engine/plan/json_node.hpp"

namespace hivemend::engine {

/// `{"change": "set_reg_value", "key": …, "name": …, "before": null, "after": {…}}`
Json to_json(const Change& change);
Change change_from(const JsonNode& node);

}  // namespace hivemend::engine
