// What the rules of items and blocks mean for the tree. Private to lang/syntax.
#pragma once

#include "lang/syntax/actions_expression.hpp"

namespace hivemend::lang::syntax {

/// An action that makes the new item a `Node`.
template <class Node>
struct begin_node {
    static void apply0(State& s) { s.items.back().node = Node{}; }
};

/// The place of a broken expression: what was skipped.
struct broken_expression {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.push(s.span(in), BrokenExpr{});
    }
};
template <>
struct action<g::broken_condition> : broken_expression {};
template <>
struct action<g::broken_value> : broken_expression {};
template <>
struct action<g::broken_default> : broken_expression {};

// Blocks

template <>
struct action<g::block_open> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.blocks.push_back({{}, s.offset(in.begin())});
        if (in.begin() == in.end())
            s.opened_at = static_cast<std::uint32_t>(scan::line_end(s.text, s.offset(in.begin())));
    }
};
template <>
struct action<g::block> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.block = std::move(s.blocks.back().block);
        s.blocks.pop_back();
        s.block.span = s.span(in);
        s.comments.drop();
    }
};

// Items

template <>
struct action<g::item_begin> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        auto& item = s.items.emplace_back();
        item.span = s.span(in);
        s.comments.give_to(item);
    }
};
template <>
struct action<g::attribute_name> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        const auto name = s.span(in);
        s.items.back().attributes.push_back({{in.string(), name}, {}, s.span(in.begin() - 1, in.end())});
    }
};
template <>
struct action<g::attribute_open> {
    static void apply0(State& s) { s.marks.push_back({s.exprs.size(), 0}); }
};
template <>
struct action<g::attribute_arguments> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        auto& attribute = s.items.back().attributes.back();
        attribute.arguments = s.pop_from(s.take_mark().height);
        attribute.span.end = s.offset(in.end());
    }
};
template <>
struct action<g::attributes_done> {
    static void apply0(State& s)
    {
        if (!s.items.back().attributes.empty())
            s.comments.add_to(s.items.back());
    }
};
template <>
struct action<g::item_content_end> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.items.back().span.end = s.offset(in.begin());
    }
};
/// Junk behind an item: what the item declares stays known, so that one mistake is one diagnostic.
template <>
struct action<g::broken_end> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        auto& item = s.items.back();
        item.span.end = s.offset(in.end());
        const auto break_value = [&](ExprPtr& value) { value = std::make_unique<Expr>(Expr{item.span, BrokenExpr{}}); };
        if (auto* let = std::get_if<Let>(&item.node))
            break_value(let->value);
        else if (auto* param = std::get_if<Param>(&item.node); param && param->default_value)
            break_value(*param->default_value);
        else
            item.node = Broken{};
    }
};
template <>
struct action<g::foreign_line> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.items.back().node = Broken{.foreign = true};
        s.file.foreign.push_back(s.span(in));
    }
};
template <>
struct action<g::whole_item> {
    static void apply0(State& s)
    {
        auto item = std::move(s.items.back());
        s.items.pop_back();
        s.siblings().push_back(std::move(item));
    }
};
template <>
struct action<g::broken_item> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        auto& item = s.siblings().emplace_back();
        item.span = {s.source, s.broken_begin, s.offset(in.end())};
        item.node = Broken{};
    }
};
template <>
struct action<g::surplus_brace> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.surplus_brace = true;
        if (auto* one = s.mistakes.add(diag::unopened_block, s.span(in)))
            one->hint("delete it, or open the block that it should close");
    }
};

// Phrases and prose

template <>
struct action<g::phrase_word> {
    static void apply0(State& s)
    {
        if (!std::holds_alternative<Phrase>(s.items.back().node))
            s.items.back().node = Phrase{};
        s.node<Phrase>().words.push_back(std::move(s.path));
    }
};
template <>
struct action<g::phrase_literal> {
    static void apply0(State& s) { s.node<Phrase>().literal = s.pop(); }
};
template <>
struct action<g::phrase_id> {
    static void apply0(State& s) { s.node<Phrase>().literal = s.pop(); }
};
template <>
struct action<g::braced_object> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        const auto where = s.span(in);
        const auto meant = take_braced_object(s.mistakes, where.begin, where.end);
        if (meant.front() == '"')  // of what kind it is, nothing says; that is no second mistake
            s.node<Phrase>().literal = std::make_unique<Expr>(Expr{where, BrokenExpr{}});
        else
            s.node<Phrase>().words.push_back({{{meant, where}}, where});
    }
};
template <>
struct action<g::first_literal> {
    static void apply0(State& s)
    {
        s.items.back().node = Phrase{};
        s.node<Phrase>().literal = s.pop();
    }
};
template <>
struct action<g::phrase_value> {
    static void apply0(State& s) { s.node<Phrase>().value = s.pop(); }
};
template <>
struct action<g::phrase_block> {
    static void apply0(State& s) { s.node<Phrase>().block = std::move(s.block); }
};
template <>
struct action<g::prose_begin> : begin_string {};
template <>
struct action<g::prose> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        if (!s.string.pieces.empty())
            if (auto* last = std::get_if<std::string>(&s.string.pieces.back().content)) {
                while (!last->empty() && scan::is_blank(last->back()))
                    last->pop_back();
                if (last->empty())
                    s.string.pieces.pop_back();
            }
        auto& item = s.items.back();
        if (!item.attributes.empty()) {
            const auto& attribute = item.attributes.front();
            if (auto* one = s.mistakes.add(diag::misplaced_attribute, attribute.span, attribute.name.text,
                                           std::string("prose")))
                one->label(s.span(in.begin(), in.begin() + 1), "a line for people")
                    .hint("attributes belong to statements, stages and declarations");
        }
        if (s.string_broken)
            item.node = Broken{};
        else
            item.node = Prose{std::move(s.string)};
    }
};

// Items that begin with a word of the language

template <>
struct action<g::when_begin> : begin_node<When> {};
template <>
struct action<g::when_arm> {
    static void apply0(State& s)
    {
        auto condition = s.pop();
        const Span where{s.source, condition->span.begin, s.block.span.end};
        s.node<When>().arms.push_back({std::move(condition), std::move(s.block), where});
    }
};
template <>
struct action<g::otherwise> {
    static void apply0(State& s) { s.node<When>().otherwise = std::move(s.block); }
};
template <>
struct action<g::for_begin> : begin_node<ForEach> {};
template <>
struct action<g::loop_variable> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        s.node<ForEach>().variable = {in.string(), s.span(in)};
    }
};
template <>
struct action<g::for_each> {
    static void apply0(State& s)
    {
        s.node<ForEach>().list = s.pop();
        s.node<ForEach>().body = std::move(s.block);
    }
};
template <>
struct action<g::param_begin> : begin_node<Param> {};
template <>
struct action<g::subject_begin> {
    static void apply0(State& s)
    {
        s.items.back().node = Param{};
        s.node<Param>().is_subject = true;
    }
};
template <>
struct action<g::item_name> {
    template <class In>
    static void apply(const In& in, State& s)
    {
        Name name{in.string(), s.span(in)};
        if (auto* param = std::get_if<Param>(&s.items.back().node))
            param->name = std::move(name);
        else
            s.node<Let>().name = std::move(name);
    }
};
template <>
struct action<g::param_type> {
    static void apply0(State& s)
    {
        s.node<Param>().type = std::move(s.types.back());
        s.types.pop_back();
    }
};
template <>
struct action<g::param_default> {
    static void apply0(State& s) { s.node<Param>().default_value = s.pop(); }
};
template <>
struct action<g::param_constraints> {
    static void apply0(State& s) { s.node<Param>().constraints = std::move(s.block); }
};
template <>
struct action<g::let_begin> : begin_node<Let> {};
template <>
struct action<g::let_type> {
    static void apply0(State& s)
    {
        s.node<Let>().type = std::move(s.types.back());
        s.types.pop_back();
    }
};
template <>
struct action<g::let> {
    static void apply0(State& s) { s.node<Let>().value = s.pop(); }
};
template <>
struct action<g::expect> {
    static void apply0(State& s) { s.items.back().node = Expect{s.pop()}; }
};
template <>
struct action<g::applies> {
    static void apply0(State& s) { s.items.back().node = AppliesWhen{s.pop()}; }
};
template <>
struct action<g::match_item> {
    static void apply0(State& s)
    {
        s.comments.drop();
        MatchItem match{s.pop(), std::move(s.matches.back().blocks)};
        s.matches.pop_back();
        s.items.back().node = std::move(match);
    }
};

}  // namespace hivemend::lang::syntax
