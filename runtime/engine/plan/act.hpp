// A statement on its way to a proposal: its primitive, and everything it says as values.
#pragma once

#include <variant>

#include "runtime/engine/plan/settled.hpp"
#include "runtime/engine/primitive/primitive.hpp"

namespace hivemend::engine {

struct ReadyAct {
    const Primitive* primitive;
    CallParts parts;
};

/// The act with its values, or what stands in its way. `what` becomes the statement with its subject as soon as that is
/// known.
std::variant<ReadyAct, Obstacle> ready(const lang::Act& act, Evaluator& evaluator, const Frame& frame,
                                       std::string& what);

}  // namespace hivemend::engine
