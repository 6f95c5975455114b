// Enums, of the library and of playbooks.
#include <algorithm>
#include <utility>

#include "lang/check/declared.hpp"

namespace hivemend::lang::rules {
namespace {

std::optional<EnumMember> member_of(Checker& checker, const syntax::Item& line, const std::string& enumeration)
{
    const auto* member = std::get_if<syntax::Phrase>(&line.node);
    const auto symbol =
        member == nullptr ? std::nullopt : plain_text(member->literal ? member->literal->get() : nullptr);
    const auto* number =
        member != nullptr && member->value ? std::get_if<syntax::NumberLiteral>(&(*member->value)->node) : nullptr;
    const bool one_name = member != nullptr && (symbol ? member->words.empty() : member->words.size() == 1);
    if (!one_name || member->block || (member->value && number == nullptr)) {
        if (!std::holds_alternative<syntax::Broken>(line.node))
            checker.diagnostics.add(diag::wrong_shape, line.span, std::string{"a member"}, std::string{"name = 1"});
        return std::nullopt;
    }
    return EnumMember{enumeration, symbol ? *symbol : member->words.front().text(),
                      number == nullptr ? std::nullopt : std::optional{number->value}};
}

}  // namespace

EnumDeclaration enum_of(Checker& checker, const syntax::Item& item, const syntax::Phrase& phrase)
{
    EnumDeclaration declaration{{}, documentation_of(item), {}, words_span(phrase, item.span)};
    for (std::size_t i = 1; i < phrase.words.size(); ++i)
        declaration.name += (i == 1 ? "" : " ") + phrase.words[i].text();
    for (const auto& line : phrase.block->items) {
        reject_attributes(checker, line, "before a member");
        auto member = member_of(checker, line, declaration.name);
        if (!member)
            continue;
        if (std::ranges::find(declaration.members, member->name, &EnumMember::name) != declaration.members.end())
            checker.diagnostics.add(diag::duplicate, line.span, "the member `" + member->name + "`")
                .hint("keep the one that is meant");
        else
            declaration.members.push_back(*std::move(member));
    }
    return declaration;
}

void declare_own_enum(Checker& checker, const syntax::Item& item)
{
    const auto& phrase = std::get<syntax::Phrase>(item.node);
    const Span span = words_span(phrase, item.span);
    reject_attributes(checker, item, "before an enum");
    if (phrase.words.size() != 2 || phrase.words[1].names.size() != 1 || phrase.literal || phrase.value ||
        !phrase.block || phrase.block->items.empty()) {
        checker.diagnostics.add(diag::wrong_shape, span, std::string{"enum"},
                                std::string{"enum its_name { one = 1, two = 2 }"});
        return;
    }
    auto declaration = enum_of(checker, item, phrase);
    const auto [found, is_new] = checker.enums.emplace(declaration.name, declaration);
    if (!is_new) {
        checker.diagnostics.add(diag::name_taken, phrase.words[1].span, declaration.name, std::string{"an enum"})
            .label(found->second.span, "declared here")
            .hint("choose another name");
        return;
    }
    checker.own_enums.emplace(declaration.name, std::move(declaration));
}

}  // namespace hivemend::lang::rules
