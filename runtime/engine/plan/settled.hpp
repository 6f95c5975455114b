// What decides a step that needs a value: the value itself, or the outcome and reason of the step.
#pragma once

#include <string>
#include <variant>

#include "runtime/engine/plan/evaluate.hpp"
#include "runtime/engine/plan/plan.hpp"

namespace hivemend::engine {

struct Obstacle {
    Outcome outcome;
    std::string why;
};

std::variant<lang::Value, Obstacle> settled(const Evaluated& evaluated);

/// Whether there is a secret in it, which no run keeps.
bool holds_secret(const lang::Value& value);

}  // namespace hivemend::engine
