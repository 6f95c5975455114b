// The block of a declaration as lines with names.
#include "lang/check/fields.hpp"

#include <algorithm>

#include "lang/check/declared.hpp"

namespace hivemend::lang::rules {

std::optional<std::string> bare_name(const syntax::Expr& expr)
{
    const auto* call = std::get_if<syntax::Call>(&expr.node);
    return call == nullptr || call->arguments ? std::nullopt : std::optional{call->callee.text()};
}

Fields::Fields(Checker& checker, const syntax::Phrase& declaration, Span span, const std::string& what,
               std::span<const std::string_view> known)
    : checker_{checker}, what_{what}, span_{words_span(declaration, span)}
{
    for (const auto& item : declaration.block->items) {
        const auto* line = std::get_if<syntax::Phrase>(&item.node);
        if (line == nullptr)
            continue;  // parameters are read elsewhere
        const std::string word = line->words.empty() ? "" : line->words.front().text();
        const Span where = words_span(*line, item.span);
        if (std::ranges::find(known, word) == known.end())
            suggest(checker.diagnostics.add(diag::unknown_line, where, words_text(*line), what), where, word,
                    {known.begin(), known.end()});
        else if (!lines_.emplace(word, &item).second)
            checker.diagnostics.add(diag::duplicate, where, "the line `" + word + "`");
    }
}

const syntax::Phrase* Fields::line(const std::string& word) const
{
    const auto found = lines_.find(word);
    return found == lines_.end() ? nullptr : &std::get<syntax::Phrase>(found->second->node);
}

Span Fields::line_span(const std::string& word) const
{
    const auto found = lines_.find(word);
    return found == lines_.end() ? span_ : found->second->span;
}

void Fields::say_shape(const std::string& word, const std::string& shape)
{
    checker_.diagnostics.add(diag::wrong_shape, line_span(word), word, word + " " + shape);
}

const syntax::Expr* Fields::value(const std::string& word, bool required)
{
    const syntax::Phrase* found = line(word);
    if (found == nullptr) {
        if (required)
            checker_.diagnostics.add(diag::missing_line, span_, what_, word);
        return nullptr;
    }
    if (found->words.size() == 1 && !found->literal && found->value)
        return found->value->get();
    say_shape(word, "= …");
    return nullptr;
}

std::optional<std::string> Fields::text(const std::string& word, bool required)
{
    const syntax::Expr* expr = value(word, required);
    if (expr == nullptr)
        return std::nullopt;
    auto plain = plain_text(expr);
    if (!plain)
        say_shape(word, "= \"…\"");
    return plain;
}

std::optional<std::uint64_t> Fields::number(const std::string& word, bool required)
{
    const syntax::Expr* expr = value(word, required);
    if (expr == nullptr)
        return std::nullopt;
    const auto* number = std::get_if<syntax::NumberLiteral>(&expr->node);
    if (number == nullptr)
        say_shape(word, "= 0x25000080");
    return number == nullptr ? std::nullopt : std::optional{number->value};
}

std::optional<std::string> Fields::name(const std::string& word, bool required)
{
    const syntax::Expr* expr = value(word, required);
    if (expr == nullptr)
        return std::nullopt;
    auto found = bare_name(*expr);
    if (!found)
        say_shape(word, "= name");
    return found;
}

bool Fields::flag(const std::string& word)
{
    const syntax::Expr* expr = value(word, false);
    const auto* yes = expr == nullptr ? nullptr : std::get_if<syntax::BooleanLiteral>(&expr->node);
    if (expr != nullptr && yes == nullptr)
        say_shape(word, "= yes");
    return yes != nullptr && yes->value;
}

bool Fields::is_word(const std::string& word, const std::string& only)
{
    const syntax::Expr* expr = value(word, false);
    const bool is = expr != nullptr && bare_name(*expr) == only;
    if (expr != nullptr && !is)
        say_shape(word, "= " + only);
    return is;
}

std::vector<std::string> Fields::names(const std::string& word, bool required)
{
    std::vector<std::string> found;
    const syntax::Expr* expr = value(word, required);
    const auto* list = expr == nullptr ? nullptr : std::get_if<syntax::ListLiteral>(&expr->node);
    if (expr != nullptr && list == nullptr)
        say_shape(word, "= [name]");
    if (list == nullptr)
        return found;
    for (const auto& item : list->items) {
        if (auto name = bare_name(*item))
            found.push_back(*std::move(name));
        else
            say_shape(word, "= [name]");
    }
    return found;
}

std::optional<std::string> Fields::second(const std::string& word)
{
    const syntax::Phrase* found = line(word);
    if (found == nullptr) {
        checker_.diagnostics.add(diag::missing_line, span_, what_, word);
        return std::nullopt;
    }
    if (found->words.size() == 2 && !found->literal && !found->value && !found->block)
        return found->words[1].text();
    say_shape(word, "low");
    return std::nullopt;
}

}  // namespace hivemend::lang::rules
