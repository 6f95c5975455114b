// `expect` that can never hold: what it asks of one value contradicts itself.
#include <map>
#include <string>

#include "lang/check/flow.hpp"
#include "lang/check/narrowing.hpp"
#include "lang/types/order.hpp"

namespace hivemend::lang::rules {
namespace {

struct Bound {
    Value value;
    bool inclusive;
    Span span;
};

/// What is asked of one value so far.
struct Range {
    std::optional<Bound> low, high, exact;
};

CompareOp mirrored(CompareOp op)
{
    using enum CompareOp;
    switch (op) {
    case less:
        return greater;
    case less_equal:
        return greater_equal;
    case greater:
        return less;
    case greater_equal:
        return less_equal;
    default:
        return op;
    }
}

bool is_below(const Bound& low, const Bound& high)
{
    const auto order = lang::order(low.value, high.value);
    return order < 0 || (order == 0 && low.inclusive && high.inclusive) || order == std::partial_ordering::unordered;
}

/// Whether a value can be all of these.
bool has_room(const Range& range)
{
    const auto& [low, high, exact] = range;
    if (low && high && !is_below(*low, *high))
        return false;
    return !exact || ((!low || is_below(*low, *exact)) && (!high || is_below(*exact, *high)));
}

class Expectations {
public:
    explicit Expectations(Checker& checker) : checker_{checker} {}

    void take(const Expr& condition)
    {
        if (condition.type.is(Type::Kind::error))
            return;  // what is not understood has been said
        if (const auto* logic = std::get_if<Logic>(&condition.node); logic != nullptr && logic->is_and) {
            for (const auto& operand : logic->operands)
                take(operand);
        } else if (const auto* value = std::get_if<Constant>(&condition.node)) {
            if (const auto* truth = value->value.get_if<bool>(); truth != nullptr && !*truth)
                say(condition.span, std::nullopt);
        } else if (const auto* comparison = std::get_if<Compare>(&condition.node)) {
            compare(*comparison, condition.span);
        }
    }

private:
    void compare(const Compare& comparison, Span span)
    {
        const auto* left = std::get_if<Constant>(&comparison.sides[0].node);
        const auto* right = std::get_if<Constant>(&comparison.sides[1].node);
        if (left != nullptr && right != nullptr) {
            if (!lang::holds(comparison.op, left->value, right->value))
                say(span, std::nullopt);
            return;
        }
        if (comparison.op == CompareOp::in || (left == nullptr && right == nullptr))
            return;
        const auto key = static_key(comparison.sides[left == nullptr ? 0 : 1]);
        if (key)
            narrow(ranges_[*key], left == nullptr ? comparison.op : mirrored(comparison.op),
                   left == nullptr ? right->value : left->value, span);
    }

    void narrow(Range& range, CompareOp op, const Value& value, Span span)
    {
        using enum CompareOp;
        const Range before = range;
        const auto tighter_low = [&](const Bound& bound) {
            return !range.low || lang::order(bound.value, range.low->value) > 0 ||
                   (same(bound.value, range.low->value) && !bound.inclusive);
        };
        const auto tighter_high = [&](const Bound& bound) {
            return !range.high || lang::order(bound.value, range.high->value) < 0 ||
                   (same(bound.value, range.high->value) && !bound.inclusive);
        };
        const Bound bound{value, op != less && op != greater, span};
        std::optional<Span> other;
        if (op == equal && range.exact && !same(range.exact->value, value))
            other = range.exact->span;
        else if (op == equal)
            range.exact = bound;
        else if ((op == greater || op == greater_equal) && tighter_low(bound))
            range.low = bound;
        else if ((op == less || op == less_equal) && tighter_high(bound))
            range.high = bound;
        if (!other && has_room(range))
            return;
        if (!other)
            for (const auto* old : {&before.exact, &before.low, &before.high})
                if (*old)
                    other = (*old)->span;
        range = before;
        say(span, other);
    }

    void say(Span span, std::optional<Span> other)
    {
        auto& never = checker_.diagnostics.add(diag::never_holds, span, checker_.code(span));
        if (other)
            never.label(*other, "this asks for something else of the same value");
        never.hint("nothing a person does can make it true, so the playbook would wait for ever");
    }

    Checker& checker_;
    std::map<std::string, Range> ranges_;
};

}  // namespace

void check_expectations(Checker& checker, const std::vector<Expr>& expects)
{
    Expectations expectations{checker};
    for (const auto& expect : expects)
        expectations.take(expect);
}

void check_expectations(Checker& checker, const Steps& steps)
{
    for (const auto& step : steps)
        std::visit(overloaded{
                       [&](const Ask& ask) { check_expectations(checker, ask.expects); },
                       [&](const Branch& branch) {
                           for (const auto& arm : branch.arms)
                               check_expectations(checker, arm.body);
                           if (branch.otherwise)
                               check_expectations(checker, *branch.otherwise);
                       },
                       [&](const Loop& loop) { check_expectations(checker, loop.body); },
                       [](const auto&) {},
                   },
                   step.node);
}

}  // namespace hivemend::lang::rules
