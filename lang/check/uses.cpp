// Where the procedures of a playbook come from: `use std.x`, and its own.
#include <utility>

#include "lang/check/declared.hpp"
#include "lang/check/playbook.hpp"
#include "lang/check/statements.hpp"

namespace hivemend::lang::rules {
namespace {

/// Two readings of one text: the longer verb, or the shorter with the rest as its subject.
void check_clash(Checker& checker, const std::string& verb, Span where)
{
    for (const auto& [shorter, primitive] : checker.declarations().primitives)
        if (primitive.subject && verb.starts_with(shorter + " "))
            checker.diagnostics.add(diag::verb_clash, where, verb, shorter)
                .hint("choose words that no statement begins with");
}

void add_procedure(Checker& checker, const std::string& name, ProcedureEntry entry)
{
    const Span where = entry.declared;
    if (checker.declarations().primitives.contains(name)) {
        checker.diagnostics.add(diag::name_taken, where, name, std::string{"a statement"}).hint("choose another name");
        return;
    }
    const auto [found, is_new] = checker.procedures.emplace(name, std::move(entry));
    if (!is_new)
        checker.diagnostics.add(diag::name_taken, where, name, std::string{"a procedure"})
            .label(found->second.declared, "declared here")
            .hint("choose another name");
}

}  // namespace

void take_use(Checker& checker, const syntax::Item& item, std::map<std::string, Span>& used)
{
    const auto& phrase = std::get<syntax::Phrase>(item.node);
    const Span span = words_span(phrase, item.span);
    reject_attributes(checker, item, "before `use`");
    if (phrase.words.size() == 1 && phrase.literal && !phrase.value && !phrase.block) {
        checker.diagnostics.add(diag::not_in_this_version, span, std::string{"`use` of a file beside the playbook"});
        return;
    }
    if (phrase.words.size() != 2 || phrase.literal || phrase.value || phrase.block) {
        checker.diagnostics.add(diag::wrong_shape, span, std::string{"use"}, std::string{"use std.crash_dump"});
        return;
    }
    const auto& path = phrase.words[1];
    const auto module = checker.library.modules.find(path.text());
    if (module == checker.library.modules.end()) {
        suggest(checker.diagnostics.add(diag::unknown_module, path.span, path.text()), path.span, path.text(),
                names_of(checker.library.modules));
        return;
    }
    const auto [first, is_new] = used.emplace(path.text(), path.span);
    if (!is_new) {
        checker.diagnostics.add(diag::duplicate, path.span, "`use " + path.text() + "`")
            .label(first->second, "here first")
            .hint("once is enough");
        return;
    }
    for (const auto& [name, index] : module->second)
        add_procedure(checker, name, {.in_library = index, .declared = path.span});
}

void declare_procedure(Checker& checker, const syntax::Item& item)
{
    const auto& phrase = std::get<syntax::Phrase>(item.node);
    const Span span = words_span(phrase, item.span);
    reject_attributes(checker, item, "before a procedure");
    if (phrase.words.size() < 2 || phrase.literal || phrase.value || !phrase.block) {
        checker.diagnostics.add(diag::wrong_shape, span, std::string{"procedure"},
                                std::string{"procedure its words { … }"});
        return;
    }
    std::string name;
    for (std::size_t i = 1; i < phrase.words.size(); ++i)
        name += (i == 1 ? "" : " ") + phrase.words[i].text();
    check_clash(checker, name, span);
    add_procedure(checker, name, {.tree = &item, .declared = span});
}

}  // namespace hivemend::lang::rules
