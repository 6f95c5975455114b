// Plans as versioned JSON: for saving, for tools, for goldens.
#pragma once

#include <string>
#include <string_view>

#include "runtime/engine/plan/plan.hpp"

namespace hivemend::engine {

/// The version of the format; a reader refuses others.
inline constexpr int plan_format = 2;

/// Indented by two, keys in a fixed order, registry data as type and hex beside its text.
std::string to_json(const Plan& plan);

/// Malformed (format `plan`) when the text is not a plan of this format: every field is checked, none is guessed.
Plan plan_from_json(std::string_view text, const std::string& where);

/// A value with its type, for journals that keep parameters and `let`s.
std::string value_to_json(const lang::Value& value);
lang::Value value_from_json(std::string_view text, const std::string& where);

}  // namespace hivemend::engine
