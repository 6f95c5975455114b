// What the rules of literals, paths, expressions and types mean for the tree. Private to lang/syntax.
#pragma once

#include "lang/syntax/foreign_mistakes.hpp"
#include "lang/syntax/grammar.hpp"
#include "lang/syntax/literals.hpp"

namespace hivemend::lang::syntax {

namespace g = grammar;

template <class Rule>
struct action : tao::pegtl::nothing<Rule> {};

// Paths

template <>
struct action<g::path_first> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.path.names.clear();
        s.path.names.push_back({in.string(), s.span(in)});
        s.path.span = s.span(in);
    }
};
template <>
struct action<g::path_next> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.path.names.push_back({in.string(), s.span(in)});
        s.path.span.end = s.offset(in.end());
    }
};
template <>
struct action<g::hyphen_part> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        auto& only = s.path.names.back();
        only.text += '-';
        only.text += in.string_view();
        only.span.end = s.path.span.end = s.offset(in.end());
    }
};

// Text

inline void add_text(State& s, std::string_view meaning, Span where)
{
    auto& pieces = s.string.pieces;
    if (pieces.empty() || !std::holds_alternative<std::string>(pieces.back().content))
        pieces.push_back({std::string(), where});
    std::get<std::string>(pieces.back().content) += meaning;
    pieces.back().span.end = where.end;
}

struct begin_string {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.string = {};
        s.string_begin = s.offset(in.begin());
        s.string_broken = false;
    }
};
struct plain_text {
    template <class In>
    static void apply(const In& in, State& s)
    {
        add_text(s, in.string_view(), s.span(in));
    }
};
template <>
struct action<g::quote> : begin_string {};
template <>
struct action<g::text_run> : plain_text {};
template <>
struct action<g::prose_run> : plain_text {};
template <>
struct action<g::doubled_quote> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        add_text(s, "\"", s.span(in));
    }
};
template <>
struct action<g::escaped_dollar> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        add_text(s, "${", s.span(in));
    }
};
template <>
struct action<g::interpolated> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.string.pieces.push_back({std::move(s.path), s.span(in.begin() - 2, in.end())});
    }
};
template <>
struct action<g::broken_interpolation> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        const auto where = s.span(in.begin() - 2, in.end());
        s.string_broken = true;
        if (auto* one = s.mistakes.add(diag::broken_interpolation, where))
            one->hint("write `${name}` or `${a.b}`, without blanks; a `${` that is text is written `$${`");
    }
};
template <>
struct action<g::unterminated> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.string_broken = true;
        const auto end = s.offset(in.end());
        s.mistakes.unterminated(s.string_begin, end);
    }
};
template <>
struct action<g::string> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        if (s.string_broken)
            s.push(s.span(in), BrokenExpr{});
        else
            s.push(s.span(in), std::move(s.string));
    }
};

// Numbers

template <>
struct action<g::numeric> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.push(s.span(in), read_numeric(s.offset(in.begin()), s.offset(in.end()), s.mistakes));
    }
};
template <>
struct action<g::negative> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.exprs.back() = std::make_unique<Expr>(Expr{s.span(in), BrokenExpr{}});
        if (auto* one = s.mistakes.add(diag::negative_number, s.span(in)))
            one->hint("registry data holds bits: -1 as a dword is `0xffffffff`");
    }
};

// Operands

template <>
struct action<g::bare_id> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        const auto where = s.span(in);
        take_bare_id(s.mistakes, where.begin, where.end);
        s.push(where, BrokenExpr{});
    }
};
template <>
struct action<g::callee> {
    static void apply0(State& s)
    {
        s.callees.push_back(std::move(s.path));
        s.marks.push_back({s.exprs.size(), 0});
    }
};
inline void finish_call(State& s, bool with_arguments, std::uint32_t end)
{
    const auto mark = s.take_mark();
    Call call{std::move(s.callees.back()), std::nullopt};
    s.callees.pop_back();
    const Span where{s.source, call.callee.span.begin, end};
    if (with_arguments)
        call.arguments = s.pop_from(mark.height);
    s.push(where, std::move(call));
}
template <>
struct action<g::arguments> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        finish_call(s, true, s.offset(in.end()));
    }
};
template <>
struct action<g::bare_call> {
    static void apply0(State& s) { finish_call(s, false, s.callees.back().span.end); }
};
template <>
struct action<g::list_open> {
    static void apply0(State& s) { s.marks.push_back({s.exprs.size(), 0}); }
};
template <>
struct action<g::list> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        auto members = s.pop_from(s.take_mark().height);
        s.push(s.span(in), ListLiteral{std::move(members)});
    }
};
template <>
struct action<g::parentheses> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.exprs.back()->span = s.span(in);
    }
};
template <>
struct action<g::data_type> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.data_types.push_back({in.string(), s.span(in)});
    }
};
template <>
struct action<g::typed> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        auto type = std::move(s.data_types.back());
        s.data_types.pop_back();
        auto data = s.pop();
        s.push(s.span(in), Typed{std::move(type), std::move(data)});
    }
};
template <>
struct action<g::yes> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.push(s.span(in), BooleanLiteral{true});
    }
};
template <>
struct action<g::no> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.push(s.span(in), BooleanLiteral{false});
    }
};

// Comparisons and logic

inline Operator operator_of(std::string_view text)
{
    if (text == "in")
        return Operator::in;
    if (text == "<")
        return Operator::less;
    if (text == ">")
        return Operator::greater;
    switch (text.front()) {
    case '=':
        return Operator::equal;
    case '!':
        return Operator::not_equal;
    case '<':
        return Operator::less_equal;
    default:
        return Operator::greater_equal;
    }
}

template <>
struct action<g::comparison_operator> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.comparisons.push_back({operator_of(in.string_view()), s.span(in)});
    }
};
template <>
struct action<g::third_operator> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        auto& open = s.comparisons.back();
        if (std::exchange(open.chained, true))
            return;
        auto* one = s.mistakes.add(diag::chained_comparison, s.span(in));
        if (!one)
            return;
        one->label(open.span, "the comparison is here");
        one->hint("compare twice: `a < b and b < c`; or put a comparison in parentheses");
    }
};
template <>
struct action<g::third_operand> {
    static void apply0(State& s) { s.exprs.pop_back(); }
};
template <>
struct action<g::compared> {
    static void apply0(State& s)
    {
        const auto open = s.comparisons.back();
        s.comparisons.pop_back();
        auto right = s.pop();
        auto left = s.pop();
        const Span where{s.source, left->span.begin, right->span.end};
        if (open.chained)
            s.push(where, BrokenExpr{});
        else
            s.push(where, Comparison{open.op, open.span, std::move(left), std::move(right)});
    }
};
template <>
struct action<g::negated> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        auto operand = s.pop();
        s.push(s.span(in), Not{std::move(operand)});
    }
};
template <>
struct action<g::existing> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        auto operand = s.pop();
        s.push(s.span(in), Exists{std::move(operand)});
    }
};
template <>
struct action<g::first_logic> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.marks.push_back({s.exprs.size() - 1, s.offset(in.begin()), *in.begin() == 'a'});
    }
};
template <>
struct action<g::further_logic> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        auto& chain = s.marks.back();
        const bool is_and = *in.begin() == 'a';
        if (is_and == chain.flag || std::exchange(chain.broken, true))
            return;
        auto* one = s.mistakes.add(diag::mixed_and_or, s.span(in));
        if (!one)
            return;
        one->label(s.mistakes.span(chain.begin, chain.begin + (chain.flag ? 3 : 2)), "the first operator is here");
        one->hint("say which belongs together: `(a and b) or c`, or `a and (b or c)`");
    }
};
template <>
struct action<g::chain> {
    static void apply0(State& s)
    {
        const auto mark = s.take_mark();
        auto operands = s.pop_from(mark.height);
        const Span where{s.source, operands.front()->span.begin, operands.back()->span.end};
        if (mark.broken)
            s.push(where, BrokenExpr{});
        else
            s.push(where, Logic{mark.flag, std::move(operands)});
    }
};

// Match

template <>
struct action<g::match_begin> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.matches.push_back({s.offset(in.begin())});
    }
};
template <>
struct action<g::arm_begin> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.comments.drop();
        s.marks.push_back({s.exprs.size(), s.offset(in.begin())});
    }
};
template <>
struct action<g::value_arm> {
    static void apply0(State& s)
    {
        auto result = s.pop();
        const auto mark = s.take_mark();
        const Span where{s.source, mark.begin, result->span.end};
        s.matches.back().values.push_back({s.pop_from(mark.height), std::move(result), where});
    }
};
template <>
struct action<g::block_arm> {
    static void apply0(State& s)
    {
        const auto mark = s.take_mark();
        const Span where{s.source, mark.begin, s.block.span.end};
        s.matches.back().blocks.push_back({s.pop_from(mark.height), std::move(s.block), where});
    }
};
template <>
struct action<g::match_expression> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.comments.drop();
        MatchExpr match{s.pop(), std::move(s.matches.back().values)};
        s.matches.pop_back();
        s.push(s.span(in), std::move(match));
    }
};

// Types

template <>
struct action<g::type_name> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.types.push_back({{in.string(), s.span(in)}, {}, s.span(in)});
    }
};
template <>
struct action<g::type_argument> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        auto argument = std::move(s.types.back());
        s.types.pop_back();
        s.types.back().arguments.push_back(std::move(argument));
        s.types.back().span.end = s.offset(in.end());
    }
};

}  // namespace hivemend::lang::syntax
