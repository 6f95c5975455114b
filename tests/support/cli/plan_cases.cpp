// The small playbooks of tests/plan.
#include "tests/support/cli/plan_cases.hpp"

#include <sstream>

#include "tests/support/cli/command.hpp"
#include "tests/support/golden.hpp"

namespace hivemend::test {

std::vector<std::string> PlanCase::command(std::string name, const std::string& on) const
{
    std::vector<std::string> arguments{std::move(name), playbook.filename().string(), "--target", on};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return arguments;
}

std::vector<PlanCase> plan_cases(std::string_view prefix)
{
    std::filesystem::current_path(source_file("tests/plan"));
    std::vector<PlanCase> result;
    for (const auto& playbook : golden_inputs(source_file("tests/plan"), prefix, ".mend")) {
        PlanCase one{playbook, "", {}};
        std::istringstream text(read_text(playbook));
        for (std::string line; std::getline(text, line) && line.starts_with("# ");) {
            std::istringstream words(line.substr(line.find(' ', 2) + 1));
            if (line.starts_with("# on "))
                words >> one.target;
            for (std::string word; line.starts_with("# with ") && words >> word;)
                one.options.push_back(word);
        }
        result.push_back(std::move(one));
    }
    return result;
}

}  // namespace hivemend::test
