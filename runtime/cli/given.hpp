// Parameters on their way from the command line: `--set`, `--vars`, and files and secrets of the operator.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "runtime/cli/workbench.hpp"
#include "runtime/engine/plan/plan.hpp"

namespace hivemend::cli {

/// What was given: values for the planner, and texts for saved plans and runs.
struct Given {
    std::vector<engine::GivenParameter> kept;      // without secrets; relative paths of files are made absolute
    std::map<std::string, lang::Value> values;     // by parameter
    std::map<std::string, std::string> described;  // size and hash of files
};

/// Texts by name, as they were given: later ones replace earlier ones of the same name.
using GivenTexts = std::vector<engine::GivenParameter>;

/// `--vars` and `--set`, which wins. Error when a name stands twice in `--set`; mistakes of the file are diagnostics.
GivenTexts given_texts(Workbench& bench, const lang::Program& program, const std::string& vars_file,
                       const std::vector<std::string>& set);

/// Values of the parameters' types. A wrong text is a diagnostic; Error for a name that is no parameter and for a file
/// that cannot be read.
Given read_given(Workbench& bench, const lang::Program& program, const GivenTexts& texts);

/// Whether the playbook declares it as a secret.
bool is_secret(const lang::Program& program, const std::string& name);

}  // namespace hivemend::cli
