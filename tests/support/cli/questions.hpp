// What a plan waits for, as a person would answer it.
#pragma once

#include <string>
#include <vector>

#include "runtime/engine/plan/plan.hpp"

namespace hivemend::test {

/// The answers that may be given next, each with what `--confirm` or `--assume` takes: `started=yes`, `started=no`.
/// Empty when the plan waits for nothing, or for what only the patient can answer.
std::vector<std::string> possible_answers(const engine::Plan& plan);

}  // namespace hivemend::test
