// The small playbooks of tests/plan with the machine and the options that their first lines name.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace hivemend::test {

struct PlanCase {
    std::filesystem::path playbook;
    std::string target;                // from the line `# on machine.yaml`
    std::vector<std::string> options;  // from the line `# with --stage x`

    /// The command line of `name`, run in tests/plan.
    std::vector<std::string> command(std::string name, const std::string& on) const;
};

/// The cases whose names begin with `prefix`; goes to where they are, so that plans name them without a folder.
std::vector<PlanCase> plan_cases(std::string_view prefix);

}  // namespace hivemend::test
