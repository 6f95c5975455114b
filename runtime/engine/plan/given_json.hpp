// Parameters as the operator gave them, inside plans and runs.
#pragma once

#include "runtime/engine/plan/json_node.hpp"
#include "runtime/engine/plan/plan.hpp"

namespace hivemend::engine {

/// `{"name": "ram", "value": "8GiB"}`, `{"name": "services", "value": ["a", "b"]}`
Json given_json(const GivenParameter& given);
GivenParameter given_from(const JsonNode& node);

}  // namespace hivemend::engine
