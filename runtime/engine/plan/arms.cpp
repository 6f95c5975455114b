// Arms of branches in words.
#include "runtime/engine/plan/arms.hpp"

#include "runtime/engine/plan/skeleton.hpp"

namespace hivemend::engine {
namespace {

/// Statements that do or say something; what holds others counts as what it holds.
std::uint64_t steps_in(const PlanRequest& request, const lang::Steps& steps)
{
    std::uint64_t number = 0;
    for (const auto& step : steps)
        number +=
            std::visit(overloaded{[&](const lang::Branch& branch) {
                                      std::uint64_t inside =
                                          branch.otherwise ? steps_in(request, *branch.otherwise) : 0;
                                      for (const auto& arm : branch.arms)
                                          inside += steps_in(request, arm.body);
                                      return inside;
                                  },
                                  [&](const lang::Loop& loop) { return steps_in(request, loop.body); },
                                  [&](const lang::Invoke& invoke) {
                                      return steps_in(request, request.program.procedures.at(invoke.procedure).body);
                                  },
                                  [](const lang::LetStep&) { return std::uint64_t{0}; },
                                  [](const auto&) { return std::uint64_t{1}; }},
                       step.node);
    return number;
}

std::string arm_words(const PlanRequest& request, const lang::Branch& branch, std::size_t arm)
{
    if (arm == branch.arms.size())
        return "else";
    const auto condition = one_line(request.sources, branch.arms[arm].condition.span);
    return branch.matched ? condition : "when " + condition;
}

}  // namespace

std::string branch_words(const PlanRequest& request, const lang::Branch& branch, std::size_t arm)
{
    if (branch.matched)
        return "match " + one_line(request.sources, branch.matched->span) + ": " + arm_words(request, branch, arm);
    return arm < branch.arms.size() ? arm_words(request, branch, arm) : arm_words(request, branch, 0) + ", else";
}

std::vector<Folded> not_taken(const PlanRequest& request, const lang::Branch& branch, std::size_t taken)
{
    std::vector<Folded> result;
    for (std::size_t arm = 0; arm < branch.arms.size(); ++arm)
        if (arm != taken)
            result.push_back({arm_words(request, branch, arm), steps_in(request, branch.arms[arm].body)});
    if (branch.otherwise && taken != branch.arms.size())
        result.push_back({"else", steps_in(request, *branch.otherwise)});
    return result;
}

}  // namespace hivemend::engine
