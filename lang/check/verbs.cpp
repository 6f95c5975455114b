// Which statement the first words of a phrase are, and its subject.
#include <algorithm>
#include <utility>

#include "lang/check/declared.hpp"
#include "lang/check/later.hpp"
#include "lang/check/statements.hpp"
#include "lang/check/values.hpp"
#include "lang/diag/suggest.hpp"

namespace hivemend::lang::rules {
namespace {

using Kind = Type::Kind;

struct Verb {
    std::string text;
    std::size_t words = 0;
};

/// The longest run of first words that is declared.
std::optional<Verb> longest_verb(const Checker& checker, const std::vector<syntax::Path>& words)
{
    std::optional<Verb> longest;
    std::string run;
    for (std::size_t i = 0; i < words.size(); ++i) {
        run += (i == 0 ? "" : " ") + words[i].text();
        if (checker.declarations().primitives.contains(run) || checker.procedures.contains(run))
            longest = Verb{run, i + 1};
    }
    return longest;
}

std::string upper(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

std::string usage(const PrimitiveDeclaration& verb)
{
    std::string text = verb.verb;
    if (verb.subject)
        text += " " + upper(verb.subject->name);
    if (!verb.settings)
        return text;
    const std::string line = verb.settings->elements ? "element" : "name";
    return text + " { " + line + (verb.settings->has_value ? " = value" : "") + " }";
}

/// The subject of a primitive: the word after its verb, or a text.
std::optional<Expr> subject_of(Checker& checker, const PrimitiveDeclaration& declaration, const syntax::Phrase& phrase,
                               std::size_t verb_words, Span span)
{
    const std::size_t rest = phrase.words.size() - verb_words;
    const std::size_t given = rest + (phrase.literal ? 1 : 0);
    if (given != 1 || phrase.value) {
        checker.diagnostics.add(diag::wrong_shape, words_span(phrase, span), declaration.verb, usage(declaration));
        return std::nullopt;
    }
    const Type& type = declaration.subject->type;
    if (phrase.literal)
        return value_of(checker, **phrase.literal, type);
    const syntax::Path& word = phrase.words.back();
    return value_of(checker, syntax::Expr{word.span, syntax::Call{word, std::nullopt}}, type);
}

std::vector<Setting> settings_of(Checker& checker, const PrimitiveDeclaration& declaration, const Expr& subject,
                                 const syntax::Block& block)
{
    if (!declaration.settings->elements)
        return value_settings(checker, declaration, block);
    if (subject.type.is(Kind::error))
        return {};  // without its kind nothing can be said about its elements
    if (subject.type.name.empty()) {
        checker.diagnostics.add(diag::kind_not_known, subject.span, checker.code(subject.span))
            .hint("say it where the object is declared: `param loader: bcd_object(osloader) = \"{…}\"`");
        return {};
    }
    return element_settings(checker, declaration, block, subject);
}

std::optional<Step> act_of(Checker& checker, const PrimitiveDeclaration& declaration, const syntax::Phrase& phrase,
                           const Verb& verb, Span span)
{
    Act act{.verb = verb.text};
    if (declaration.subject) {
        act.subject = subject_of(checker, declaration, phrase, verb.words, span);
        if (!act.subject)
            return std::nullopt;
    }
    if (declaration.settings) {
        if (!phrase.block || phrase.block->items.empty()) {
            checker.diagnostics.add(diag::wrong_shape, words_span(phrase, span), declaration.verb, usage(declaration));
            return std::nullopt;
        }
        act.settings = settings_of(checker, declaration, act.subject ? *act.subject : broken(span), *phrase.block);
    }
    return Step{.span = span, .node = std::move(act)};
}

/// A procedure with an ask is met once in a stage, because its ask is named by the stage.
bool may_ask_here(Checker& checker, const std::string& name, const std::set<std::string>& asking, Span where)
{
    if (!asking.empty() && checker.frame.loops > 0) {
        checker.diagnostics.add(diag::misplaced, where, "`" + name + "`, which asks a person,",
                                std::string{"in `for each`"});
        return false;
    }
    for (const auto& asks : asking)
        if (!checker.frame.asking_calls.insert(asks).second) {
            checker.diagnostics.add(diag::duplicate, where, "`" + asks + "`, which asks a person,")
                .hint("a stage meets an ask once: put the second call into a stage of its own");
            return false;
        }
    checker.frame.asking.insert(asking.begin(), asking.end());
    return true;
}

std::optional<Step> invoke_of(Checker& checker, const syntax::Phrase& phrase, const Verb& verb, Span span)
{
    const Span words = words_span(phrase, span);
    const Procedure* found = procedure_named(checker, verb.text, words);
    if (found == nullptr)
        return std::nullopt;
    const std::vector<Parameter> parameters = found->parameters;
    if (phrase.words.size() != verb.words || phrase.literal || phrase.value) {
        checker.diagnostics.add(diag::wrong_shape, words, verb.text,
                                verb.text + (parameters.empty() ? "" : " { " + parameters.front().name + " = … }"));
        return std::nullopt;
    }
    const ProcedureEntry& entry = checker.procedures.find(verb.text)->second;
    Invoke invoke{entry.index,
                  arguments_of(checker, verb.text, parameters, phrase.block ? &*phrase.block : nullptr, words)};
    if (!may_ask_here(checker, verb.text, entry.asking, words))
        return std::nullopt;
    return Step{.span = span, .node = std::move(invoke)};
}

/// A procedure of the library that the text does not use yet.
std::optional<std::string> module_with(const Checker& checker, std::string_view run)
{
    for (const auto& [module, procedures] : checker.library.modules)
        if (procedures.contains(run))
            return module;
    return std::nullopt;
}

void say_unknown(Checker& checker, const syntax::Phrase& phrase, Span span)
{
    const auto& words = phrase.words;
    const Span all = words_span(phrase, span);
    Span two = words.front().span;
    std::string run = words.front().text();
    if (words.size() > 1) {
        two.end = words[1].span.end;
        run += " " + words[1].text();
    }
    if (const auto module = module_with(checker, run)) {
        checker.diagnostics.add(diag::unknown_statement, two, run)
            .hint("`" + run + "` is in the standard library: write `use " + *module + "` under the header");
        return;
    }
    if (phrase.value) {
        checker.diagnostics
            .add(diag::misplaced, all, "the setting `" + words_text(phrase) + "`", std::string{"among statements"})
            .hint("settings stand in the block of their statement: `bcd set bootmgr { timeout = 10 }`");
        return;
    }
    auto& unknown = checker.diagnostics.add(diag::unknown_statement, two, run);
    std::vector<std::string> known = verbs(checker);
    if (const auto near = nearest(run, known)) {
        unknown.hint("did you mean `" + *near + "`?").fix("write `" + *near + "`", two, *near);
        return;
    }
    known = {"stage", "note", "ask", "stop", "escalate", "unfixable", "not_applicable", "refuse", "use", "procedure"};
    suggest(unknown, words.front().span, words.front().text(), known);
}

}  // namespace

std::vector<std::string> verbs(const Checker& checker)
{
    std::vector<std::string> all = names_of(checker.declarations().primitives);
    std::ranges::move(names_of(checker.procedures), std::back_inserter(all));
    return all;
}

std::optional<Step> verb_of(Checker& checker, const syntax::Phrase& phrase, Span span)
{
    const auto verb = longest_verb(checker, phrase.words);
    const auto later = later_verb(phrase.words);
    if (later && (!verb || later->size() > verb->text.size())) {
        checker.diagnostics.add(diag::not_in_this_version, words_span(phrase, span), "the statement `" + *later + "`");
        return std::nullopt;
    }
    if (!verb) {
        if (phrase.words.empty())
            checker.diagnostics.add(diag::misplaced, words_span(phrase, span), std::string{"a value"},
                                    std::string{"among statements"});
        else
            say_unknown(checker, phrase, span);
        return std::nullopt;
    }
    const auto primitive = checker.declarations().primitives.find(verb->text);
    if (primitive != checker.declarations().primitives.end())
        return act_of(checker, primitive->second, phrase, *verb, span);
    return invoke_of(checker, phrase, *verb, span);
}

}  // namespace hivemend::lang::rules
