// Declarations of the library: enums, objects, elements, facts, primitives.
#include "lang/check/declarations.hpp"

#include <array>
#include <utility>

#include "lang/check/declared.hpp"
#include "lang/check/fields.hpp"
#include "lang/check/values.hpp"

namespace hivemend::lang::rules {
namespace {

using Kind = Type::Kind;

/// The declaration in an item when its first word is `word`: at least one more word and a block.
const syntax::Phrase* declaration_of(Checker& checker, const syntax::Item& item, std::string_view word)
{
    const auto* phrase = std::get_if<syntax::Phrase>(&item.node);
    if (phrase == nullptr || phrase->words.empty() || phrase->words.front().text() != word)
        return nullptr;
    if (phrase->words.size() >= 2 && !phrase->literal && !phrase->value && phrase->block)
        return phrase;
    checker.diagnostics.add(diag::wrong_shape, words_span(*phrase, item.span), std::string{word},
                            std::string{word} + " name { … }");
    return nullptr;
}

std::string declared_words(const syntax::Phrase& phrase)
{
    std::string text;
    for (std::size_t i = 1; i < phrase.words.size(); ++i)
        text += (i == 1 ? "" : " ") + phrase.words[i].text();
    return text;
}

template <class Table, class Declaration>
void add(Checker& checker, Table& table, const std::string& name, Declaration declaration)
{
    const Span span = declaration.span;
    if (!table.emplace(name, std::move(declaration)).second)
        checker.diagnostics.add(diag::duplicate, span, "the declaration of `" + name + "`");
}

void declare_enum(Checker& checker, const syntax::Item& item, const syntax::Phrase& phrase, Declarations& into)
{
    auto declaration = enum_of(checker, item, phrase);
    const std::string name = declaration.name;
    add(checker, into.enums, name, std::move(declaration));
}

void declare_object(Checker& checker, const syntax::Item& item, const syntax::Phrase& phrase, Declarations& into)
{
    constexpr std::array<std::string_view, 2> known{"id", "kind"};
    ObjectDeclaration declaration{
        .name = declared_words(phrase), .documentation = documentation_of(item), .span = words_span(phrase, item.span)};
    Fields fields{checker, phrase, item.span, "an object", known};
    declaration.kind = fields.name("kind", true).value_or("");
    if (const auto id = fields.text("id", false)) {
        declaration.id = parse_guid(*id);
        if (!declaration.id)
            checker.diagnostics.add(diag::malformed_object_id, fields.line_span("id"), *id);
    }
    const std::string name = declaration.name;
    add(checker, into.objects, name, std::move(declaration));
}

void declare_element(Checker& checker, const syntax::Item& item, const syntax::Phrase& phrase, Declarations& into)
{
    constexpr std::array<std::string_view, 9> known{"id",    "on",        "values",      "temporary", "command",
                                                    "needs", "bitlocker", "secure_boot", "starts"};
    ElementDeclaration declaration{
        .name = declared_words(phrase), .documentation = documentation_of(item), .span = words_span(phrase, item.span)};
    Fields fields{checker, phrase, item.span, "an element", known};
    const auto id = fields.number("id", true);
    declaration.kinds = fields.names("on", true);
    declaration.values = fields.name("values", false).value_or("");
    declaration.temporary = fields.flag("temporary");
    declaration.command = fields.text("command", false).value_or("");
    declaration.needs = fields.name("needs", false).value_or("");
    declaration.bitlocker = fields.flag("bitlocker");
    declaration.ignored_by_secure_boot = fields.is_word("secure_boot", "ignored");
    declaration.starts = fields.flag("starts");
    if (!id)
        return;
    declaration.id = static_cast<std::uint32_t>(*id);
    const std::uint32_t format = (declaration.id >> 24) & 0xf;
    if (*id > UINT32_MAX || format < 1 || format > 7)
        checker.diagnostics.add(diag::number_out_of_range, fields.line_span("id"), checker.code(fields.line_span("id")),
                                std::string{"the numbers of elements"});
    else
        into.elements.emplace(declaration.name, std::move(declaration));
}

/// The default of a primitive's parameter, which is a value that is written out.
std::optional<Value> signature_default(Checker& checker, const syntax::Param& param, const Type& type)
{
    if (!param.default_value)
        return std::nullopt;
    const Expr value = value_of(checker, **param.default_value, type);
    if (const auto* constant = std::get_if<Constant>(&value.node); constant && !value.type.is(Kind::error))
        return constant->value;
    if (!value.type.is(Kind::error))
        checker.diagnostics.add(diag::pattern_not_constant, value.span, checker.code(value.span));
    return std::nullopt;
}

std::vector<PrimitiveParameter> signature_parameters(Checker& checker, const syntax::Phrase& phrase,
                                                     std::optional<PrimitiveParameter>* subject)
{
    std::vector<PrimitiveParameter> parameters;
    for (const auto& item : phrase.block->items) {
        const auto* param = std::get_if<syntax::Param>(&item.node);
        if (param == nullptr)
            continue;
        PrimitiveParameter parameter{param->name.text, type_of(checker, param->type, true), documentation_of(item),
                                     std::nullopt};
        parameter.default_value = signature_default(checker, *param, parameter.type);
        if (param->is_subject && subject != nullptr)
            *subject = std::move(parameter);
        else
            parameters.push_back(std::move(parameter));
    }
    return parameters;
}

void declare_fact(Checker& checker, const syntax::Item& item, const syntax::Phrase& phrase, Declarations& into)
{
    constexpr std::array<std::string_view, 1> known{"type"};
    FactDeclaration declaration{
        .name = declared_words(phrase), .documentation = documentation_of(item), .span = words_span(phrase, item.span)};
    Fields fields{checker, phrase, item.span, "a fact", known};
    declaration.parameters = signature_parameters(checker, phrase, nullptr);
    if (const auto* type = fields.value("type", true))
        declaration.type = type_of(checker, *type, true);
    const std::string name = declaration.name;
    add(checker, into.facts, name, std::move(declaration));
}

/// `settings reg_name = reg_data`, `settings bcd_element`
std::optional<SettingsShape> settings_shape(Checker& checker, const syntax::Phrase* line, Span span)
{
    if (line == nullptr)
        return std::nullopt;
    SettingsShape shape;
    const std::string key = line->words.size() == 2 ? line->words[1].text() : "";
    shape.elements = key == "bcd_element";
    shape.has_value = line->value.has_value();
    const auto* call = shape.has_value ? std::get_if<syntax::Call>(&(*line->value)->node) : nullptr;
    shape.value_optional = call != nullptr && call->callee.text() == "optional";
    if (shape.has_value && !shape.elements)
        shape.value = without_optional(type_of(checker, **line->value, true));
    if (key != "reg_name" && key != "bcd_element")
        checker.diagnostics.add(diag::wrong_shape, span, std::string{"settings"},
                                std::string{"settings reg_name = reg_data"});
    return shape;
}

void declare_primitive(Checker& checker, const syntax::Item& item, const syntax::Phrase& phrase, Declarations& into)
{
    constexpr std::array<std::string_view, 4> known{"settings", "effects", "risk", "undo"};
    PrimitiveDeclaration declaration{
        .verb = declared_words(phrase), .documentation = documentation_of(item), .span = words_span(phrase, item.span)};
    Fields fields{checker, phrase, item.span, "a primitive", known};
    declaration.parameters = signature_parameters(checker, phrase, &declaration.subject);
    declaration.settings = settings_shape(checker, fields.line("settings"), fields.line_span("settings"));
    if (const auto* effects = fields.line("effects"))
        declaration.effects = effects_of(checker, *effects, fields.line_span("effects")).value_or(Effects{});
    else
        checker.diagnostics.add(diag::missing_line, declaration.span, std::string{"a primitive"},
                                std::string{"effects"});
    const std::string risk = fields.second("risk").value_or("low");
    const std::string undo = fields.second("undo").value_or("exact");
    declaration.risk = risk == "high" ? Risk::high : risk == "medium" ? Risk::medium : Risk::low;
    declaration.undo = undo == "none" ? UndoKind::none : UndoKind::exact;
    if (risk != "low" && risk != "medium" && risk != "high")
        checker.diagnostics.add(diag::unknown_member, fields.line_span("risk"), std::string{"`risk`"}, risk);
    if (undo != "exact" && undo != "none")
        checker.diagnostics.add(diag::unknown_member, fields.line_span("undo"), std::string{"`undo`"}, undo);
    const std::string verb = declaration.verb;
    add(checker, into.primitives, verb, std::move(declaration));
}

}  // namespace

void declare_names(Checker& checker, const syntax::Item& item, Declarations& into)
{
    if (const auto* phrase = declaration_of(checker, item, "enum"))
        declare_enum(checker, item, *phrase, into);
    if (const auto* phrase = declaration_of(checker, item, "object"))
        declare_object(checker, item, *phrase, into);
    if (const auto* phrase = declaration_of(checker, item, "element"))
        declare_element(checker, item, *phrase, into);
}

void declare_signatures(Checker& checker, const syntax::Item& item, Declarations& into)
{
    if (const auto* phrase = declaration_of(checker, item, "fact"))
        declare_fact(checker, item, *phrase, into);
    if (const auto* phrase = declaration_of(checker, item, "primitive"))
        declare_primitive(checker, item, *phrase, into);
}

void check_verbs(Checker& checker)
{
    for (const auto& [shorter, declaration] : checker.declarations().primitives)
        for (const auto& [verb, other] : checker.declarations().primitives)
            if (declaration.subject && verb.starts_with(shorter + " "))
                checker.diagnostics.add(diag::verb_clash, other.span, verb, shorter);
    for (const auto& [name, element] : checker.declarations().elements)
        if (!element.values.empty() && !checker.declarations().enums.contains(element.values))
            checker.diagnostics.add(diag::unknown_type, element.span, element.values);
}

}  // namespace hivemend::lang::rules
