// The header of a playbook.
#include <algorithm>
#include <utility>

#include "lang/check/declared.hpp"
#include "lang/check/offers.hpp"
#include "lang/check/playbook.hpp"
#include "lang/check/values.hpp"

namespace hivemend::lang::rules {
namespace {

std::string name_of_file(std::string_view stem)
{
    std::string name{stem};
    std::ranges::replace(name, '-', '_');
    return name;
}

void say_shape(Checker& checker, const syntax::Phrase& line, Span span, const std::string& word,
               const std::string& shape)
{
    if (is_broken(line))
        return;
    checker.diagnostics.add(diag::wrong_shape, words_span(line, span), word, word + " " + shape);
}

/// The literal of `word literal`, when the line is just that.
const syntax::Expr* only_literal(const syntax::Phrase& line)
{
    return line.words.size() == 1 && line.literal && !line.value && !line.block ? line.literal->get() : nullptr;
}

void take_language(Checker& checker, const syntax::Phrase& line, Span span)
{
    const auto* literal = only_literal(line);
    const auto* number = literal == nullptr ? nullptr : std::get_if<syntax::NumberLiteral>(&literal->node);
    if (number == nullptr)
        say_shape(checker, line, span, "language", "1");
    else if (number->value != 1)
        checker.diagnostics.add(diag::unsupported_language, literal->span, std::to_string(number->value))
            .hint("a later version of the tool may read it");
}

void take_text(Checker& checker, const syntax::Phrase& line, Span span, const std::string& word, std::string& into)
{
    if (const auto text = plain_text(only_literal(line)))
        into = *text;
    else
        say_shape(checker, line, span, word, "\"…\"");
}

void take_date(Checker& checker, const syntax::Phrase& line, Span span, Header& header)
{
    const auto* literal = only_literal(line);
    const auto* date = literal == nullptr ? nullptr : std::get_if<syntax::DateLiteral>(&literal->node);
    if (date == nullptr)
        say_shape(checker, line, span, "dated", "2024-06-13");
    else
        header.dated = Date{date->year, date->month, date->day};
}

/// Reads facts only: parameters are not known when somebody asks which playbooks apply.
void take_applies(Checker& checker, const syntax::Item& item, Header& header, std::map<std::string, Span>& seen)
{
    const Span span = head_of(checker, item);
    reject_attributes(checker, item, "in the header");
    const auto [first, is_new] = seen.emplace("applies when", span);
    if (!is_new)
        checker.diagnostics.add(diag::duplicate, span, std::string{"the line `applies when`"})
            .label(first->second, "here first")
            .hint("join both conditions with `or`");
    Expr condition_read = condition(checker, *std::get<syntax::AppliesWhen>(item.node).condition);
    if (is_new && !condition_read.type.is(Type::Kind::error))
        header.applies_when = std::move(condition_read);
}

const std::vector<std::string> header_lines{"language", "title", "source", "dated", "applies", "effects"};

void take_line(Checker& checker, const syntax::Item& item, Header& header, std::map<std::string, Span>& seen)
{
    if (std::holds_alternative<syntax::AppliesWhen>(item.node)) {
        take_applies(checker, item, header, seen);
        return;
    }
    if (std::holds_alternative<syntax::Broken>(item.node))
        return;
    reject_attributes(checker, item, "in the header");
    const auto* line = std::get_if<syntax::Phrase>(&item.node);
    const std::string word = line == nullptr || line->words.empty() ? "" : line->words.front().text();
    const Span span = head_of(checker, item);
    const auto [first, is_new] = seen.emplace(word, span);
    if (!is_new) {
        checker.diagnostics.add(diag::duplicate, span, "the line `" + word + "`")
            .label(first->second, "here first")
            .hint("keep the one that is meant");
    } else if (word == "language") {
        take_language(checker, *line, item.span);
    } else if (word == "title") {
        take_text(checker, *line, item.span, word, header.title);
    } else if (word == "source") {
        take_text(checker, *line, item.span, word, header.source.emplace());
    } else if (word == "dated") {
        take_date(checker, *line, item.span, header);
    } else if (word == "effects") {
        header.has_effects = true;
        header.effects_span = item.span;
        header.effects = effects_of(checker, *line, item.span);
    } else {
        auto& unknown =
            checker.diagnostics.add(diag::unknown_line, span, line == nullptr ? std::string{"this"} : words_text(*line),
                                    std::string{"a playbook header"});
        suggest(unknown, span, word, header_lines);
        offer_words(checker, span, header_lines, "line of the header");
        unknown.hint("its lines are language, title, source, dated, applies when, effects");
        // A misspelt line is one mistake: the line it means is not missing too.
        for (const auto& fix : unknown.fixes)
            seen.emplace(fix.edits.front().replacement, span);
        header.has_effects = header.has_effects || seen.contains("effects");
    }
}

/// A fix that writes a line of its own before the closing brace, which may stand behind other lines.
void add_line(Diagnostic& missing, const char* title, const Checker& checker, const Header& header,
              const std::string& line, Certainty certainty)
{
    const auto text = checker.sources[header.closing.source].text();
    const auto begin = text.find_last_of("\r\n", header.closing.begin) + 1;  // 0 when there is none
    const bool alone =
        text.substr(begin, header.closing.begin - begin).find_first_not_of(" \t") == std::string_view::npos;
    const auto at = alone ? static_cast<std::uint32_t>(begin) : header.closing.begin;
    const bool closed = header.closing.begin < text.size() && text[header.closing.begin] == '}';
    missing.fix(title, {header.closing.source, at, at}, (alone ? "    " : "\n    ") + line + "\n",
                closed ? certainty : Certainty::likely);
}

void require(Checker& checker, const Header& header, const std::map<std::string, Span>& seen, const std::string& word,
             const std::string& line)
{
    if (seen.contains(word))
        return;
    auto& missing = checker.diagnostics.add(diag::missing_line, header.span, std::string{"the header"}, word);
    add_line(missing, "add the line", checker, header, line, word == "title" ? Certainty::likely : Certainty::certain);
}

}  // namespace

bool is_header(const syntax::Item& item)
{
    const auto* phrase = std::get_if<syntax::Phrase>(&item.node);
    return phrase != nullptr && !phrase->words.empty() && phrase->words.front().text() == "playbook";
}

Header header_of(Checker& checker, const syntax::Item& item, std::string_view file_stem)
{
    const auto& phrase = std::get<syntax::Phrase>(item.node);
    reject_attributes(checker, item, "before the header");
    if (phrase.words.size() == 2 && phrase.words[1].names.size() == 1 && !phrase.literal && !phrase.value &&
        phrase.block)
        return header_lines_of(checker, item, file_stem);
    const Span span = words_span(phrase, item.span);
    checker.diagnostics.add(diag::wrong_shape, span, std::string{"playbook"},
                            std::string{"playbook name_of_the_file { … }"});
    return {.has_effects = true, .span = span};  // its lines are unknown, so nothing is said about them
}

Header header_lines_of(Checker& checker, const syntax::Item& item, std::string_view file_stem)
{
    const auto& phrase = std::get<syntax::Phrase>(item.node);
    Header header;
    header.span = words_span(phrase, item.span);
    header.documentation = documentation_of(item);
    const auto& name = phrase.words.back().names.front();
    header.name = name.text;
    header.closing = {item.span.source, phrase.block->span.end - 1, phrase.block->span.end};
    const std::string wanted = name_of_file(file_stem);
    if (is_header(item) && !file_stem.empty() && name.text != wanted)
        checker.diagnostics.add(diag::playbook_name, name.span, name.text, std::string{file_stem})
            .hint("runs and plans find a playbook by one name: the file's, with `-` as `_`")
            .fix("take the file's name", name.span, wanted);
    std::map<std::string, Span> seen;
    for (const auto& line : phrase.block->items)
        take_line(checker, line, header, seen);
    require(checker, header, seen, "language", "language 1");
    require(checker, header, seen, "title", "title \"…\"");
    if (header.dated && !header.source)
        checker.diagnostics.add(diag::dated_without_source, seen.at("dated"))
            .hint("the date is the one of the article that `source` names");
    return header;
}

void check_header_effects(Checker& checker, const Header& header, const Effects& found, Span body_end)
{
    if (header.effects) {
        compare_effects(checker, *header.effects, found, header.effects_span, body_end);
    } else if (!header.has_effects) {
        // What a broken statement would touch is not known yet.
        const auto certainty = checker.diagnostics.has_errors() ? Certainty::likely : Certainty::certain;
        auto& missing =
            checker.diagnostics.add(diag::missing_line, header.span, std::string{"the header"}, std::string{"effects"});
        add_line(missing, "add what the body has", checker, header, "effects " + found.text(), certainty);
    }
}

}  // namespace hivemend::lang::rules
