// Settings that are meant for a while: each must be taken back, or its staying accepted.
#include "lang/check/flow.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "lang/check/declared.hpp"
#include "lang/check/narrowing.hpp"

namespace hivemend::lang::rules {
namespace {

/// One setting of one step, by a key that is equal for equal settings wherever they stand.
struct Touched {
    std::string key;
    std::string name;
    Span span;
    const Step* step;
    bool optional_stage;
    std::size_t stage;
    bool clears;  // else it sets
};

class TemporaryWalk {
public:
    TemporaryWalk(const Declarations& declarations, const std::vector<Procedure>& procedures)
        : declarations_{declarations}, procedures_{procedures}
    {}

    std::vector<Touched> touched;
    std::vector<const Step*> accepted;  // steps under `@accept(left_set, …)`

    void stage(const Stage& stage, std::size_t index)
    {
        optional_ = stage.optional;
        stage_ = index;
        steps(stage.body, names_);
    }

private:
    void steps(const Steps& all, SlotNames& names)
    {
        for (const auto& step : all) {
            if (find_remark(step.remarks, "accepts left_set") != nullptr &&
                std::ranges::find(accepted, &step) == accepted.end())
                accepted.push_back(&step);
            std::visit(overloaded{
                           [&](const Act& act) { settings(act, step, names); },
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

    void settings(const Act& act, const Step& step, const SlotNames& names)
    {
        const auto verb = declarations_.primitives.find(act.verb);
        if (verb == declarations_.primitives.end() || !verb->second.settings || !act.subject)
            return;
        const bool clears = !verb->second.settings->has_value || verb->second.settings->value_optional;
        const auto subject = static_key(*act.subject, names);
        for (const auto& setting : act.settings) {
            const auto name = setting.name_expr ? static_key(*setting.name_expr, names) : std::optional{setting.name};
            if (!subject || !name || !(clears || act.temporary || is_temporary(setting)))
                continue;
            touched.push_back(
                {ascii_lower(*subject + "|" + *name), setting.name, setting.span, &step, optional_, stage_, clears});
        }
    }

    bool is_temporary(const Setting& setting) const
    {
        const auto same = [&](const auto& entry) { return entry.second.id == setting.element; };
        const auto found = std::ranges::find_if(declarations_.elements, same);
        return found != declarations_.elements.end() && found->second.temporary;
    }

    const Declarations& declarations_;
    const std::vector<Procedure>& procedures_;
    SlotNames names_;
    std::size_t calls_ = 0;
    std::size_t stage_ = 0;
    bool optional_ = false;
};

bool is_cleared(const std::vector<Touched>& touched, std::size_t at)
{
    const auto& set = touched[at];
    return std::any_of(touched.begin() + static_cast<std::ptrdiff_t>(at), touched.end(), [&](const Touched& later) {
        return later.clears && later.key == set.key && (later.stage == set.stage || !later.optional_stage);
    });
}

}  // namespace

void check_temporaries(Checker& checker, const Program& program)
{
    TemporaryWalk walk{checker.declarations(), program.procedures};
    for (std::size_t index = 0; index < program.stages.size(); ++index)
        walk.stage(program.stages[index], index);
    std::vector<const Step*> left, said;
    // What a pasted command becomes may well take the setting back.
    const bool understood = checker.file == nullptr || checker.file->foreign.empty();
    for (std::size_t at = 0; at < walk.touched.size(); ++at) {
        const auto& set = walk.touched[at];
        if (set.clears || is_cleared(walk.touched, at))
            continue;
        left.push_back(set.step);
        const bool accepted = find_remark(set.step->remarks, "accepts left_set") != nullptr;
        if (accepted || !understood || std::ranges::find(said, set.step) != said.end())
            continue;
        said.push_back(set.step);
        checker.diagnostics.add(diag::never_cleared, set.span, set.name)
            .hint("take it back by a `restore` or `delete` in the same stage, or in a later one that is not optional")
            .hint("or write `@accept(left_set, \"why\")` above the statement, when it is meant to stay");
    }
    for (const auto* step : walk.accepted)
        if (std::ranges::find(left, step) == left.end())
            checker.diagnostics
                .add(diag::unneeded_acceptance, find_remark(step->remarks, "accepts left_set")->span,
                     std::string{"left_set"})
                .hint("take the attribute away, so that those that matter are seen");
}

}  // namespace hivemend::lang::rules
