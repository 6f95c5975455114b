// What a plan says about the machine it was made for.
#pragma once

#include "runtime/engine/plan/plan.hpp"
#include "runtime/engine/target/target.hpp"

namespace hivemend::engine {

/// Fills in the patient, the objects that were read, and the target's notes; what cannot be told stays empty.
void describe_patient(Plan& plan, const Target& target);

/// Adds what keeps Windows from starting when the plan has been applied, as far as the playbook is about it. `left` is
/// the patient as the plan leaves it.
void warn_of_what_is_left(Plan& plan, const Target& left, const lang::Effects& effects);

}  // namespace hivemend::engine
