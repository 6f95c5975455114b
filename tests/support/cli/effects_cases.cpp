// The playbooks and parameters whose effects are goldens.
#include "tests/support/cli/effects_cases.hpp"

#include "lang/source/embedded.hpp"
#include "tests/support/cli/command.hpp"
#include "tests/support/golden.hpp"

namespace hivemend::test {

std::vector<std::string> EffectsCase::arguments(const std::string& format) const
{
    std::vector<std::string> all{"effects", playbook, "--format", format};
    all.insert(all.end(), options.begin(), options.end());
    return all;
}

std::vector<EffectsCase> effects_cases()
{
    std::vector<EffectsCase> cases;
    for (const auto& file : lang::embedded_files())
        if (file.path.starts_with("playbooks/")) {
            const auto stem = std::filesystem::path(file.path).stem().string();
            cases.push_back({stem, stem, {}});
        }
    for (const auto& path : golden_inputs(source_file("tests/effects"), "", ".mend"))
        cases.push_back({path.stem().string(), "tests/effects/" + path.filename().string(), {}});
    const std::string every = "tests/effects/every-statement.mend";
    cases.push_back({"every-statement.defaults", every, {"--defaults"}});
    cases.push_back({"every-statement.set", every, {"--set", "deep=2", "--set", "port=3", "--set", "ram=16GiB"}});
    cases.push_back({"every-statement.deep", every, {"--set", "deep=1", "--defaults"}});
    const std::string own = "tests/effects/own-procedures.mend";
    cases.push_back({"own-procedures.defaults", own, {"--defaults"}});
    cases.push_back({"own-procedures.never", own, {"--set", "when_to=never"}});
    cases.push_back({"hardware-malfunction.defaults", "hardware-malfunction", {"--defaults"}});
    cases.push_back({"hardware-malfunction.ram", "hardware-malfunction", {"--set", "ram=16GiB"}});
    return cases;
}

}  // namespace hivemend::test
