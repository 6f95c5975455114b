// `match`, as a value and as a statement: patterns that are constants, and an arm for everything that can come.
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "lang/check/narrowing.hpp"
#include "lang/check/statements.hpp"
#include "lang/check/values.hpp"

namespace hivemend::lang::rules {
namespace {

using Kind = Type::Kind;
using Patterns = std::vector<syntax::ExprPtr>;

bool can_be_matched(const Type& type)
{
    constexpr std::array kinds{Kind::error,    Kind::boolean, Kind::integer, Kind::string,      Kind::size,
                               Kind::duration, Kind::date,    Kind::version, Kind::enumeration, Kind::guid};
    return std::ranges::find(kinds, type.kind) != kinds.end();
}

Span span_of(const Patterns& patterns, Span arm)
{
    if (patterns.empty())
        return {arm.source, arm.begin, arm.begin + 4};  // `else`
    return {arm.source, patterns.front()->span.begin, patterns.back()->span.end};
}

/// Whether the parser has left an arm out, and said so.
bool has_broken_arm(const Checker& checker, Span match)
{
    return std::ranges::any_of(checker.diagnostics.all(), [&](const Diagnostic& said) {
        const Span where = said.labels.front().span;
        return where.source == match.source && where.begin >= match.begin && where.end <= match.end;
    });
}

/// The subject, and what its arms have covered so far.
class Arms {
public:
    Arms(Checker& checker, const syntax::Expr& subject, Span match)
        : checker_{checker}, wrong_{has_broken_arm(checker, match)}, subject_{infer(checker, subject, nullptr)}
    {
        if (can_be_matched(without_optional(subject_.type)))
            return;
        checker_.diagnostics.add(diag::cannot_match, subject_.span, described(without_optional(subject_.type)))
            .hint("ask with `when`, or walk a list with `for each`");
        subject_ = broken(subject_.span);
    }

    const Expr& subject() const { return subject_; }

    /// The condition of an arm; nothing for `else`.
    std::optional<Expr> arm(const Patterns& patterns, Span arm)
    {
        const Span span = span_of(patterns, arm);
        if (else_ && !said_)
            checker_.diagnostics.add(diag::misplaced, span, std::string{"an arm"}, std::string{"after `else`"})
                .label(*else_, "this takes everything that is left")
                .hint("put `else` last");
        said_ = said_ || else_;
        if (patterns.empty()) {
            else_ = span;
            return std::nullopt;
        }
        std::vector<Expr> constants;
        for (const auto& pattern : patterns)
            if (auto one = pattern_of(*pattern))
                constants.push_back(*std::move(one));
        wrong_ = wrong_ || constants.size() != patterns.size();
        if (constants.size() != patterns.size() || subject_.type.is(Kind::error))
            return broken(span);
        return equals(std::move(constants), span);
    }

    /// Says what no arm takes.
    void finish()
    {
        if (else_ || wrong_ || subject_.type.is(Kind::error))
            return;
        const auto missing = not_covered();
        if (missing.empty())
            return;
        checker_.diagnostics.add(diag::not_exhaustive, subject_.span, missing)
            .hint("add an arm for it, or `else => …` for everything that is left");
    }

private:
    std::optional<Expr> pattern_of(const syntax::Expr& tree)
    {
        Expr pattern = value_of(checker_, tree, without_optional(subject_.type));
        if (pattern.type.is(Kind::error))
            return std::nullopt;
        const auto* constant = std::get_if<Constant>(&pattern.node);
        if (constant == nullptr) {
            checker_.diagnostics.add(diag::pattern_not_constant, pattern.span, checker_.code(pattern.span))
                .hint("compare with other values in a `when`");
            return std::nullopt;
        }
        const std::string key = ascii_lower(to_text(constant->value));
        const auto [first, is_new] = seen_.emplace(key, pattern.span);
        if (!is_new) {
            checker_.diagnostics.add(diag::duplicate, pattern.span, "the pattern " + checker_.code(pattern.span))
                .label(first->second, "here first")
                .hint("the first arm takes it, so the second never runs");
            return std::nullopt;
        }
        return pattern;
    }

    Expr equals(std::vector<Expr> constants, Span span) const
    {
        std::vector<Expr> sides;
        sides.push_back(subject_);
        if (constants.size() == 1) {
            sides.push_back(std::move(constants.front()));
            return {simple(Kind::boolean), span, Compare{CompareOp::equal, std::move(sides)}};
        }
        std::vector<Value> values;
        for (auto& one : constants)
            values.push_back(std::move(std::get<Constant>(one.node).value));
        sides.push_back(constant(list_of(without_optional(subject_.type)), span, {std::move(values)}));
        return {simple(Kind::boolean), span, Compare{CompareOp::in, std::move(sides)}};
    }

    /// In words; empty when the arms take everything.
    std::string not_covered() const
    {
        if (subject_.type.is(Kind::optional))
            return "what is absent";
        std::vector<std::string> all;
        if (subject_.type.is(Kind::boolean))
            all = {"yes", "no"};
        else if (const auto found = checker_.enums.find(subject_.type.name); found != checker_.enums.end())
            for (const auto& member : found->second.members)
                all.push_back(member.name);
        else
            return "the values that are left";
        std::erase_if(all, [&](const std::string& one) { return seen_.contains(ascii_lower(one)); });
        for (auto& one : all)
            one = "`" + one + "`";
        return fmt::format("{}", fmt::join(all, ", "));
    }

    Checker& checker_;
    bool wrong_;  // an arm or a pattern was not understood, so nothing is known about what is left
    Expr subject_;
    std::map<std::string, Span> seen_;
    std::optional<Span> else_;
    bool said_ = false;
};

/// In an arm with patterns the subject has a value.
void assume_present(Checker& checker, const Expr& subject)
{
    if (const auto key = presence_key(subject); key && subject.type.is(Kind::optional))
        checker.frame.present.push_back(*key);
}

/// One type for all arms, or a diagnostic at the first that has another.
Type type_of_arms(Checker& checker, std::vector<Expr>& values)
{
    Type type = simple(Kind::error);
    for (auto& value : values) {
        if (type.is(Kind::error) || (fits(type, value.type) && !value.type.is(Kind::error)))
            type = value.type;
        else
            value = fitted(checker, std::move(value), type);
    }
    return type;
}

}  // namespace

Expr match_of(Checker& checker, const syntax::MatchExpr& match, Span span, const Type* expected)
{
    Arms arms{checker, *match.subject, span};
    Choice choice{{arms.subject()}, {}, {}};
    for (const auto& tree : match.arms) {
        const BlockScope scope{checker.frame};
        auto condition = arms.arm(tree.patterns, tree.span);
        if (condition) {
            choice.conditions.push_back(*std::move(condition));
            assume_present(checker, arms.subject());
        }
        choice.values.push_back(infer(checker, *tree.value, expected));
    }
    arms.finish();
    const Type type = type_of_arms(checker, choice.values);
    const auto is_broken = [](const Expr& expr) { return expr.type.is(Kind::error); };
    if (arms.subject().type.is(Kind::error) || choice.values.empty() ||
        std::ranges::any_of(choice.conditions, is_broken) || std::ranges::any_of(choice.values, is_broken))
        return broken(span);
    return {type, span, std::move(choice)};
}

Branch match_of(Checker& checker, const syntax::MatchItem& match, Span span, bool& ends)
{
    Arms arms{checker, *match.subject, span};
    Branch branch;
    branch.matched = arms.subject();
    ends = !match.arms.empty();
    for (const auto& tree : match.arms) {
        auto condition = arms.arm(tree.patterns, tree.span);
        const BlockScope scope{checker.frame};
        if (condition)
            assume_present(checker, arms.subject());
        Block body = block_of(checker, tree.body.items, Place::block);
        ends = ends && body.ends;
        if (condition)
            branch.arms.push_back({*std::move(condition), std::move(body.steps)});
        else if (!branch.otherwise)
            branch.otherwise = std::move(body.steps);
    }
    arms.finish();
    return branch;
}

}  // namespace hivemend::lang::rules
