// Settings that are meant for a while: each must be taken back, or its staying accepted.
#include "lang/check/flow.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "lang/check/declared.hpp"
#include "lang/check/narrowing.hpp"
#include "lang/check/statements.hpp"
#include "lang/check/step_walk.hpp"

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
    bool clears;                 // else it sets
    std::optional<Span> copied;  // what was set, when a copy of the object takes it over
};

class TemporarySettings {
public:
    TemporarySettings(const Declarations& declarations, const Program& program)
        : declarations_{declarations}, program_{program}
    {
        walk_steps(program, [this](const Step& step, const SlotNames& names, std::size_t stage) {
            if (find_remark(step.remarks, "accepts left_set") != nullptr &&
                std::ranges::find(accepted, &step) == accepted.end())
                accepted.push_back(&step);
            if (const auto* act = std::get_if<Act>(&step.node))
                settings(*act, step, names, stage);
        });
    }

    std::vector<Touched> touched;
    std::vector<const Step*> accepted;  // steps under `@accept(left_set, …)`

private:
    void settings(const Act& act, const Step& step, const SlotNames& names, std::size_t stage)
    {
        if (act.verb == "bcd copy")
            return copy(act, step, names, stage);
        const auto verb = declarations_.primitives.find(act.verb);
        if (verb == declarations_.primitives.end() || !verb->second.settings || !act.subject)
            return;
        const bool clears = !verb->second.settings->has_value || verb->second.settings->value_optional;
        const auto subject = static_key(*act.subject, names);
        for (const auto& setting : act.settings) {
            const auto name = setting.name_expr ? static_key(*setting.name_expr, names) : std::optional{setting.name};
            if (!subject || !name || !(clears || act.temporary || is_temporary(setting)))
                continue;
            touched.push_back({ascii_lower(*subject + "|" + *name), setting.name, setting.span, &step,
                               program_.stages[stage].optional, stage, clears, std::nullopt});
        }
    }

    /// A copy holds what is set on its source when it is made, and taking it back there leaves it here.
    void copy(const Act& act, const Step& step, const SlotNames& names, std::size_t stage)
    {
        const auto source = static_key(*act.subject, names);
        const auto to = std::ranges::find(act.arguments, "to", &Argument::name);
        const auto id = to == act.arguments.end() ? std::nullopt : static_key(to->value, names);
        if (!source)
            return;
        const auto prefix = ascii_lower(*source + "|");
        const auto copied = id ? *id : fmt::format("copy at {}", step.span.begin);
        for (std::size_t at = 0, count = touched.size(); at < count; ++at) {
            const Touched set = touched[at];
            const auto clears = [&](const Touched& later) { return later.clears && later.key == set.key; };
            const bool open =
                !set.clears && std::none_of(touched.begin() + static_cast<std::ptrdiff_t>(at), touched.end(), clears);
            if (open && set.key.starts_with(prefix) && find_remark(set.step->remarks, "accepts left_set") == nullptr)
                touched.push_back({ascii_lower(copied + "|" + set.name), set.name, step.span, &step,
                                   program_.stages[stage].optional, stage, false, set.span});
        }
    }

    bool is_temporary(const Setting& setting) const
    {
        const auto same = [&](const auto& entry) { return entry.second.id == setting.element; };
        const auto found = std::ranges::find_if(declarations_.elements, same);
        return found != declarations_.elements.end() && found->second.temporary;
    }

    const Declarations& declarations_;
    const Program& program_;
};

bool is_cleared(const std::vector<Touched>& touched, std::size_t at)
{
    const auto& set = touched[at];
    return std::any_of(touched.begin() + static_cast<std::ptrdiff_t>(at), touched.end(), [&](const Touched& later) {
        return later.clears && later.key == set.key && (later.stage == set.stage || !later.optional_stage);
    });
}

std::string take_back(const Step& step)
{
    const std::string& verb = std::get<Act>(step.node).verb;
    const std::string tool = verb.substr(0, verb.find(' '));
    return "take it back by `" + tool + " restore` or `" + tool +
           " delete` in the same stage, or in a later one that is not optional";
}

}  // namespace

void check_temporaries(Checker& checker, const Program& program)
{
    const TemporarySettings walk{checker.declarations(), program};
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
        auto& left_set = checker.diagnostics.add(diag::never_cleared, set.span, set.name);
        if (set.copied)
            left_set.label(*set.copied, "set here")
                .hint("the copy takes it over, and taking it back in the source leaves it there: make the copy before "
                      "it is set");
        left_set.hint(take_back(*set.step))
            .hint("or write `@accept(left_set, \"why\")` above the statement, when it is meant to stay");
    }
    for (const auto* step : walk.accepted)
        if (std::ranges::find(left, step) == left.end())
            say_unneeded(checker, *find_remark(step->remarks, "accepts left_set"), "left_set");
}

}  // namespace hivemend::lang::rules
