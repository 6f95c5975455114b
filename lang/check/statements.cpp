// Statements: blocks, branches, loops, lets and verdicts.
#include "lang/check/statements.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "lang/check/declared.hpp"
#include "lang/check/foreign.hpp"
#include "lang/check/narrowing.hpp"
#include "lang/check/offers.hpp"
#include "lang/check/values.hpp"

namespace hivemend::lang::rules {
namespace {

using Kind = Type::Kind;

Branch branch_of(Checker& checker, const syntax::When& when, bool& ends)
{
    Branch branch;
    std::size_t ending = 0;  // arms at the front whose bodies end
    ends = when.otherwise.has_value();
    {
        const BlockScope scope{checker.frame};
        for (const auto& arm : when.arms) {
            Expr holds = condition(checker, *arm.condition);
            Block body;
            {
                const BlockScope inner{checker.frame};
                assume(checker.frame, holds, true);
                body = block_of(checker, arm.body.items, Place::block);
            }
            assume(checker.frame, holds, false);
            ending += body.ends && ending == branch.arms.size() ? 1 : 0;
            ends = ends && body.ends;
            branch.arms.push_back({std::move(holds), std::move(body.steps)});
        }
        if (when.otherwise) {
            Block body = block_of(checker, when.otherwise->items, Place::block);
            ends = ends && body.ends;
            branch.otherwise = std::move(body.steps);
        }
    }
    // What comes after is reached only where these did not hold.
    for (std::size_t i = 0; i < ending; ++i)
        assume(checker.frame, branch.arms[i].condition, false);
    return branch;
}

Expr list_to_walk(Checker& checker, const syntax::Expr& tree)
{
    Expr list = infer(checker, tree, nullptr);
    if (list.type.is(Kind::error) || list.type.is(Kind::list))
        return list;
    if (without_optional(list.type).is(Kind::list))
        return fitted(checker, std::move(list), without_optional(list.type));
    checker.diagnostics
        .add(diag::wrong_type, list.span, checker.code(list.span), described(list.type), std::string{"a list"})
        .hint("`for each` walks a fact, a parameter or a list that is written out");
    return broken(list.span);
}

Loop loop_of(Checker& checker, const syntax::ForEach& tree)
{
    Expr list = list_to_walk(checker, *tree.list);
    const BlockScope scope{checker.frame};
    forget_target(checker.frame);  // the second round finds what the first one left
    const Type element = list.type.is(Kind::list) ? list.type.of.front() : simple(Kind::error);
    const std::uint32_t slot = bind(checker, tree.variable, element, "a loop variable");
    checker.frame.bindings.back().texts = texts_in(list);
    ++checker.frame.loops;
    Block body = block_of(checker, tree.body.items, Place::block);
    --checker.frame.loops;
    return {slot, tree.variable.text, std::move(list), std::move(body.steps)};
}

LetStep let_of(Checker& checker, const syntax::Let& let)
{
    std::optional<Type> type;
    if (let.type)
        type = type_of(checker, *let.type, false);
    Expr value = type ? value_of(checker, *let.value, *type) : infer(checker, *let.value, nullptr);
    const std::uint32_t slot = bind(checker, let.name, type ? *type : value.type, "a `let`");
    checker.frame.bindings.back().texts = texts_in(value);
    return {slot, let.name.text, std::move(value)};
}

std::optional<VerdictKind> verdict_named(std::string_view word)
{
    const auto found = std::ranges::find(verdict_words, word, &std::pair<VerdictKind, std::string_view>::second);
    return found == verdict_words.end() ? std::nullopt : std::optional{found->first};
}

std::optional<Verdict> verdict_of(Checker& checker, VerdictKind kind, const syntax::Phrase& phrase, Span span)
{
    const std::string word = phrase.words.front().text();
    const bool text = phrase.literal && std::holds_alternative<syntax::StringLiteral>((*phrase.literal)->node);
    if (phrase.words.size() != 1 || !text || phrase.value || phrase.block) {
        if (is_broken(phrase))
            return std::nullopt;
        checker.diagnostics.add(diag::wrong_shape, words_span(phrase, span), word, word + " \"why\"");
        return std::nullopt;
    }
    return Verdict{kind, value_of(checker, **phrase.literal, simple(Kind::string))};
}

/// Words of structure that stand somewhere else: what they are, and where they belong.
std::optional<std::string> home_of(std::string_view word)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> homes{{
        {"stage", "a stage stands at the top of the file"},
        {"optional", "an optional stage stands at the top of the file"},
        {"use", "`use` stands at the top of the file"},
        {"playbook", "the header is the first thing in the file"},
        {"procedure", "a procedure stands at the top of the file"},
        {"enum", "enums stand at the top of a file"},
        {"confirm", "`confirm` stands in an `ask`"},
        {"effects", "effects stand in the header, in stages and in procedures"},
        {"primitive", "primitives are declared by the standard library only"},
        {"fact", "facts are declared by the standard library only"},
        {"object", "boot objects are declared by the standard library only"},
        {"element", "elements are declared by the standard library only"},
    }};
    const auto found = std::ranges::find(homes, word, &std::pair<std::string_view, std::string_view>::first);
    return found == homes.end() ? std::nullopt : std::optional{std::string{found->second}};
}

void phrase_statement(Checker& checker, const syntax::Item& item, const syntax::Phrase& phrase, Place place, Step& step,
                      bool& made, bool& ends)
{
    const std::string word = phrase.words.empty() ? "" : phrase.words.front().text();
    offer_statements(checker, phrase, place);
    const auto take = [&](auto&& node) {
        if ((made = node.has_value()))
            step.node = *std::move(node);
    };
    if (const auto verdict = verdict_named(word)) {
        take(verdict_of(checker, *verdict, phrase, item.span));
        ends = true;
    } else if (word == "note") {
        take(note_of(checker, phrase, item.span));
    } else if (word == "ask") {
        take(ask_of(checker, phrase, item.span, place));
    } else if (const auto home = home_of(word)) {
        checker.diagnostics
            .add(diag::misplaced, words_span(phrase, item.span), "`" + word + "`",
                 std::string{place == Place::file ? "among the statements of a file" : "in a block of statements"})
            .hint(*home);
    } else {
        checker.act = &item;
        auto act = verb_of(checker, phrase, item.span);
        checker.act = nullptr;
        if ((made = act.has_value()))
            step.node = std::move(act->node);
    }
}

/// Items that are no statement.
void say_misplaced(Checker& checker, const syntax::Item& item)
{
    const Span head = head_of(checker, item);
    std::visit(
        overloaded{
            [&](const syntax::Param&) {
                checker.diagnostics
                    .add(diag::misplaced, head, std::string{"`param`"}, std::string{"in a block of statements"})
                    .hint("parameters stand at the top of the file, or of a procedure");
            },
            [&](const syntax::Expect&) {
                checker.diagnostics
                    .add(diag::misplaced, head, std::string{"`expect`"}, std::string{"in a block of statements"})
                    .hint("`expect` stands in an `ask` or in the block of a `param`; a condition is `when`");
            },
            [&](const syntax::AppliesWhen&) {
                checker.diagnostics
                    .add(diag::misplaced, head, std::string{"`applies when`"}, std::string{"in a block of statements"})
                    .hint("it stands in the header; a condition is `when`");
            },
            [&](const syntax::Prose&) {
                checker.diagnostics
                    .add(diag::misplaced, head, std::string{"a line of prose"}, std::string{"in a block of statements"})
                    .hint("prose stands in a `note` or an `ask`");
            },
            [](const auto&) {},
        },
        item.node);
}

}  // namespace

void statement_of(Checker& checker, const syntax::Item& item, Place place, Block& into)
{
    if (const auto* broken_item = std::get_if<syntax::Broken>(&item.node)) {
        if (broken_item->foreign)
            say_foreign(checker, item.span);
        return;
    }
    Marks marks = marks_of(checker, item);
    Step step{.span = item.span, .node = Note{}};
    bool made = false;
    bool ends = false;
    if (const auto* phrase = std::get_if<syntax::Phrase>(&item.node)) {
        phrase_statement(checker, item, *phrase, place, step, made, ends);
    } else if (const auto* when = std::get_if<syntax::When>(&item.node)) {
        step.node = branch_of(checker, *when, ends);
        made = true;
    } else if (const auto* match = std::get_if<syntax::MatchItem>(&item.node)) {
        step.node = match_of(checker, *match, item.span, ends);
        made = true;
    } else if (const auto* loop = std::get_if<syntax::ForEach>(&item.node)) {
        step.node = loop_of(checker, *loop);
        made = true;
    } else if (const auto* let = std::get_if<syntax::Let>(&item.node)) {
        step.node = let_of(checker, *let);
        made = true;
    } else {
        say_misplaced(checker, item);
    }
    into.ends = into.ends || ends;
    if (!made)
        return;
    answer_dangers(checker, item, step, marks);
    step.differs = std::move(marks.differs);
    step.remarks = std::move(marks.remarks);
    if (effects_of(step, checker.declarations(), checker.lowered) != Effects{})
        forget_target(checker.frame);
    into.steps.push_back(std::move(step));
}

namespace {

/// Checks items one after the other; what stands behind a verdict is said once.
Block statements_of(Checker& checker, const std::vector<const syntax::Item*>& items, Place place)
{
    Block block;
    bool said = false;
    for (const auto* item : items) {
        if (block.ends && !said && !std::holds_alternative<syntax::Broken>(item->node)) {
            checker.diagnostics.add(diag::unreachable, head_of(checker, *item))
                .hint("put it before the verdict, or the verdict into a `when`");
            said = true;
        }
        statement_of(checker, *item, place, block);
    }
    return block;
}

/// A line `effects { … }`.
const syntax::Phrase* effects_line(const syntax::Item& item)
{
    const auto* phrase = std::get_if<syntax::Phrase>(&item.node);
    return phrase != nullptr && !phrase->words.empty() && phrase->words.front().text() == "effects" ? phrase : nullptr;
}

}  // namespace

Block block_of(Checker& checker, const std::vector<syntax::Item>& items, Place place)
{
    const BlockScope scope{checker.frame};
    std::vector<const syntax::Item*> all;
    for (const auto& item : items)
        all.push_back(&item);
    return statements_of(checker, all, place);
}

Body body_of(Checker& checker, const std::vector<syntax::Item>& items, Place place)
{
    const BlockScope scope{checker.frame};
    Body body;
    std::vector<const syntax::Item*> statements;
    std::optional<Span> first;
    for (const auto& item : items) {
        const auto* line = effects_line(item);
        if (line == nullptr) {
            if (!std::holds_alternative<syntax::Param>(item.node) || place == Place::stage)
                statements.push_back(&item);
            continue;
        }
        reject_attributes(checker, item, "before `effects`");
        if (first)
            checker.diagnostics.add(diag::duplicate, words_span(*line, item.span), std::string{"the line `effects`"})
                .label(*first, "here first")
                .hint("keep the one that is meant");
        else if (const auto written = effects_of(checker, *line, item.span))
            body.effects.push_back({*written, item.span});
        first = first ? first : words_span(*line, item.span);
    }
    body.block = statements_of(checker, statements, place);
    return body;
}

}  // namespace hivemend::lang::rules
