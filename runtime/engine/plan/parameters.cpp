// Binding parameters.
#include "runtime/engine/plan/parameters.hpp"

#include <algorithm>

#include "runtime/engine/plan/settled.hpp"
#include "runtime/engine/plan/skeleton.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

bool mentions_missing(const lang::Expr& expression, const Frame& frame);

bool any_missing(const std::vector<lang::Expr>& expressions, const Frame& frame)
{
    return std::ranges::any_of(expressions, [&](const auto& one) { return mentions_missing(one, frame); });
}

/// Whether it names a parameter that has no value yet.
bool mentions_missing(const lang::Expr& expression, const Frame& frame)
{
    const auto missing = [&](const auto& inner) { return any_missing(inner, frame); };
    return std::visit(overloaded{[](const lang::Constant&) { return false; },
                                 [](const lang::NotGiven&) { return false; },
                                 [&](const lang::Local& local) { return !frame.slots.at(local.slot).has_value(); },
                                 [&](const lang::FactRead& node) { return missing(node.arguments); },
                                 [&](const lang::ElementRead& node) { return missing(node.object); },
                                 [&](const lang::Interpolation& node) {
                                     return std::ranges::any_of(node.pieces, [&](const auto& piece) {
                                         const auto* inner = std::get_if<lang::Expr>(&piece);
                                         return inner != nullptr && mentions_missing(*inner, frame);
                                     });
                                 },
                                 [&](const lang::ListOf& node) { return missing(node.items); },
                                 [&](const lang::MakeRegData& node) { return missing(node.operand); },
                                 [&](const lang::Compare& node) { return missing(node.sides); },
                                 [&](const lang::Logic& node) { return missing(node.operands); },
                                 [&](const lang::Not& node) { return missing(node.operand); },
                                 [&](const lang::Exists& node) { return missing(node.operand); },
                                 [&](const lang::Choice& node) {
                                     return missing(node.subject) || missing(node.conditions) || missing(node.values);
                                 }},
                      expression.node);
}

std::string bound_text(const std::optional<Evaluated>& bound)
{
    if (!bound)
        return "not given";
    return std::visit(
        overloaded{[](const Known<lang::Value>& known) { return lang::to_text(known.value); },
                   [](const Absent& absent) { return absent.why.empty() ? "absent" : "absent: " + absent.why; },
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
    else if (parameter.default_value && !mentions_missing(*parameter.default_value, frame))
        bound = evaluator.evaluate(*parameter.default_value, frame);
    else if (parameter.type.is(lang::Type::Kind::optional))
        bound = Absent{};
    if (const auto* known = bound ? std::get_if<Known<lang::Value>>(&*bound) : nullptr;
        known != nullptr && !holds_secret(known->value))
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
        const auto& name = parameters[slot].name;
        const auto described = request.described.find(name);
        result.push_back({name,
                          bound_text(frame.slots[slot]) +
                              (described == request.described.end() ? "" : fmt::format(" ({})", described->second)),
                          request.parameters.contains(name)});
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
        if (mentions_missing(expect, frame))
            continue;  // a step that needs the other parameter says that it is missing
        const auto outcome = evaluator.evaluate(expect, frame);
        const auto* known = std::get_if<Known<lang::Value>>(&outcome);
        if (known != nullptr && !known->value.get<bool>())
            return one_line(request.sources, expect.span);
    }
    return std::nullopt;
}

}  // namespace hivemend::engine
