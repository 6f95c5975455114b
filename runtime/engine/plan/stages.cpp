// Choosing stages.
#include "runtime/engine/plan/stages.hpp"

#include <algorithm>

#include "lang/diag/suggest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hivemend::engine {
namespace {

std::vector<std::string> slugs(const lang::Program& program)
{
    std::vector<std::string> result;
    for (const auto& stage : program.stages)
        if (!stage.slug.empty())
            result.push_back(stage.slug);
    return result;
}

void refuse_unknown(const PlanRequest& request)
{
    const auto known = slugs(request.program);
    for (const auto& name : request.stages) {
        if (std::ranges::find(known, name) != known.end())
            continue;
        const auto near = lang::nearest(name, known);
        throw Error(fmt::format("the playbook has no stage `{}`", name), {},
                    {fmt::format("stages: {}", known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", ")))},
                    near ? fmt::format("did you mean `{}`?", *near) : "a stage is named by its title in small letters");
    }
}

/// A playbook of choices does nothing until somebody chooses.
void refuse_nothing_chosen(const lang::Program& program)
{
    std::vector<std::string> choices;
    for (const auto& stage : program.stages) {
        if (!stage.optional && !stage.slug.empty())
            return;
        if (stage.optional)
            choices.push_back(fmt::format("--stage {}: {}", stage.slug, stage.title));
    }
    if (!choices.empty())
        throw Error("every stage of this playbook is optional, and none is named", {}, std::move(choices),
                    "name the one that fits with --stage");
}

}  // namespace

std::vector<StageChoice> choose_stages(const PlanRequest& request)
{
    refuse_unknown(request);
    if (request.stages.empty())
        refuse_nothing_chosen(request.program);
    std::vector<StageChoice> result;
    for (const auto& stage : request.program.stages) {
        const bool named = !stage.slug.empty() && std::ranges::find(request.stages, stage.slug) != request.stages.end();
        if (request.stages.empty())
            result.push_back(stage.optional ? StageChoice::optional : StageChoice::planned);
        else
            result.push_back(stage.guard || named ? StageChoice::planned : StageChoice::left_out);
    }
    return result;
}

}  // namespace hivemend::engine
