// The file of --vars: parameters in YAML, each value with the text that --set takes.
#pragma once

#include <string>
#include <vector>

#include "runtime/cli/workbench.hpp"
#include "runtime/engine/plan/plan.hpp"

namespace hivemend::cli {

/// Reads it; what is no parameter, stands twice or is neither text nor a list of texts is a diagnostic at its place.
std::vector<engine::GivenParameter> read_vars(Workbench& bench, const lang::Program& program, const std::string& path);

}  // namespace hivemend::cli
