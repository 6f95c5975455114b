// The playbooks and parameters whose effects are goldens.
#pragma once

#include <string>
#include <vector>

namespace hivemend::test {

struct EffectsCase {
    std::string name;  // of the golden in tests/effects
    std::string playbook;
    std::vector<std::string> options;

    /// The command line that shows it; run at the root of the repository.
    std::vector<std::string> arguments(const std::string& format) const;
};

/// Every built-in playbook as it is, some with parameters, and every playbook of tests/effects.
std::vector<EffectsCase> effects_cases();

}  // namespace hivemend::test
