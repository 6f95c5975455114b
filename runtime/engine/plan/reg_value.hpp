// Values to registry data: what `dword x`, `sz x`, … mean.
#pragma once

#include "runtime/engine/plan/evaluate.hpp"

namespace hivemend::engine {

/// The operand as data of this type. Refused when the value does not fit: a number over 32 bits, a symbol without a
/// number, text with a NUL or that is no hex.
Evaluated reg_value(lang::RegType type, const lang::Value& operand);

}  // namespace hivemend::engine
