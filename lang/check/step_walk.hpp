// All steps of a playbook in the order in which they run, procedures where they are run. Private to lang/check.
#pragma once

#include <functional>

#include "lang/check/narrowing.hpp"
#include "lang/check/program.hpp"

namespace hivemend::lang::rules {

/// Called with a step, what the slots of its body are called outside of it, and the index of its stage.
using SeeStep = std::function<void(const Step&, const SlotNames&, std::size_t)>;

/// Every arm of a branch is walked, and the body of a loop once. The program must have passed check_step_count.
void walk_steps(const Program& program, const SeeStep& see);

}  // namespace hivemend::lang::rules
