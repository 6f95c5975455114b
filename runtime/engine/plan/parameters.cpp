// Binding parameters.
#include "runtime/engine/plan/parameters.hpp"

#include "runtime/engine/plan/skeleton.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

std::string bound_text(const std::optional<Evaluated>& bound)
{
    if (!bound)
        return "not given";
    return std::visit(overloaded{[](const Known<lang::Value>& known) { return lang::to_text(known.value); },
                                 [](const Absent&) { return std::string("absent"); },
                                 [](const auto& reason) { return "unknown: " + reason.why; }},
                      *bound);
}

std::optional<Evaluated> bind(const PlanRequest& request, Evaluator& evaluator, const Frame& frame, RunMemory& memory,
                              const lang::Parameter& parameter)
{
    const auto id = "param " + parameter.name;
    std::optional<Evaluated> bound;
    if (const auto kept = memory.values.find(id); kept != memory.values.end())
        bound = Known<lang::Value>{kept->second};
    else if (const auto given = request.parameters.find(parameter.name); given != request.parameters.end())
        bound = Known<lang::Value>{given->second};
    else if (parameter.default_value)
        bound = evaluator.evaluate(*parameter.default_value, frame);
    else if (parameter.type.is(lang::Type::Kind::optional))
        bound = Absent{};
    if (const auto* known = bound ? std::get_if<Known<lang::Value>>(&*bound) : nullptr)
        memory.values.insert_or_assign(id, known->value);
    return bound;
}

}  // namespace

std::vector<PlannedParameter> bind_parameters(const PlanRequest& request, Evaluator& evaluator, Frame& frame,
                                              RunMemory& memory)
{
    const auto& parameters = request.program.parameters;
    std::vector<PlannedParameter> result;
    for (std::size_t slot = 0; slot < parameters.size(); ++slot) {
        frame.slots[slot] = bind(request, evaluator, frame, memory, parameters[slot]);
        result.push_back(
            {parameters[slot].name, bound_text(frame.slots[slot]), request.parameters.contains(parameters[slot].name)});
    }
    for (std::size_t slot = 0; slot < parameters.size(); ++slot) {
        if (!frame.slots[slot])
            continue;  // a step that needs it says so
        if (const auto broken = broken_constraint(request, evaluator, parameters[slot], frame))
            throw Error(fmt::format("parameter `{}` does not keep its constraint `{}`", parameters[slot].name, *broken),
                        {}, {}, fmt::format("give another value with --set {}=VALUE", parameters[slot].name));
    }
    return result;
}

std::optional<std::string> broken_constraint(const PlanRequest& request, Evaluator& evaluator,
                                             const lang::Parameter& parameter, const Frame& frame)
{
    for (const auto& expect : parameter.expects) {
        const auto outcome = evaluator.evaluate(expect, frame);
        const auto* known = std::get_if<Known<lang::Value>>(&outcome);
        if (known != nullptr && !known->value.get<bool>())
            return one_line(request.sources, expect.span);
    }
    return std::nullopt;
}

}  // namespace hivemend::engine
