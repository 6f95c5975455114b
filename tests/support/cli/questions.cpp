// Finding open asks in a plan.
#include "tests/support/cli/questions.hpp"

namespace hivemend::test {
namespace {

using namespace engine;

void collect(const std::vector<PlannedStep>& steps, const Plan& plan, std::vector<std::string>& answers)
{
    const auto is_answered = [&](const std::string& name) {
        for (const auto& [known, answer] : plan.answers)
            if (known == name)
                return true;
        for (const auto& assumed : plan.assumed)
            if (assumed.starts_with(name + "="))
                return true;
        return false;
    };
    for (const auto& step : steps) {
        collect(step.inside, plan, answers);
        if (step.outcome != Outcome::waits_for_person)
            continue;
        for (const auto& question : step.questions)
            if (const auto name = question.substr(0, question.find(": ")); !is_answered(name) && answers.empty())
                answers = {name + "=yes", name + "=no"};
        if (step.questions.empty() && !is_answered(step.name))
            answers.push_back(step.name + "=yes");
    }
}

}  // namespace

std::vector<std::string> possible_answers(const Plan& plan)
{
    std::vector<std::string> answers;
    for (const auto& stage : plan.stages)
        collect(stage.steps, plan, answers);
    return answers;
}

}  // namespace hivemend::test
