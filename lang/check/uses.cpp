// Where the procedures of a playbook come from: `use std.x`, and its own.
#include <algorithm>
#include <utility>

#include "lang/check/declared.hpp"
#include "lang/check/offers.hpp"
#include "lang/check/playbook.hpp"
#include "lang/check/statements.hpp"
#include "lang/syntax/parse.hpp"

namespace hivemend::lang::rules {
namespace {

/// Two readings of one text: the longer verb, or the shorter with the rest as its subject.
void check_clash(Checker& checker, const std::string& verb, Span where)
{
    const auto clash = [&](const std::string& longer, const std::string& shorter) {
        checker.diagnostics.add(diag::verb_clash, where, longer, shorter)
            .hint("choose words that no statement begins with");
    };
    for (const auto& [shorter, primitive] : checker.declarations().primitives)
        if (primitive.subject && verb.starts_with(shorter + " "))
            clash(verb, shorter);
    for (const auto& [other, entry] : checker.procedures) {
        if (entry.has_subject && verb.starts_with(other + " "))
            clash(verb, other);
    }
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

bool Uses::is_new(const std::string& what, Span span)
{
    const auto [first, is_new] = used_.emplace(what, span);
    // Two files may both need one module; one file that says it twice is a slip.
    if (!is_new && first->second.source == span.source)
        checker_.diagnostics.add(diag::duplicate, span, "`use " + what + "`")
            .label(first->second, "here first")
            .hint("once is enough");
    return is_new;
}

void Uses::take(const syntax::Item& item)
{
    const auto& phrase = std::get<syntax::Phrase>(item.node);
    reject_attributes(checker_, item, "before `use`");
    const auto file = plain_text(phrase.literal ? phrase.literal->get() : nullptr);
    const bool alone = !phrase.value && !phrase.block;
    if (alone && file && phrase.words.size() == 1)
        take_file(*file, (*phrase.literal)->span);
    else if (alone && !phrase.literal && phrase.words.size() == 2)
        take_module(phrase.words[1]);
    else if (!is_broken(phrase))
        checker_.diagnostics.add(diag::wrong_shape, words_span(phrase, item.span), std::string{"use"},
                                 std::string{"use std.crash_dump` or `use \"procedures.mend\""});
}

void Uses::take_module(const syntax::Path& path)
{
    const auto module = checker_.library.modules.find(path.text());
    offer_words(checker_, path.span, names_of(checker_.library.modules), "module");
    if (module == checker_.library.modules.end()) {
        suggest(checker_.diagnostics.add(diag::unknown_module, path.span, path.text()), path.span, path.text(),
                names_of(checker_.library.modules));
        return;
    }
    if (is_new(path.text(), path.span))
        for (const auto& [name, index] : module->second)
            add_procedure(checker_, name, {.in_library = index, .declared = path.span});
}

void Uses::take_file(const std::string& name, Span span)
{
    const bool plain = name.ends_with(".mend") && name.find_first_of("/\\:") == std::string::npos;
    if (!plain) {
        checker_.diagnostics.add(diag::wrong_shape, span, std::string{"use"}, std::string{"use \"procedures.mend\""})
            .hint("a file that is used lies beside the playbook, and its name ends with `.mend`");
        return;
    }
    if (std::ranges::find(reading_, name) != reading_.end()) {
        checker_.diagnostics.add(diag::use_cycle, span, name).hint("put what both need into a third file");
        return;
    }
    if (!is_new("\"" + name + "\"", span))
        return;
    const auto text = read_ ? read_(name) : std::nullopt;
    if (!text) {
        checker_.diagnostics.add(diag::unknown_file, span, name)
            .hint("`use \"…\"` reads a file in the folder of the playbook");
        return;
    }
    const std::string& from = sources_[span.source].name();
    const std::string beside = from.substr(0, from.find_last_of('/') + 1) + name;
    checker_.used_trees.push_back(syntax::parse(sources_, sources_.add(beside, *text), checker_.diagnostics));
    files.push_back({name, *text});
    reading_.push_back(name);
    take_declarations(checker_.used_trees.back());
    reading_.pop_back();
}

/// A file that is used holds `use` lines, enums and procedures.
void Uses::take_declarations(const syntax::File& tree)
{
    for (const auto& item : tree.items) {
        const auto* phrase = std::get_if<syntax::Phrase>(&item.node);
        const std::string word = phrase == nullptr || phrase->words.empty() ? "" : phrase->words.front().text();
        if (word == "use")
            take(item);
        else if (word == "enum")
            declare_own_enum(checker_, item);
        else if (word == "procedure")
            declare_procedure(checker_, item);
        else if (!std::holds_alternative<syntax::Broken>(item.node))
            checker_.diagnostics
                .add(diag::misplaced, head_of(checker_, item), std::string{"this"},
                     std::string{"in a file that is used"})
                .hint("such a file holds procedures and enums; what a repair does stands in the playbook");
    }
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
    add_procedure(checker, name, {.tree = &item, .declared = span, .has_subject = has_subject(phrase.block->items)});
}

}  // namespace hivemend::lang::rules
