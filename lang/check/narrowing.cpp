// What is known to be present.
#include "lang/check/narrowing.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace hivemend::lang::rules {
namespace {

constexpr std::string_view local_prefix = "local ";

std::optional<std::string> argument_key(const Expr& expr)
{
    if (const auto* constant = std::get_if<Constant>(&expr.node))
        return to_text(constant->value);
    return presence_key(expr);
}

std::optional<std::string> fact_key(const FactRead& read)
{
    std::string key = "fact " + read.fact;
    for (const auto& argument : read.arguments) {
        const auto part = argument_key(argument);
        if (!part)
            return std::nullopt;
        key += "|" + *part;
    }
    return key;
}

}  // namespace

std::optional<std::string> presence_key(const Expr& expr)
{
    if (const auto* local = std::get_if<Local>(&expr.node))
        return fmt::format("{}{}", local_prefix, local->slot);
    if (const auto* fact = std::get_if<FactRead>(&expr.node))
        return fact_key(*fact);
    if (const auto* element = std::get_if<ElementRead>(&expr.node)) {
        const auto object = argument_key(element->object.front());
        if (object)
            return fmt::format("element {:08x} of {}", element->element, *object);
    }
    return std::nullopt;
}

std::vector<std::string> present_when(const Expr& condition, bool truth)
{
    if (const auto* exists = std::get_if<Exists>(&condition.node)) {
        const auto key = truth ? presence_key(exists->operand.front()) : std::nullopt;
        return key ? std::vector{*key} : std::vector<std::string>{};
    }
    if (const auto* negation = std::get_if<Not>(&condition.node))
        return present_when(negation->operand.front(), !truth);
    std::vector<std::string> keys;
    // `a and b` tells about both sides where it holds, `a or b` where it does not.
    if (const auto* logic = std::get_if<Logic>(&condition.node); logic != nullptr && logic->is_and == truth)
        for (const auto& operand : logic->operands)
            std::ranges::move(present_when(operand, truth), std::back_inserter(keys));
    return keys;
}

void assume(Frame& frame, const Expr& condition, bool truth)
{
    std::ranges::move(present_when(condition, truth), std::back_inserter(frame.present));
}

void forget_target(Frame& frame)
{
    std::erase_if(frame.present, [](const std::string& key) { return !key.starts_with(local_prefix); });
}

Expr narrowed(const Frame& frame, Expr expr)
{
    if (!expr.type.is(Type::Kind::optional))
        return expr;
    const auto key = presence_key(expr);
    if (key && std::ranges::find(frame.present, *key) != frame.present.end())
        expr.type = Type{expr.type.of.front()};
    return expr;
}

}  // namespace hivemend::lang::rules
