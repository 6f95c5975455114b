// Effects: what is written, what the body has, and whether both are the same.
#include <algorithm>
#include <array>
#include <map>

#include "lang/check/declared.hpp"
#include "lang/check/offers.hpp"

namespace hivemend::lang::rules {
namespace {

const std::vector<std::string> effect_words{"registry", "boot", "files", "disk", "human"};

bool* effect_named(Effects& effects, std::string_view name)
{
    if (name == "registry")
        return &effects.registry;
    if (name == "boot")
        return &effects.boot;
    if (name == "files")
        return &effects.files;
    if (name == "disk")
        return &effects.disk;
    return name == "human" ? &effects.human : nullptr;
}

void say_unknown_effect(Checker& checker, Span where, const std::string& word)
{
    auto& unknown = checker.diagnostics.add(diag::unknown_member, where, "the list of effects", word);
    suggest(unknown, where, word, effect_words);
    unknown.hint("effects are registry, boot, files, disk and human; what only looks has none");
}

}  // namespace

std::optional<Effects> effects_of(Checker& checker, const syntax::Phrase& phrase, Span span)
{
    Effects effects;
    std::map<std::string, Span> seen;
    bool sound = true;
    if (!phrase.block || phrase.words.size() != 1 || phrase.literal || phrase.value) {
        checker.diagnostics.add(diag::wrong_shape, span, "effects", "effects { registry, boot }");
        return std::nullopt;
    }
    for (const auto& item : phrase.block->items) {
        const auto* line = std::get_if<syntax::Phrase>(&item.node);
        const std::string word = line == nullptr ? "" : words_text(*line);
        offer_words(checker, item.span, effect_words, "effect");
        if (bool* effect = effect_named(effects, word);
            effect != nullptr && !line->literal && !line->value && !line->block) {
            const auto [first, is_new] = seen.emplace(word, item.span);
            if (!is_new)
                checker.diagnostics.add(diag::duplicate, item.span, "the effect `" + word + "`")
                    .label(first->second, "here first")
                    .hint("once is enough");
            *effect = true;
        } else if (sound = false; !std::holds_alternative<syntax::Broken>(item.node))
            say_unknown_effect(checker, item.span, word);
    }
    return sound ? std::optional{effects} : std::nullopt;
}

Effects effects_of(const Step& step, const Declarations& declarations, const std::vector<Procedure>& procedures)
{
    return std::visit(overloaded{
                          [&](const Act& act) {
                              const auto found = declarations.primitives.find(act.verb);
                              return found == declarations.primitives.end() ? Effects{} : found->second.effects;
                          },
                          [&](const Branch& branch) {
                              Effects effects;
                              for (const auto& arm : branch.arms)
                                  effects = effects | effects_of(arm.body, declarations, procedures);
                              return branch.otherwise
                                         ? effects | effects_of(*branch.otherwise, declarations, procedures)
                                         : effects;
                          },
                          [&](const Loop& loop) { return effects_of(loop.body, declarations, procedures); },
                          [&](const Ask&) { return Effects{.human = true}; },
                          [&](const Invoke& invoke) { return procedures[invoke.procedure].effects; },
                          [](const LetStep&) { return Effects{}; },
                          [](const Note&) { return Effects{}; },
                          [](const Verdict&) { return Effects{}; },
                      },
                      step.node);
}

Effects effects_of(const Steps& steps, const Declarations& declarations, const std::vector<Procedure>& procedures)
{
    Effects effects;
    for (const auto& step : steps)
        effects = effects | effects_of(step, declarations, procedures);
    return effects;
}

void compare_effects(Checker& checker, const Effects& written, const Effects& found, Span where, Span body_end)
{
    if (written == found || ((written | found) == written && checker.diagnostics.has_errors()))
        return;
    // What a broken statement would touch is not known yet.
    const auto certainty = checker.diagnostics.has_errors() ? Certainty::likely : Certainty::certain;
    auto& wrong = checker.diagnostics.add(diag::wrong_effects, where, written.text(), found.text());
    wrong.hint("effects say what a playbook could touch, so that a reviewer need not read its body")
        .fix("write what the body has", where, "effects " + found.text(), certainty);
    if ((written | found) != found)
        wrong.label(body_end, "up to here nothing has " + (written - found).text());
}

}  // namespace hivemend::lang::rules
