// Expressions: dispatch by shape, lists, and whether a type fits its place.
#include "lang/check/values.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "lang/check/narrowing.hpp"

namespace hivemend::lang::rules {
namespace {

using Kind = Type::Kind;

/// An object of the boot store has one place in a list; only a description may show a store where it has two.
void reject_object_twice(Checker& checker, const std::vector<Expr>& items)
{
    std::map<std::string, Span> seen;
    for (const auto& item : items) {
        const auto key = item.type.is(Kind::bcd_object) ? static_key(item) : std::nullopt;
        if (!key || checker.origin == Origin::sample)
            continue;
        if (const auto [first, is_new] = seen.emplace(*key, item.span); !is_new)
            checker.diagnostics.add(diag::duplicate, item.span, checker.code(item.span))
                .label(first->second, "here first")
                .hint("an object has one place in a list: keep the one that is meant");
    }
}

Expr list_of_items(Checker& checker, const syntax::ListLiteral& list, Span span, const Type* expected)
{
    const Type* wanted = expected == nullptr ? nullptr : &without_optional(*expected);
    std::optional<Type> element;
    if (wanted != nullptr && wanted->is(Kind::list))
        element = wanted->of.front();
    if (list.items.empty() && !element) {
        checker.diagnostics.add(diag::untyped_list, span)
            .hint("compare it with a list, or give the `let` a type: `let names: list(string) = []`");
        return broken(span);
    }
    std::vector<Expr> items;
    for (const auto& item : list.items) {
        items.push_back(element ? value_of(checker, *item, *element) : infer(checker, *item, nullptr));
        if (!element && !items.back().type.is(Kind::error))
            element = items.back().type;
    }
    const auto is_broken = [](const Expr& item) { return item.type.is(Kind::error); };
    if (!element || std::ranges::any_of(items, is_broken))
        return broken(span);
    reject_object_twice(checker, items);
    const auto is_constant = [](const Expr& item) { return std::holds_alternative<Constant>(item.node); };
    if (!std::ranges::all_of(items, is_constant))
        return {list_of(*element), span, ListOf{std::move(items)}};
    std::vector<Value> values;
    for (auto& item : items)
        values.push_back(std::move(std::get<Constant>(item.node).value));
    return constant(list_of(*element), span, {std::move(values)});
}

/// What would make the value fit, where that is plain.
void add_remedy(Checker& checker, Diagnostic& diagnostic, const Expr& expr, const Type& wanted)
{
    const std::string text{checker.sources[expr.span.source].slice(expr.span)};
    const auto* value = std::get_if<Constant>(&expr.node);
    if (wanted.is(Kind::list) && (fits(expr.type, wanted.of.front()) ||
                                  (wanted.of.front().is(Kind::guest_path) && expr.type.is(Kind::string)))) {
        diagnostic.fix("write a list of one", expr.span, "[" + text + "]", Certainty::certain);
    } else if (wanted.is(Kind::integer) && expr.type.is(Kind::duration) && value != nullptr) {
        const std::uint64_t milliseconds = value->value.get<Duration>().milliseconds;
        diagnostic.hint("the number stands alone, without a unit");
        if (milliseconds % 1000 == 0)
            diagnostic.fix("write the seconds", expr.span, fmt::format("{}", milliseconds / 1000));
    } else if (wanted.is(Kind::size) && expr.type.is(Kind::integer)) {
        diagnostic.hint("a size has a unit that touches the number: `300MiB`, `1GiB`");
    } else if (wanted.is(Kind::control_set)) {
        diagnostic.hint(
            "a control set comes from the disk: `os.control_sets`, `os.default_control_set`, `os.current_control_set`");
    } else if (wanted.is(Kind::enumeration) && expr.type.is(Kind::string)) {
        const auto& enums = checker.enums;
        if (const auto found = enums.find(wanted.name); found != enums.end() && !found->second.members.empty())
            diagnostic.hint("members are words without quotes, such as `" + found->second.members.front().name + "`");
    } else if (wanted.is(Kind::bcd_object) && expr.type.is(Kind::bcd_object) && !wanted.name.empty()) {
        diagnostic.hint("needed is " + kind_described(wanted.name) + ", and this is " + kind_described(expr.type.name));
    } else if (wanted.is(Kind::bcd_object) && !expr.type.is(Kind::bcd_object)) {
        diagnostic.hint(std::string{ways_to_name_an_object});
    } else if (wanted.is(Kind::boolean) && value != nullptr && expr.type.is(Kind::integer)) {
        diagnostic.hint("write `yes` or `no`");
    } else if (wanted.is(Kind::host_path) || wanted.is(Kind::secret)) {
        diagnostic.hint("only the operator gives it: declare a `param` of this type, without a default, and give it "
                        "by `--set` or `--vars`");
    } else if ((wanted.is(Kind::reg_key) || wanted.is(Kind::guest_path)) && expr.type.is(Kind::string)) {
        diagnostic.hint(
            fmt::format("only a text that is written here becomes {}; give the name that type where it is declared",
                        described(wanted)));
    }
}

}  // namespace

Expr broken(Span span)
{
    return {simple(Kind::error), span, Constant{{false}}};
}

Expr constant(Type type, Span span, Value value)
{
    return {std::move(type), span, Constant{std::move(value)}};
}

bool fits(const Type& type, const Type& wanted)
{
    if (type.is(Kind::error) || wanted.is(Kind::error) || type == wanted)
        return true;
    if (wanted.is(Kind::optional))
        return fits(without_optional(type), wanted.of.front());
    if (type.is(Kind::optional))
        return false;
    if (type.is(Kind::list) && wanted.is(Kind::list))
        return fits(type.of.front(), wanted.of.front());
    if (type.is(Kind::string) && wanted.is(Kind::reg_name))
        return true;
    if (wanted.is(Kind::path))
        return type.is(Kind::guest_path) || type.is(Kind::host_path);
    if (wanted.is(Kind::glob))
        return type.is(Kind::guest_path);
    return type.is(Kind::bcd_object) && wanted.is(Kind::bcd_object) && wanted.name.empty();
}

Expr fitted(Checker& checker, Expr expr, const Type& wanted)
{
    if (fits(expr.type, wanted))
        return expr;
    if (fits(without_optional(expr.type), wanted)) {
        checker.diagnostics.add(diag::optional_not_checked, expr.span, checker.code(expr.span))
            .mark("this is " + described(expr.type))
            .hint(fmt::format("put it where it is known to be there: `when exists {} {{ … }}`",
                              checker.sources[expr.span.source].slice(expr.span)));
        return broken(expr.span);
    }
    Diagnostic& wrong = checker.diagnostics.add(diag::wrong_type, expr.span, checker.code(expr.span),
                                                described(expr.type), described(wanted));
    add_remedy(checker, wrong, expr, without_optional(wanted));
    return broken(expr.span);
}

std::optional<Expr> member_by_number(Checker& checker, const syntax::Expr& tree, const Type& type)
{
    const auto* number = std::get_if<syntax::NumberLiteral>(&tree.node);
    const auto found = number == nullptr ? checker.enums.end() : checker.enums.find(type.name);
    if (found == checker.enums.end())
        return std::nullopt;
    for (const auto& member : found->second.members) {
        if (member.number != number->value && member.name != std::to_string(number->value))
            continue;
        const bool is_name = member.name.front() < '0' || member.name.front() > '9';
        const std::string word = is_name ? member.name : string_literal(member.name);
        checker.diagnostics
            .add(diag::wrong_type, tree.span, checker.code(tree.span), described(simple(Kind::integer)),
                 described(type))
            .fix("write `" + word + "`", tree.span, word, Certainty::certain);
        return broken(tree.span);
    }
    return std::nullopt;
}

Expr value_of(Checker& checker, const syntax::Expr& tree, const Type& wanted)
{
    if (without_optional(wanted).is(Kind::boolean))
        if (const auto* number = std::get_if<syntax::NumberLiteral>(&tree.node);
            number != nullptr && number->value <= 1) {
            const std::string word = number->value == 1 ? "yes" : "no";
            checker.diagnostics.add(diag::boolean_word, tree.span, std::to_string(number->value))
                .fix("write `" + word + "`", tree.span, word, Certainty::certain);
            return broken(tree.span);
        }
    if (without_optional(wanted).is(Kind::enumeration))
        if (auto member = member_by_number(checker, tree, without_optional(wanted)))
            return *std::move(member);
    return fitted(checker, infer(checker, tree, &wanted), wanted);
}

Expr condition(Checker& checker, const syntax::Expr& tree)
{
    return value_of(checker, tree, simple(Kind::boolean));
}

Expr infer(Checker& checker, const syntax::Expr& tree, const Type* expected)
{
    const Span span = tree.span;
    return std::visit(
        overloaded{
            [&](const syntax::StringLiteral& text) { return text_of(checker, text, span, expected); },
            [&](const syntax::NumberLiteral& number) { return constant(simple(Kind::integer), span, {number.value}); },
            [&](const syntax::SizeLiteral& size) { return constant(simple(Kind::size), span, {Size{size.bytes}}); },
            [&](const syntax::DurationLiteral& time) {
                return constant(simple(Kind::duration), span, {Duration{time.milliseconds}});
            },
            [&](const syntax::DateLiteral& date) {
                return constant(simple(Kind::date), span, {Date{date.year, date.month, date.day}});
            },
            [&](const syntax::VersionLiteral& version) {
                return constant(simple(Kind::version), span, {Version{version.components}});
            },
            [&](const syntax::BooleanLiteral& boolean) {
                return constant(simple(Kind::boolean), span, {boolean.value});
            },
            [&](const syntax::Call& call) { return name_of(checker, call, span, expected); },
            [&](const syntax::ListLiteral& list) { return list_of_items(checker, list, span, expected); },
            [&](const syntax::Typed& typed) { return registry_data_of(checker, typed, span); },
            [&](const syntax::Comparison& comparison) { return comparison_of(checker, comparison, span); },
            [&](const syntax::Logic& logic) { return logic_of(checker, logic, span); },
            [&](const syntax::Not& negation) {
                std::vector<Expr> operand;
                operand.push_back(condition(checker, *negation.operand));
                return Expr{simple(Kind::boolean), span, Not{std::move(operand)}};
            },
            [&](const syntax::Exists& exists) { return exists_of(checker, exists, span); },
            [&](const syntax::MatchExpr& match) { return match_of(checker, match, span, expected); },
            [&](const syntax::BrokenExpr&) { return broken(span); },
        },
        tree.node);
}

}  // namespace hivemend::lang::rules
