// What is known to be present.
#include "lang/check/narrowing.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace hivemend::lang::rules {
namespace {

constexpr std::string_view local_prefix = "local ";

std::optional<std::string> fact_key(const FactRead& read, const SlotNames& names)
{
    std::string key = "fact " + read.fact;
    for (const auto& argument : read.arguments) {
        const auto part = static_key(argument, names);
        if (!part)
            return std::nullopt;
        key += "|" + *part;
    }
    return key;
}

std::optional<std::string> text_key(const Interpolation& text, const SlotNames& names)
{
    std::string key = "text ";
    for (const auto& piece : text.pieces) {
        if (const auto* fixed = std::get_if<std::string>(&piece)) {
            key += *fixed;
            continue;
        }
        const auto part = static_key(std::get<Expr>(piece), names);
        if (!part)
            return std::nullopt;
        key += "${" + *part + "}";
    }
    return key;
}

}  // namespace

std::optional<std::string> static_key(const Expr& expr, const SlotNames& names)
{
    if (expr.type.is(Type::Kind::error))
        return std::nullopt;
    if (const auto* constant = std::get_if<Constant>(&expr.node))
        return to_text(constant->value);
    if (const auto* local = std::get_if<Local>(&expr.node)) {
        const auto named = names.find(local->slot);
        return named == names.end() ? fmt::format("{}{}", local_prefix, local->slot) : named->second;
    }
    if (const auto* fact = std::get_if<FactRead>(&expr.node))
        return fact_key(*fact, names);
    if (const auto* text = std::get_if<Interpolation>(&expr.node))
        return text_key(*text, names);
    if (const auto* element = std::get_if<ElementRead>(&expr.node))
        if (const auto object = static_key(element->object.front(), names))
            return fmt::format("element {:08x} of {}", element->element, *object);
    return std::nullopt;
}

std::optional<std::string> presence_key(const Expr& expr)
{
    const bool can_be_absent = std::holds_alternative<Local>(expr.node) ||
                               std::holds_alternative<FactRead>(expr.node) ||
                               std::holds_alternative<ElementRead>(expr.node);
    return can_be_absent ? static_key(expr) : std::nullopt;
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
