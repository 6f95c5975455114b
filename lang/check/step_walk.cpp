// All steps of a playbook in the order in which they run, procedures where they are run.
#include "lang/check/step_walk.hpp"

#include <fmt/format.h>

#include "lang/types/overloaded.hpp"

namespace hivemend::lang::rules {
namespace {

class StepWalk {
public:
    StepWalk(const std::vector<Procedure>& procedures, const SeeStep& see) : procedures_{procedures}, see_{see} {}

    void stage(const Stage& stage, std::size_t index)
    {
        stage_ = index;
        steps(stage.body, names_);
    }

private:
    void steps(const Steps& all, SlotNames& names)
    {
        for (const auto& step : all) {
            see_(step, names, stage_);
            std::visit(overloaded{
                           [&](const Branch& branch) {
                               for (const auto& arm : branch.arms)
                                   steps(arm.body, names);
                               if (branch.otherwise)
                                   steps(*branch.otherwise, names);
                           },
                           [&](const Loop& loop) {
                               if (const auto list = static_key(loop.list, names))
                                   names[loop.slot] = "each of " + *list;
                               steps(loop.body, names);
                           },
                           [&](const LetStep& let) {
                               if (const auto value = static_key(let.value, names))
                                   names[let.slot] = *value;
                           },
                           [&](const Invoke& invoke) { call(invoke, names); },
                           [](const auto&) {},
                       },
                       step.node);
        }
    }

    void call(const Invoke& invoke, const SlotNames& outside)
    {
        SlotNames inside;
        const auto number = ++calls_;
        const auto& procedure = procedures_[invoke.procedure];
        for (std::uint32_t slot = 0; slot < procedure.slots; ++slot)
            inside[slot] = fmt::format("slot {} of call {}", slot, number);
        for (std::uint32_t slot = 0; slot < invoke.arguments.size(); ++slot)
            if (const auto key = static_key(invoke.arguments[slot].value, outside))
                inside[slot] = *key;
        steps(procedure.body, inside);
    }

    const std::vector<Procedure>& procedures_;
    const SeeStep& see_;
    SlotNames names_;
    std::size_t calls_ = 0;
    std::size_t stage_ = 0;
};

}  // namespace

void walk_steps(const Program& program, const SeeStep& see)
{
    StepWalk walk{program.procedures, see};
    for (std::size_t index = 0; index < program.stages.size(); ++index)
        walk.stage(program.stages[index], index);
}

}  // namespace hivemend::lang::rules
