// Answers to a probe.
#include "lang/check/offers.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "lang/check/language_words.hpp"
#include "lang/check/probe.hpp"
#include "lang/check/values.hpp"

namespace hivemend::lang::rules {
namespace {

using Kind = Type::Kind;

/// The probe, when it asks about this place.
Probe* asked(Checker& checker, Span where)
{
    if (checker.probe == nullptr || !checker.probe->is_in(where))
        return nullptr;
    checker.probe->replaces = where;
    return checker.probe;
}

std::string signature(const FactDeclaration& fact)
{
    std::string parameters;
    for (const auto& one : fact.parameters)
        parameters += fmt::format("{}{}: {}", parameters.empty() ? "" : ", ", one.name, to_text(one.type));
    return parameters.empty() ? to_text(fact.type) : fmt::format("({}): {}", parameters, to_text(fact.type));
}

/// An optional fits, too: to the right of `exists` it is what is meant, and elsewhere the message says what to do.
bool may_stand(const Type& type, const Type* expected)
{
    return expected == nullptr || expected->is(Kind::error) ||
           fits(without_optional(type), without_optional(*expected));
}

/// What does not fit is still offered where a comparison may begin with it.
void offer(Probe& probe, Candidate candidate, const Type& type, const Type* expected)
{
    candidate.fits = may_stand(type, expected);
    if (candidate.fits || without_optional(*expected).is(Kind::boolean))
        probe.found.push_back(std::move(candidate));
}

void offer_members(Probe& probe, const EnumDeclaration& declaration, std::string_view prefix)
{
    for (const auto& member : declaration.members)
        if (prefix.empty() || member.name.front() > '9')
            probe.found.push_back(
                {fmt::format("{}{}", prefix, member.name.front() > '9' ? member.name : string_literal(member.name)),
                 "enum member", declaration.name, declaration.documentation});
}

void offer_facts(const Checker& checker, Probe& probe, const std::string& prefix, const Type* expected)
{
    for (const auto& [name, fact] : checker.declarations().facts)
        if (name.starts_with(prefix))
            offer(probe, {name, "fact", signature(fact), fact.documentation}, fact.type, expected);
}

/// The type of a parameter, `let` or object of this name.
std::optional<Type> type_of_value(const Checker& checker, const std::string& name)
{
    if (const Binding* binding = find_binding(checker, name))
        return binding->type;
    const auto object = checker.declarations().objects.find(name);
    return object == checker.declarations().objects.end() ? std::nullopt
                                                          : std::optional{bcd_object_type(object->second.kind)};
}

void offer_elements_of(const Checker& checker, Probe& probe, std::string_view kind, const std::string& prefix,
                       const Type* expected)
{
    for (const auto& [name, element] : checker.declarations().elements)
        if (element.belongs_to(kind))
            offer(probe, {prefix + name, "boot element", to_text(element.type()), element.documentation},
                  element.type(), expected);
}

void offer_dotted(Checker& checker, Probe& probe, const syntax::Path& path, const Type* expected)
{
    std::string prefix;
    for (std::size_t i = 0; i + 1 < path.names.size(); ++i)
        prefix += path.names[i].text + ".";
    offer_facts(checker, probe, prefix, expected);
    if (path.names.size() != 2)
        return;
    const std::string& first = path.names.front().text;
    if (const auto type = type_of_value(checker, first); type && type->is(Kind::bcd_object))
        offer_elements_of(checker, probe, type->name, prefix, expected);
    else if (const auto found = checker.enums.find(first); !type && found != checker.enums.end())
        offer_members(probe, found->second, prefix);
}

void offer_structure(Probe& probe, Place place)
{
    for (const auto& word : language_words())
        if (word.stands == LanguageWord::Stands::among_statements ||
            (word.stands == LanguageWord::Stands::in_file && place == Place::file))
            probe.found.push_back({std::string{word.name}, "word of the language", std::string{word.shape},
                                   std::string{word.documentation}});
}

}  // namespace

void offer_values(Checker& checker, const syntax::Path& path, const Type* expected)
{
    Probe* probe = asked(checker, path.span);
    if (probe == nullptr)
        return;
    if (path.names.size() > 1)
        return offer_dotted(checker, *probe, path, expected);
    if (expected != nullptr && without_optional(*expected).is(Kind::enumeration))
        if (const auto found = checker.enums.find(without_optional(*expected).name); found != checker.enums.end())
            offer_members(*probe, found->second, "");
    if (expected != nullptr && without_optional(*expected).is(Kind::boolean))
        for (const auto* word : {"yes", "no"})
            probe->found.push_back({word, "word of the language", "bool"});
    for (const auto& binding : checker.frame.bindings)
        offer(*probe, {binding.name, "name", to_text(binding.type), std::string{binding.what}}, binding.type, expected);
    for (const auto& [name, object] : checker.declarations().objects) {
        const auto type = bcd_object_type(object.kind);
        offer(*probe, {name, "boot object", to_text(type), object.documentation}, type, expected);
    }
    offer_facts(checker, *probe, "", expected);
}

void offer_statements(Checker& checker, const syntax::Phrase& phrase, Place place)
{
    if (phrase.words.empty() || checker.probe == nullptr)
        return;
    std::string before;
    for (const auto& word : phrase.words) {
        if (checker.probe->is_in(word.span))
            break;
        before += word.text() + " ";
    }
    Span words = phrase.words.front().span;
    words.end = phrase.words.back().span.end;
    Probe* probe = asked(checker, words);
    if (probe == nullptr)
        return;
    for (const auto& [verb, primitive] : checker.declarations().primitives)
        if (verb.starts_with(before))
            probe->found.push_back({verb, "statement", primitive.effects.text(), primitive.documentation});
    for (const auto& [name, procedure] : checker.procedures)
        if (name.starts_with(before))
            probe->found.push_back({name, "procedure", "",
                                    procedure.tree != nullptr
                                        ? documentation_of(*procedure.tree)
                                        : checker.library.procedures[*procedure.in_library].documentation});
    if (before.empty())
        offer_structure(*probe, place);
}

void offer_elements(Checker& checker, Span where, std::string_view kind)
{
    if (Probe* probe = asked(checker, where))
        offer_elements_of(checker, *probe, kind, "", nullptr);
}

void offer_parameters(Checker& checker, Span where, const std::vector<Parameter>& parameters)
{
    if (Probe* probe = asked(checker, where))
        for (const auto& parameter : parameters)
            probe->found.push_back({parameter.name, "parameter", to_text(parameter.type), parameter.documentation});
}

void offer_words(Checker& checker, Span where, std::span<const std::string> words, std::string_view what)
{
    if (Probe* probe = asked(checker, where))
        for (const auto& word : words)
            probe->found.push_back({word, what});
}

}  // namespace hivemend::lang::rules
