// Which statement the first words of a phrase are, and its subject.
#include <algorithm>
#include <utility>

#include "lang/check/declared.hpp"
#include "lang/check/foreign.hpp"
#include "lang/check/statements.hpp"
#include "lang/check/values.hpp"
#include "lang/diag/suggest.hpp"
#include "lang/syntax/scan.hpp"

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
    if (!verb.parameters.empty())
        text += " { " + verb.parameters.front().name + " = … }";
    if (!verb.settings)
        return text;
    const std::string line = verb.settings->elements ? "element" : "name";
    return text + " { " + line + (verb.settings->has_value ? " = value" : "") + " }";
}

/// The word or text after a verb as a value; nothing when there is not exactly one.
std::optional<Expr> subject_of(Checker& checker, const Type& type, const syntax::Phrase& phrase, std::size_t verb_words)
{
    const std::size_t rest = phrase.words.size() - verb_words;
    if (rest + (phrase.literal ? 1 : 0) != 1 || phrase.value)
        return std::nullopt;
    if (phrase.literal)
        return value_of(checker, **phrase.literal, type);
    const syntax::Path& word = phrase.words.back();
    return value_of(checker, syntax::Expr{word.span, syntax::Call{word, std::nullopt}}, type);
}

/// The parameters of a primitive as those of a procedure are, so that both are called alike.
std::vector<Parameter> parameters_of(const PrimitiveDeclaration& declaration, Span span)
{
    std::vector<Parameter> parameters;
    for (const auto& one : declaration.parameters) {
        Parameter parameter{one.name, one.type, one.documentation, std::nullopt, {}, span};
        if (one.default_value)
            parameter.default_value = constant(one.type, span, *one.default_value);
        parameters.push_back(std::move(parameter));
    }
    return parameters;
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

/// `reg delete` and `reg delete-key`: verbs that one takes for the other.
std::vector<const PrimitiveDeclaration*> neighbours_of(const Checker& checker, const PrimitiveDeclaration& verb)
{
    std::vector<const PrimitiveDeclaration*> found;
    for (const auto& [name, other] : checker.declarations().primitives)
        if (name.starts_with(verb.verb + "-") || verb.verb.starts_with(name + "-"))
            found.push_back(&other);
    return found;
}

std::string first_sentence(std::string_view documentation)
{
    std::size_t end = 0;
    while (end < documentation.size() &&
           !(documentation[end] == '.' &&
             (end + 1 == documentation.size() || documentation[end + 1] == ' ' || documentation[end + 1] == '\n')))
        ++end;
    std::string text{documentation.substr(0, end + 1)};
    std::ranges::replace(text, '\n', ' ');
    return text;
}

std::optional<Step> act_of(Checker& checker, const PrimitiveDeclaration& declaration, const syntax::Phrase& phrase,
                           const Verb& verb, Span span)
{
    Act act{.verb = verb.text};
    const Span words = words_span(phrase, span);
    const bool has_block = phrase.block && !phrase.block->items.empty();
    if (declaration.subject)
        act.subject = subject_of(checker, declaration.subject->type, phrase, verb.words);
    const bool bare = phrase.words.size() == verb.words && !phrase.literal && !phrase.value;
    if ((declaration.subject ? !act.subject : !bare) || (declaration.settings && !has_block) ||
        (!declaration.settings && declaration.parameters.empty() && phrase.block)) {
        auto& shape = checker.diagnostics.add(diag::wrong_shape, words, declaration.verb, usage(declaration));
        shape.hint("`hivemend help " + verb.text + "` shows it with an example");
        for (const auto* other : neighbours_of(checker, declaration))
            shape.hint("`" + usage(*other) + "`: " + first_sentence(other->documentation));
        if (usage(declaration) == declaration.verb) {
            Span rest{span.source, words.begin + static_cast<std::uint32_t>(declaration.verb.size()), span.end};
            if (checker.sources[span.source].slice(words).starts_with(declaration.verb) && rest.begin < rest.end)
                shape.hint("nothing follows these words").fix("leave the rest out", rest, "");
        }
        return std::nullopt;
    }
    if (declaration.settings)
        act.settings = settings_of(checker, declaration, act.subject ? *act.subject : broken(span), *phrase.block);
    else
        act.arguments = arguments_of(checker, verb.text, parameters_of(declaration, words),
                                     phrase.block ? &*phrase.block : nullptr, words);
    check_boot_contents(checker, phrase, span, act);
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
    std::vector<Parameter> parameters = found->parameters;
    const ProcedureEntry& entry = checker.procedures.find(verb.text)->second;
    Invoke invoke{entry.index, {}};
    if (found->has_subject) {
        auto subject = subject_of(checker, parameters.front().type, phrase, verb.words);
        if (!subject) {
            checker.diagnostics
                .add(diag::wrong_shape, words, verb.text, verb.text + " " + upper(parameters.front().name))
                .hint("`hivemend help " + verb.text + "` shows it with an example");
            return std::nullopt;
        }
        invoke.arguments.push_back({parameters.front().name, *std::move(subject)});
        parameters.erase(parameters.begin());
    } else if (phrase.words.size() != verb.words || phrase.literal || phrase.value) {
        checker.diagnostics
            .add(diag::wrong_shape, words, verb.text,
                 verb.text + (parameters.empty() ? "" : " { " + parameters.front().name + " = … }"))
            .hint("`hivemend help " + verb.text + "` shows it with an example");
        return std::nullopt;
    }
    std::ranges::move(arguments_of(checker, verb.text, parameters, phrase.block ? &*phrase.block : nullptr, words),
                      std::back_inserter(invoke.arguments));
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

/// A setting without its statement: an element of a boot object, or a value of the registry as articles list them.
void say_setting(Checker& checker, const syntax::Phrase& phrase, Span where)
{
    const std::string name{checker.sources[where.source].slice(where)};
    auto& one = checker.diagnostics.add(diag::misplaced, where, "the setting " + checker.code(where),
                                        std::string{"among statements"});
    const auto& declared = checker.declarations();
    if (declared.elements.contains(name)) {
        one.hint("settings stand in the block of their statement: `bcd set bootmgr { timeout = 10 }`");
        return;
    }
    const auto& value = (*phrase.value)->node;
    const std::string written{checker.sources[where.source].slice((*phrase.value)->span)};
    const bool typed = std::holds_alternative<syntax::Typed>(value);
    const std::string data = typed                                                  ? written
                             : std::holds_alternative<syntax::NumberLiteral>(value) ? "dword " + written
                             : std::holds_alternative<syntax::StringLiteral>(value) ? "sz " + written
                                                                                    : "…";
    one.hint("settings stand in the block of their statement; a value of the registry in that of its key: `reg add "
             "\"SYSTEM\\…\" { " +
             name + " = " + data + " }`");
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
    if (!phrase.block && syntax::is_bare_command(checker.sources[span.source].slice(span))) {
        say_foreign(checker, span);
        return;
    }
    if (phrase.value) {
        say_setting(checker, phrase, all);
        return;
    }
    if (const auto meant = syntax::scan::word_of_other_languages(words.front().text()); !meant.empty()) {
        checker.diagnostics.add(diag::foreign_operator, words.front().span, words.front().text(), std::string{meant})
            .hint("a condition is written `when CONDITION { … } else { … }`, a loop `for each NAME in LIST { … }`")
            .fix("write `" + std::string{meant} + "`", words.front().span, std::string{meant});
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
    if (!verb) {
        if (phrase.words.empty() && phrase.value)
            say_setting(checker, phrase, words_span(phrase, span));
        else if (phrase.words.empty())
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
