// What a playbook could touch, as JSON.
#pragma once

#include <string>

#include "runtime/report/effects_words.hpp"

namespace hivemend::report {

inline constexpr int effects_format = 1;

/// Version 1 of the format, described by docs/schemas/effects.schema.json. ASCII only, in a stable order.
std::string effects_json(const Effects& effects);

}  // namespace hivemend::report
