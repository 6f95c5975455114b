// Comparisons, `and`, `or`, `exists`.
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "lang/check/narrowing.hpp"
#include "lang/check/values.hpp"

namespace hivemend::lang::rules {
namespace {

using Kind = Type::Kind;

struct Operator {
    CompareOp op;
    std::string_view text;
    bool orders;
};

Operator operator_of(syntax::Operator op)
{
    switch (op) {
    case syntax::Operator::equal:
        return {CompareOp::equal, "==", false};
    case syntax::Operator::not_equal:
        return {CompareOp::not_equal, "!=", false};
    case syntax::Operator::less:
        return {CompareOp::less, "<", true};
    case syntax::Operator::less_equal:
        return {CompareOp::less_equal, "<=", true};
    case syntax::Operator::greater:
        return {CompareOp::greater, ">", true};
    case syntax::Operator::greater_equal:
        return {CompareOp::greater_equal, ">=", true};
    case syntax::Operator::in:
        return {CompareOp::in, "in", false};
    }
    return {CompareOp::equal, "==", false};
}

bool has_order(const Type& type)
{
    constexpr std::array ordered{Kind::error, Kind::integer, Kind::size, Kind::duration, Kind::date, Kind::version};
    return std::ranges::find(ordered, type.kind) != ordered.end();
}

/// Whether the tree has a type only once its place gives it one: a literal, or a bare word that names no value.
bool takes_its_type(const Checker& checker, const syntax::Expr& tree)
{
    const auto* call = std::get_if<syntax::Call>(&tree.node);
    if (call == nullptr)
        return std::holds_alternative<syntax::StringLiteral>(tree.node) ||
               std::holds_alternative<syntax::ListLiteral>(tree.node) ||
               std::holds_alternative<syntax::NumberLiteral>(tree.node);
    const std::string name = call->callee.text();
    return !call->arguments && call->callee.names.size() == 1 && find_binding(checker, name) == nullptr &&
           !checker.declarations().facts.contains(name) && !checker.declarations().objects.contains(name);
}

/// Both sides; the one whose type is known by itself gives the other its own.
std::pair<Expr, Expr> sides_of(Checker& checker, const syntax::Comparison& comparison)
{
    const bool in = comparison.op == syntax::Operator::in;
    const auto element = [&](const Type& type) { return in && type.is(Kind::list) ? type.of.front() : type; };
    if (takes_its_type(checker, *comparison.left) && !takes_its_type(checker, *comparison.right)) {
        Expr right = infer(checker, *comparison.right, nullptr);
        const Type wanted = element(without_optional(right.type));
        if (right.type.is(Kind::error))
            return {broken(comparison.left->span), std::move(right)};  // nothing says what it would have been
        return {infer(checker, *comparison.left, &wanted), std::move(right)};
    }
    Expr left = infer(checker, *comparison.left, nullptr);
    const Type wanted = in ? list_of(without_optional(left.type)) : without_optional(left.type);
    if (left.type.is(Kind::error) && takes_its_type(checker, *comparison.right))
        return {std::move(left), broken(comparison.right->span)};
    Expr right = infer(checker, *comparison.right, left.type.is(Kind::error) ? nullptr : &wanted);
    return {std::move(left), std::move(right)};
}

/// Optionals stand beside `==` only: an absent side equals nothing.
bool sides_are_present(Checker& checker, const Expr& left, const Expr& right, const Operator& op)
{
    for (const Expr* side : {&left, &right}) {
        const bool allowed = op.op == CompareOp::equal || !side->type.is(Kind::optional);
        if (allowed)
            continue;
        const auto text = checker.sources[side->span.source].slice(side->span);
        checker.diagnostics.add(diag::optional_not_checked, side->span, checker.code(side->span))
            .hint(fmt::format("say first that it is there: `exists {0} and {0} {1} …`", text, op.text));
        return false;
    }
    return true;
}

bool sides_compare(const Type& left, const Type& right, const Operator& op)
{
    if (op.op == CompareOp::in)
        return right.is(Kind::list) && (fits(left, right.of.front()) || fits(right.of.front(), left));
    if (left.is(Kind::secret) || left.is(Kind::host_path))
        return false;
    return (fits(left, right) || fits(right, left)) && (!op.orders || (has_order(left) && has_order(right)));
}

}  // namespace

Expr comparison_of(Checker& checker, const syntax::Comparison& comparison, Span span)
{
    auto [left, right] = sides_of(checker, comparison);
    if (left.type.is(Kind::error) || right.type.is(Kind::error))
        return broken(span);
    const Operator op = operator_of(comparison.op);
    if (!sides_compare(without_optional(left.type), without_optional(right.type), op)) {
        auto& wrong =
            checker.diagnostics.add(diag::cannot_compare, comparison.op_span, std::string{op.text},
                                    described(without_optional(left.type)), described(without_optional(right.type)));
        wrong.label(left.span, described(left.type)).label(right.span, described(right.type));
        if (op.op == CompareOp::in && !right.type.is(Kind::list))
            wrong.hint("the right side of `in` is a list");
        else if (right.type.is(Kind::integer) && left.type.is(Kind::size))
            wrong.hint("a size has a unit that touches the number: `300MiB`, `1GiB`");
        return broken(span);
    }
    if (!sides_are_present(checker, left, right, op))
        return broken(span);
    std::vector<Expr> sides;
    sides.push_back(std::move(left));
    sides.push_back(std::move(right));
    return {simple(Kind::boolean), span, Compare{op.op, std::move(sides)}};
}

Expr logic_of(Checker& checker, const syntax::Logic& logic, Span span)
{
    const BlockScope scope{checker.frame};  // what the left operands tell ends with the expression
    std::vector<Expr> operands;
    for (const auto& operand : logic.operands) {
        operands.push_back(condition(checker, *operand));
        assume(checker.frame, operands.back(), logic.is_and);
    }
    // What the other operands tell stays true beside a wrong one.
    const bool wrong = std::ranges::any_of(operands, [](const Expr& operand) { return operand.type.is(Kind::error); });
    return {simple(wrong ? Kind::error : Kind::boolean), span, Logic{logic.is_and, std::move(operands)}};
}

Expr exists_of(Checker& checker, const syntax::Exists& exists, Span span)
{
    Expr operand = infer(checker, *exists.operand, nullptr);
    if (operand.type.is(Kind::error))
        return broken(span);
    if (!operand.type.is(Kind::optional) && !operand.type.is(Kind::bcd_object)) {
        checker.diagnostics.add(diag::never_absent, operand.span, checker.code(operand.span))
            .mark("this is " + described(operand.type))
            .hint("`exists` asks for an optional, or whether the store has a boot object")
            .fix("write `yes`", span, "yes");
        return broken(span);
    }
    std::vector<Expr> of;
    of.push_back(std::move(operand));
    return {simple(Kind::boolean), span, Exists{std::move(of)}};
}

}  // namespace hivemend::lang::rules
