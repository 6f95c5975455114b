// Boot settings that something else guards: BitLocker looks for changes of some, Secure Boot does not let others
// through.
#include <algorithm>

#include "lang/check/statements.hpp"

namespace hivemend::lang::rules {
namespace {

using Guarded = std::vector<const Setting*>;

/// What its value is, is not known, which has been said.
bool is_value_broken(const Setting& setting)
{
    return setting.value && setting.value->type.is(Type::Kind::error);
}

/// The settings whose element is declared so.
template <class Declared>
Guarded guarded_by(const Checker& checker, const Act& act, Declared&& declared)
{
    Guarded found;
    for (const auto& setting : act.settings) {
        const auto* element = setting.element && act.subject
                                  ? checker.declarations().element(*setting.element, act.subject->type.name)
                                  : nullptr;
        if (element != nullptr && !is_value_broken(setting) && declared(*element, setting))
            found.push_back(&setting);
    }
    return found;
}

/// `` `a`, `b` and `c` ``
std::string names_in(const Guarded& settings)
{
    std::string text;
    for (std::size_t i = 0; i < settings.size(); ++i)
        text += (i == 0 ? "`" : i + 1 == settings.size() ? " and `" : ", `") + settings[i]->name + "`";
    return text;
}

void mark_others(Diagnostic& warning, const Guarded& settings)
{
    for (std::size_t i = 1; i < settings.size(); ++i)
        warning.label(settings[i]->span, "and here");
}

bool is_no(const Setting& setting)
{
    const auto* constant = setting.value ? std::get_if<Constant>(&setting.value->node) : nullptr;
    const auto* boolean = constant == nullptr ? nullptr : constant->value.get_if<bool>();
    return boolean != nullptr && !*boolean;
}

void warn_of_bitlocker(Checker& checker, const Guarded& settings)
{
    auto& warning = checker.diagnostics.add(diag::trips_bitlocker, settings.front()->span, names_in(settings));
    mark_others(warning, settings);
    const std::string these = settings.size() == 1 ? "it" : "them";
    warning
        .hint("by default BitLocker compares " + these +
              " at every start, unless Secure Boot does that in its place (Microsoft Learn, \"BCD settings and "
              "BitLocker\"): have the key at hand")
        .hint("where that is meant, write `@accept(bitlocker, \"why\")` on the line above the statement");
}

void warn_of_secure_boot(Checker& checker, const Guarded& settings)
{
    auto& warning = checker.diagnostics.add(diag::ignored_by_secure_boot, settings.front()->span, names_in(settings));
    mark_others(warning, settings);
    warning
        .hint("bcdedit refuses to set " + std::string{settings.size() == 1 ? "it" : "them"} +
              " then (Microsoft Learn, \"bcdedit /set\"), and the disk does not say how the firmware of its machine "
              "is set: turn Secure Boot off there before the start")
        .hint("where the machine starts without it, write `@accept(secure_boot, \"why\")` on the line above the "
              "statement");
}

/// A line that was not understood may be the one that the acceptance is about.
bool all_understood(const syntax::Item& item, const Act& act, const Marks& marks)
{
    const auto* phrase = std::get_if<syntax::Phrase>(&item.node);
    return !marks.broken && std::ranges::none_of(act.settings, is_value_broken) && phrase != nullptr &&
           (!phrase->block || !act.arguments.empty() || phrase->block->items.size() == act.settings.size());
}

template <class Warn>
void answer(Checker& checker, const Guarded& settings, const std::string& danger, const Marks& marks, bool understood,
            Warn&& warn)
{
    const Remark* accepted = find_remark(marks.remarks, "accepts " + danger);
    if (!settings.empty() && accepted == nullptr && !marks.broken)
        warn(checker, settings);
    else if (settings.empty() && accepted != nullptr && understood)
        say_unneeded(checker, *accepted, danger);
}

}  // namespace

void answer_boot_guards(Checker& checker, const syntax::Item& item, const Act& act, const Marks& marks)
{
    const auto& shape = checker.declarations().primitives.find(act.verb)->second.settings;
    // Giving a setting back makes it again what BitLocker knows.
    const bool changes = shape && shape->elements && !shape->value_optional;
    const auto validated = [&](const ElementDeclaration& element, const Setting&) {
        return changes && element.bitlocker;
    };
    const auto ignored = [&](const ElementDeclaration& element, const Setting& setting) {
        return changes && element.ignored_by_secure_boot && shape->has_value && !is_no(setting);
    };
    const bool understood = all_understood(item, act, marks);
    answer(checker, guarded_by(checker, act, validated), "bitlocker", marks, understood, warn_of_bitlocker);
    answer(checker, guarded_by(checker, act, ignored), "secure_boot", marks, understood, warn_of_secure_boot);
}

}  // namespace hivemend::lang::rules
