// A plan as JSON for a screen or a log: the saved form, with the data of secrets left out.
#pragma once

#include <string>

#include "runtime/engine/plan/plan.hpp"

namespace hivemend::report {

/// The format of engine::to_json, but data under SAM and SECURITY and of values such as `DefaultPassword` is
/// `{"type": 1, "length": 24, "secret": true}`. It cannot be applied when it has such data; what `--out` saves can.
std::string plan_json(const engine::Plan& plan);

}  // namespace hivemend::report
