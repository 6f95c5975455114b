// Finding all asks of a playbook.
#include "runtime/engine/plan/asks.hpp"

#include "lang/diag/suggest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hivemend::engine {
namespace {

void collect(const lang::Program& program, const lang::Stage& stage, const lang::Steps& steps, bool in_procedure,
             std::set<std::string>& names)
{
    const auto inside = [&](const lang::Steps& inner) { collect(program, stage, inner, in_procedure, names); };
    for (const auto& step : steps)
        std::visit(overloaded{[&](const lang::Ask& ask) {
                                  names.insert(lang::ask_name(stage, ask, in_procedure));
                                  for (const auto& confirm : ask.confirms)
                                      names.insert(confirm.name);
                              },
                              [&](const lang::Branch& branch) {
                                  for (const auto& arm : branch.arms)
                                      inside(arm.body);
                                  if (branch.otherwise)
                                      inside(*branch.otherwise);
                              },
                              [&](const lang::Loop& loop) { inside(loop.body); },
                              [&](const lang::Invoke& invoke) {
                                  collect(program, stage, program.procedures.at(invoke.procedure).body, true, names);
                              },
                              [](const auto&) {}},
                   step.node);
}

void refuse_unknown(const std::map<std::string, bool>& answers, const std::set<std::string>& asks)
{
    const std::vector<std::string> names(asks.begin(), asks.end());
    for (const auto& [name, answer] : answers) {
        if (asks.contains(name))
            continue;
        const auto near = lang::nearest(name, names);
        throw Error(fmt::format("no ask of this playbook is called `{}`", name), {},
                    {fmt::format("asks: {}", names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", ")))},
                    near ? fmt::format("did you mean `{}`?", *near) : "the plan shows the name of each ask that waits");
    }
}

}  // namespace

std::set<std::string> answer_names(const lang::Program& program)
{
    std::set<std::string> names;
    for (const auto& stage : program.stages)
        collect(program, stage, stage.body, false, names);
    return names;
}

void refuse_unknown_answers(const PlanRequest& request)
{
    const auto asks = answer_names(request.program);
    refuse_unknown(request.answers, asks);
    refuse_unknown(request.assumed, asks);
}

}  // namespace hivemend::engine
