// Notes and asks: what people read and answer.
#include <algorithm>
#include <utility>

#include "lang/check/declared.hpp"
#include "lang/check/foreign.hpp"
#include "lang/check/offers.hpp"
#include "lang/check/statements.hpp"
#include "lang/check/values.hpp"

namespace hivemend::lang::rules {
namespace {

using Kind = Type::Kind;

ProseLine line_of(Checker& checker, const syntax::Prose& prose, Span span)
{
    return text_of(checker, prose.text, span, nullptr);
}

/// Names of asks and confirms are what `--confirm` takes, so each is given once.
bool claim(Checker& checker, const std::string& name, const std::string& what, Span span)
{
    const auto [first, is_new] = checker.frame.answers.emplace(name, span);
    if (!is_new)
        checker.diagnostics.add(diag::duplicate, span, what)
            .label(first->second, "here first")
            .hint("`--confirm` answers by this name, so it must be the only one");
    return is_new;
}

struct NamedConfirm {
    syntax::Name name;
    std::string question;
    Span span;
};

std::optional<NamedConfirm> confirm_of(Checker& checker, const syntax::Phrase& phrase, Span span)
{
    const auto question = plain_text(phrase.literal ? phrase.literal->get() : nullptr);
    const bool named = phrase.words.size() == 2 && phrase.words[1].names.size() == 1;
    if (!named || !question || phrase.value || phrase.block) {
        if (is_broken(phrase))
            return std::nullopt;
        checker.diagnostics.add(diag::wrong_shape, words_span(phrase, span), std::string{"confirm"},
                                std::string{"confirm started \"Windows starts\""});
        return std::nullopt;
    }
    return NamedConfirm{phrase.words[1].names.front(), *question, span};
}

void add_ask_item(Checker& checker, const syntax::Item& item, Ask& ask, std::vector<NamedConfirm>& confirms)
{
    const auto* phrase = std::get_if<syntax::Phrase>(&item.node);
    if (!std::holds_alternative<syntax::Prose>(item.node))
        reject_attributes(checker, item, "in an `ask`");
    if (phrase != nullptr)
        offer_words(checker, words_span(*phrase, item.span), std::vector<std::string>{"confirm", "expect"},
                    "word of the language");
    if (const auto* prose = std::get_if<syntax::Prose>(&item.node)) {
        ask.lines.push_back(line_of(checker, *prose, item.span));
    } else if (const auto* expect = std::get_if<syntax::Expect>(&item.node)) {
        ask.expects.push_back(condition(checker, *expect->condition));
    } else if (phrase != nullptr && !phrase->words.empty() && phrase->words.front().text() == "confirm") {
        if (auto confirm = confirm_of(checker, *phrase, item.span))
            confirms.push_back(*std::move(confirm));
    } else if (const auto* line = std::get_if<syntax::Broken>(&item.node)) {
        if (line->foreign)
            say_foreign_to_people(checker, item.span);
    } else {
        checker.diagnostics
            .add(diag::misplaced, head_of(checker, item), std::string{"a statement"}, std::string{"in an `ask`"})
            .hint("an `ask` holds prose, `expect` and `confirm`; what the tool does stands after it");
    }
}

/// The answers are known after the ask; see Place.
void bind_answers(Checker& checker, const std::vector<NamedConfirm>& confirms, Place place, Ask& ask)
{
    for (const auto& confirm : confirms) {
        if (!claim(checker, confirm.name.text, "the answer `" + confirm.name.text + "`", confirm.name.span))
            continue;
        const std::uint32_t slot = bind(checker, confirm.name, simple(Kind::boolean), "an answer");
        if (place == Place::stage)
            promote_to_file(checker.frame);
        ask.confirms.push_back({confirm.name.text, slot, confirm.question, confirm.span});
    }
}

/// Walks backwards; `after`: whether a step comes after these. Notes and lets are none.
bool report_idle(Checker& checker, const Steps& steps, bool after)
{
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        if (const auto* ask = std::get_if<Ask>(&step->node)) {
            if (!after && ask->expects.empty() && ask->confirms.empty())
                checker.diagnostics.add(diag::ask_waits_for_nothing, step->span, string_literal(ask->title))
                    .hint("no step comes after it, and it has neither `expect` nor `confirm`")
                    .fix("write `note`", {step->span.source, step->span.begin, step->span.begin + 3}, "note");
            after = true;
        } else if (const auto* branch = std::get_if<Branch>(&step->node)) {
            bool any = branch->otherwise && report_idle(checker, *branch->otherwise, after);
            for (const auto& arm : branch->arms)
                any = report_idle(checker, arm.body, after) || any;
            after = after || any;
        } else if (!std::holds_alternative<Note>(step->node) && !std::holds_alternative<LetStep>(step->node)) {
            after = true;
        }
    }
    return after;
}

}  // namespace

std::optional<std::string> title_of(Checker& checker, const syntax::Phrase& phrase, Span span, const std::string& word)
{
    const auto title = plain_text(phrase.literal ? phrase.literal->get() : nullptr);
    const auto words = 1 + static_cast<std::size_t>(std::ranges::count(word, ' '));
    if (phrase.words.size() != words || !title || phrase.value || !phrase.block) {
        if (is_broken(phrase))
            return std::nullopt;
        checker.diagnostics.add(diag::wrong_shape, words_span(phrase, span), word, word + " \"title\" { … }");
        return std::nullopt;
    }
    if (slug(*title).empty()) {
        checker.diagnostics.add(diag::empty_title, (*phrase.literal)->span, string_literal(*title))
            .hint("its name on the command line is made of the ASCII letters and digits of the title");
        return std::nullopt;
    }
    return title;
}

std::optional<Note> note_of(Checker& checker, const syntax::Phrase& phrase, Span span)
{
    const auto title = title_of(checker, phrase, span, "note");
    if (!title)
        return std::nullopt;
    Note note{*title, {}};
    for (const auto& item : phrase.block->items) {
        if (const auto* prose = std::get_if<syntax::Prose>(&item.node))
            note.lines.push_back(line_of(checker, *prose, item.span));
        else if (const auto* line = std::get_if<syntax::Broken>(&item.node); line && line->foreign)
            say_foreign_to_people(checker, item.span);
        else if (!line)
            checker.diagnostics
                .add(diag::misplaced, head_of(checker, item), std::string{"a statement"}, std::string{"in a `note`"})
                .hint("a `note` holds prose; `expect` and `confirm` belong to an `ask`");
    }
    return note;
}

std::optional<Ask> ask_of(Checker& checker, const syntax::Phrase& phrase, Span span, Place place)
{
    if (checker.frame.loops > 0) {
        checker.diagnostics
            .add(diag::misplaced, words_span(phrase, span), std::string{"`ask`"}, std::string{"in `for each`"})
            .hint("ask once, before the loop or after it");
        return std::nullopt;
    }
    const auto title = title_of(checker, phrase, span, "ask");
    if (!title)
        return std::nullopt;
    Ask ask{*title, slug(*title), {}, {}, {}};
    std::vector<NamedConfirm> confirms;
    for (const auto& item : phrase.block->items)
        add_ask_item(checker, item, ask, confirms);
    const Span where = (*phrase.literal)->span;
    // With a `confirm`, that name is answered and not the title, so both may be one word.
    if (claim(checker, "title " + ask.slug, "the title " + string_literal(*title), where) && confirms.empty())
        claim(checker, ask.slug, "the title " + string_literal(*title), where);
    bind_answers(checker, confirms, place, ask);
    return ask;
}

void report_idle_asks(Checker& checker, const std::vector<Stage>& stages)
{
    // What a pasted command becomes may well be the step that waits.
    bool after = checker.file != nullptr && !checker.file->foreign.empty();
    for (auto stage = stages.rbegin(); stage != stages.rend(); ++stage)
        after = report_idle(checker, stage->body, after);
}

}  // namespace hivemend::lang::rules
