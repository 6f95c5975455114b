// Attributes, and the words of phrases.
#include <algorithm>

#include "lang/check/declared.hpp"
#include "lang/check/later.hpp"

namespace hivemend::lang::rules {
namespace {

/// Says what an attribute other than `@differs` is.
void refuse(Checker& checker, const syntax::Attribute& attribute)
{
    if (is_later_attribute(attribute.name.text))
        checker.diagnostics.add(diag::not_in_this_version, attribute.span,
                                "the attribute `@" + attribute.name.text + "`");
    else
        suggest(checker.diagnostics.add(diag::unknown_attribute, attribute.name.span, attribute.name.text),
                attribute.name.span, attribute.name.text, {"differs", "accept", "slow", "temporary"});
}

}  // namespace

void reject_attributes(Checker& checker, const syntax::Item& item, const std::string& where)
{
    for (const auto& attribute : item.attributes) {
        if (attribute.name.text == "differs")
            checker.diagnostics.add(diag::misplaced, attribute.span, std::string{"`@differs`"}, where)
                .hint("it stands before a stage or a statement");
        else
            refuse(checker, attribute);
    }
}

std::optional<std::string> differs_of(Checker& checker, const syntax::Item& item)
{
    std::optional<std::string> reason;
    for (const auto& attribute : item.attributes) {
        if (attribute.name.text != "differs") {
            refuse(checker, attribute);
            continue;
        }
        const auto text =
            attribute.arguments.size() == 1 ? plain_text(attribute.arguments.front().get()) : std::nullopt;
        if (!text)
            checker.diagnostics.add(diag::wrong_shape, attribute.span, std::string{"@differs"},
                                    std::string{"@differs(\"why\")"});
        else if (reason)
            checker.diagnostics.add(diag::duplicate, attribute.span, std::string{"`@differs`"})
                .hint("one text can give both reasons");
        else
            reason = text;
    }
    return reason;
}

bool is_line(const syntax::Phrase& phrase, std::string_view word)
{
    return phrase.words.size() == 1 && phrase.words.front().text() == word;
}

Span words_span(const syntax::Phrase& phrase, Span item)
{
    if (phrase.words.empty())
        return phrase.literal ? (*phrase.literal)->span : item;
    Span span = phrase.words.front().span;
    span.end = phrase.words.back().span.end;
    return span;
}

bool is_broken(const syntax::Phrase& phrase)
{
    const auto broken = [](const std::optional<syntax::ExprPtr>& expr) {
        return expr && std::holds_alternative<syntax::BrokenExpr>((*expr)->node);
    };
    return broken(phrase.literal) || broken(phrase.value);
}

std::string words_text(const syntax::Phrase& phrase)
{
    std::string text;
    for (const auto& word : phrase.words)
        text += (text.empty() ? "" : " ") + word.text();
    return text;
}

Span head_of(const Checker& checker, const syntax::Item& item)
{
    if (const auto* phrase = std::get_if<syntax::Phrase>(&item.node))
        return words_span(*phrase, item.span);
    Span span = item.span;
    const std::string_view text = checker.sources[span.source].slice(span);
    span.end = span.begin + static_cast<std::uint32_t>(std::min(text.find('\n'), text.size()));
    return span;
}

}  // namespace hivemend::lang::rules
