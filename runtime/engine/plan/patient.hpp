// What a plan says about the machine it was made for.
#pragma once

#include "runtime/engine/plan/plan.hpp"
#include "runtime/engine/target/target.hpp"

namespace hivemend::engine {

/// Fills in the patient, the objects that were read, and the target's notes; what cannot be told stays empty.
void describe_patient(Plan& plan, const Target& target);

}  // namespace hivemend::engine
