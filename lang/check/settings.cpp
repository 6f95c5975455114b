// Lines of settings blocks: values of a key, elements of a boot object.
#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "lang/check/declared.hpp"
#include "lang/check/offers.hpp"
#include "lang/check/statements.hpp"
#include "lang/check/values.hpp"

namespace hivemend::lang::rules {
namespace {

using Kind = Type::Kind;

/// The phrase of a line, or a diagnostic for what is no line.
const syntax::Phrase* line_of(Checker& checker, const syntax::Item& item, const PrimitiveDeclaration& verb)
{
    reject_attributes(checker, item, "in a settings block");
    const auto* phrase = std::get_if<syntax::Phrase>(&item.node);
    if (phrase != nullptr && !phrase->block)
        return phrase;
    if (const auto* let = std::get_if<syntax::Let>(&item.node))  // so that its uses are no second message
        bind(checker, let->name, simple(Kind::error), "a `let`");
    if (!std::holds_alternative<syntax::Broken>(item.node))
        checker.diagnostics
            .add(diag::misplaced, head_of(checker, item), std::string{"a statement"},
                 "among the settings of `" + verb.verb + "`")
            .hint("put it around the statement, or write the statement twice");
    return nullptr;
}

/// Whether a line has a value exactly where its verb wants one.
bool value_as_declared(Checker& checker, const PrimitiveDeclaration& verb, const syntax::Phrase& line, Span span)
{
    const Span name = words_span(line, span);
    const std::string written{checker.sources[name.source].slice(name)};
    if (line.value && !verb.settings->has_value) {
        Span rest = (*line.value)->span;
        rest.begin = name.end;
        checker.diagnostics.add(diag::unexpected_value, (*line.value)->span, verb.verb, written)
            .fix("leave the value out", rest, "");
        return false;
    }
    if (!line.value && verb.settings->has_value && !verb.settings->value_optional) {
        checker.diagnostics.add(diag::missing_value, name, written).hint(fmt::format("write `{} = …`", written));
        return false;
    }
    return true;
}

void say_quote(Checker& checker, const syntax::Phrase& line, Span span)
{
    Span name = words_span(line, span);
    if (line.literal)
        name.end = (*line.literal)->span.end;
    std::string text{checker.sources[name.source].slice(name)};
    std::erase(text, '"');
    checker.diagnostics.add(diag::quote_this_name, name).fix("put it in quotes", name, string_literal(text));
}

/// Blanks and quotes that a command line left at the ends of a name are part of it, and no program asks for that name.
void warn_of_odd_name(Checker& checker, const std::string& name, Span span)
{
    if (name.empty())
        return;
    const bool quoted = name.size() > 2 && name.front() == '\'' && name.back() == '\'';
    if (!quoted && name.front() != ' ' && name.back() != ' ')
        return;
    const std::size_t first = name.find_first_not_of(quoted ? "\'" : " ");
    const std::size_t last = name.find_last_not_of(quoted ? "\'" : " ");
    auto& odd =
        checker.diagnostics.add(diag::odd_name, span, string_literal(name), std::string{quoted ? "quotes" : "a blank"});
    if (first != std::string::npos)
        odd.fix("take it away", span, string_literal(name.substr(first, last + 1 - first)));
}

/// The name of a registry value: one word, or a text.
bool set_value_name(Checker& checker, const syntax::Phrase& line, Span span, Setting& setting)
{
    if (!line.literal && line.words.size() == 1) {
        setting.name = line.words.front().text();
        return true;
    }
    const auto* text =
        line.literal && line.words.empty() ? std::get_if<syntax::StringLiteral>(&(*line.literal)->node) : nullptr;
    const bool has_data = line.literal && !std::holds_alternative<syntax::StringLiteral>((*line.literal)->node);
    if (text == nullptr && has_data && !line.value && line.words.size() == 1) {
        const Span name = words_span(line, span);
        const Span between{name.source, name.end, name.end};
        checker.diagnostics.add(diag::missing_value, name, line.words.front().text())
            .hint("a name and its data are joined by `=`")
            .fix("write `=`", between, " =");
        return false;
    }
    if (text == nullptr) {
        say_quote(checker, line, span);
        return false;
    }
    if (const auto plain = text->plain()) {
        setting.name = *plain;
        warn_of_odd_name(checker, *plain, (*line.literal)->span);
        return true;
    }
    const Type name = simple(Kind::reg_name);
    setting.name_expr = text_of(checker, *text, (*line.literal)->span, &name);
    return true;
}

/// The data that people mean by a bare value.
std::optional<std::string> data_word(const Expr& expr)
{
    const auto* constant = std::get_if<Constant>(&expr.node);
    switch (expr.type.kind) {
    case Kind::integer:
        return constant != nullptr && constant->value.get<std::uint64_t>() > UINT32_MAX ? "qword" : "dword";
    case Kind::enumeration:
        return "dword";
    case Kind::string:
        return "sz";
    case Kind::list:
        return "multi_sz";
    default:
        return std::nullopt;
    }
}

Expr data_of(Checker& checker, const syntax::Expr& tree, const std::string& name, const Type& wanted)
{
    if (!wanted.is(Kind::reg_data))
        return value_of(checker, tree, wanted);
    const Type data = simple(Kind::reg_data);
    Expr value = infer(checker, tree, &data);
    if (fits(value.type, data))
        return value;
    if (without_optional(value.type).is(Kind::reg_data))
        return fitted(checker, std::move(value), data);
    auto& missing = checker.diagnostics.add(diag::missing_data_type, tree.span, name);
    if (const auto* yes = std::get_if<syntax::BooleanLiteral>(&tree.node))
        missing.fix("write a number", tree.span, yes->value ? "dword 1" : "dword 0");
    else if (const auto word = data_word(value))
        missing.fix("write `" + *word + "`", {tree.span.source, tree.span.begin, tree.span.begin}, *word + " ");
    missing.hint("data is written with its type: `dword`, `qword`, `sz`, `expand_sz`, `multi_sz` or `binary`");
    return broken(tree.span);
}

/// Remembers names of lines; false and a diagnostic when one comes again.
bool is_first(Checker& checker, std::map<std::string, Span>& seen, const std::string& key, const std::string& name,
              Span span)
{
    const auto [first, is_new] = seen.emplace(key, span);
    if (!is_new)
        checker.diagnostics.add(diag::duplicate, span, "the setting `" + name + "`")
            .label(first->second, "here first")
            .hint("keep the one that is meant");
    return is_new;
}

std::optional<ElementDeclaration> element_of_line(Checker& checker, const syntax::Phrase& line, Span span,
                                                  const Expr& object)
{
    if (!line.words.empty())
        offer_elements(checker, line.words.front().span, object.type.name);
    if (!line.literal && line.words.size() == 1) {
        const auto* named = element_named(checker, line.words.front().text(), object, line.words.front().span);
        return named != nullptr ? std::optional(*named) : std::nullopt;
    }
    const auto* number =
        line.literal && line.words.empty() ? std::get_if<syntax::NumberLiteral>(&(*line.literal)->node) : nullptr;
    if (number == nullptr) {
        checker.diagnostics.add(diag::wrong_shape, words_span(line, span), std::string{"a line of a boot object"},
                                std::string{"element = value"});
        return std::nullopt;
    }
    return element_numbered(checker, number->value, object, (*line.literal)->span);
}

Expr element_value(Checker& checker, const syntax::Expr& tree, const ElementDeclaration& element)
{
    const Type type = element.type();
    // A number stands for a symbol only where there is no word for it.
    if (const auto* number = std::get_if<syntax::NumberLiteral>(&tree.node);
        number != nullptr && type.is(Kind::enumeration)) {
        if (auto member = member_by_number(checker, tree, type))
            return *std::move(member);
        return constant(simple(Kind::integer), tree.span, {number->value});
    }
    return value_of(checker, tree, type);
}

}  // namespace

std::vector<Setting> value_settings(Checker& checker, const PrimitiveDeclaration& verb, const syntax::Block& block)
{
    std::vector<Setting> settings;
    std::map<std::string, Span> seen;
    for (const auto& item : block.items) {
        const syntax::Phrase* line = line_of(checker, item, verb);
        Setting setting{.span = item.span};
        if (line == nullptr || !set_value_name(checker, *line, item.span, setting) ||
            !value_as_declared(checker, verb, *line, item.span))
            continue;
        if (!setting.name_expr &&
            !is_first(checker, seen, ascii_lower(setting.name), setting.name, words_span(*line, item.span)))
            continue;
        if (line->value)
            setting.value = data_of(checker, **line->value, setting.name, verb.settings->value);
        settings.push_back(std::move(setting));
    }
    return settings;
}

std::vector<Setting> element_settings(Checker& checker, const PrimitiveDeclaration& verb, const syntax::Block& block,
                                      const Expr& object)
{
    std::vector<Setting> settings;
    std::map<std::string, Span> seen;
    for (const auto& item : block.items) {
        const syntax::Phrase* line = line_of(checker, item, verb);
        const auto element = line == nullptr ? std::nullopt : element_of_line(checker, *line, item.span, object);
        if (!element || !value_as_declared(checker, verb, *line, item.span))
            continue;
        const Span name = words_span(*line, item.span);
        if (!is_first(checker, seen, fmt::format("{:08x}", element->id), element->name, name))
            continue;
        Setting setting{.span = item.span, .name = element->name, .name_expr = std::nullopt, .element = element->id};
        if (line->value)
            setting.value = element_value(checker, **line->value, *element);
        settings.push_back(std::move(setting));
    }
    return settings;
}

}  // namespace hivemend::lang::rules
