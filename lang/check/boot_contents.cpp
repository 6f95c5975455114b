// What no boot store can hold or no boot manager reads, as far as a statement shows it without a store.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "lang/check/narrowing.hpp"
#include "lang/check/statements.hpp"
#include "lang/check/values.hpp"

namespace hivemend::lang::rules {
namespace {

using Kind = Type::Kind;

constexpr std::uint32_t path_element = 0x12000002, systemroot_element = 0x22000002;  // the second of a loader

/// An object in a list: what is equal for equal objects, and how a message calls it.
struct Listed {
    std::string key;
    std::string shown;
    std::string kind;
    Span span;  // of the object, or of the list
};

/// The objects of a list, or the one object, that the text shows.
std::vector<Listed> objects_in(const Checker& checker, const Expr& expr)
{
    std::vector<Listed> found;
    const auto add = [&](const Value& object) {
        if (const auto* known = object.get_if<BootObject>())
            found.push_back({to_text(object), "`" + to_text(object) + "`", known->kind, expr.span});
    };
    const auto* constant = std::get_if<Constant>(&expr.node);
    if (const auto* items = constant == nullptr ? nullptr : constant->value.get_if<std::vector<Value>>())
        std::ranges::for_each(*items, add);
    else if (constant != nullptr)
        add(constant->value);
    else if (const auto* items_of = std::get_if<ListOf>(&expr.node))
        for (const auto& item : items_of->items)
            if (auto key = static_key(item))
                found.push_back({*std::move(key), checker.code(item.span), item.type.name, item.span});
    if (const auto* local = std::get_if<Local>(&expr.node); local && expr.type.is(Kind::bcd_object))
        found.push_back({"", "`" + local->name + "`", expr.type.name, expr.span});
    return found;
}

/// What is started is an application of the boot environment.
void check_started(Checker& checker, const ElementDeclaration& element, const Expr& value, std::string_view owner)
{
    for (const auto& object : objects_in(checker, value))
        if (!element.may_hold(object.kind, owner))
            return static_cast<void>(
                checker.diagnostics
                    .add(diag::wrong_type, object.span, object.shown, described(bcd_object_type(object.kind)),
                         std::string{"an object that can be started"})
                    .hint(fmt::format("`{}` names what is started: a boot loader entry, the memory tester and their "
                                      "like; this is {}",
                                      element.name, kind_described(object.kind))));
}

/// `first`, `last` and `remove` of `bcd order`: an object has one place in a list, or none.
void check_order(Checker& checker, const Act& act)
{
    const auto* list = std::get_if<Constant>(&act.subject->node);
    const auto* name = list == nullptr ? nullptr : list->value.get_if<EnumMember>();
    if (const auto* element = name == nullptr ? nullptr : checker.declarations().element(name->name, "bootmgr"))
        for (const auto& argument : act.arguments)
            if (argument.name != "remove")
                check_started(checker, *element, argument.value, "bootmgr");
    std::map<std::string, const Argument*> seen;
    for (const auto& argument : act.arguments)
        for (const auto& object : objects_in(checker, argument.value)) {
            const auto [first, is_new] = seen.emplace(object.key, &argument);
            const auto& earlier = *first->second;
            if (!is_new && &earlier != &argument)
                checker.diagnostics.add(diag::duplicate, argument.value.span, object.shown)
                    .label(earlier.value.span, "here first")
                    .hint(fmt::format("an object has one place in a list: leave it out of `{}` or of `{}`",
                                      earlier.name, argument.name));
        }
}

/// `bcd create`: an object whose kind is known is made as one of that kind.
void check_created_kind(Checker& checker, const Act& act)
{
    const auto kind = std::ranges::find(act.arguments, "kind", &Argument::name);
    const auto* constant = kind == act.arguments.end() ? nullptr : std::get_if<Constant>(&kind->value.node);
    const auto* member = constant == nullptr ? nullptr : constant->value.get_if<EnumMember>();
    const std::string& known = act.subject->type.name;
    if (member == nullptr || known.empty() || member->name == known)
        return;
    auto& other = checker.diagnostics.add(
        diag::object_of_other_kind, kind->value.span,
        std::string{checker.sources[act.subject->span.source].slice(act.subject->span)}, known, member->name);
    other.label(act.subject->span, checker.code(act.subject->span) + " is " + kind_described(known))
        .fix("write its kind", kind->value.span, known);
}

/// A store has no list without an object: taking the last one away takes the list with it.
void check_list(Checker& checker, const syntax::Phrase& phrase, Span span, const Act& act, const Setting& setting)
{
    const auto* constant = std::get_if<Constant>(&setting.value->node);
    const auto* items = constant == nullptr ? nullptr : constant->value.get_if<std::vector<Value>>();
    if (items == nullptr || !items->empty())
        return;
    const auto instead = fmt::format("bcd delete {} {{ {} }}",
                                     checker.sources[act.subject->span.source].slice(act.subject->span), setting.name);
    auto& empty = checker.diagnostics.add(diag::wrong_type, setting.value->span, checker.code(setting.value->span),
                                          std::string{"an empty list"}, std::string{"at least one object"});
    empty.hint("a boot store has no empty lists: an element without an object is not there");
    if (phrase.block->items.size() == 1 && act.verb == "bcd set")
        empty.fix("delete the element", {span.source, words_span(phrase, span).begin, span.end}, instead);
    else
        empty.hint(fmt::format("delete the element: `{}`", instead));
}

/// The boot manager joins the text to a device as it is.
void check_boot_path(Checker& checker, const Setting& setting)
{
    const auto malformed = [&](std::string_view what) -> Diagnostic& {
        return checker.diagnostics.add(diag::malformed_path, setting.value->span, std::string{what})
            .hint("the boot manager reads it from the root of its device, in the form "
                  "`\\Windows\\system32\\winload.efi`");
    };
    const auto wrong_with = [](std::string_view text, bool begins) {
        return begins && !text.starts_with('\\') ? "does not begin with a backslash"
               : text.find('/') != std::string_view::npos
                   ? "has the character `/`, where the boot manager reads `\\` only"
                   : "";
    };
    if (const auto* constant = std::get_if<Constant>(&setting.value->node)) {
        const auto* text = constant->value.get_if<std::string>();
        const std::string_view wrong = text == nullptr ? "" : wrong_with(*text, true);
        if (wrong.empty())
            return;
        std::string right = text->size() > 1 && (*text)[1] == ':' ? text->substr(2) : *text;
        std::ranges::replace(right, '/', '\\');
        while (right.size() > 1 && right.ends_with('\\'))
            right.pop_back();
        auto& path = malformed(wrong);
        if (!right.empty())
            path.fix("write it so", setting.value->span,
                     string_literal(right.starts_with('\\') ? right : "\\" + right));
    } else if (const auto* pieces = std::get_if<Interpolation>(&setting.value->node)) {
        for (const auto& piece : pieces->pieces)
            if (const auto* text = std::get_if<std::string>(&piece))
                if (const std::string_view wrong = wrong_with(*text, &piece == &pieces->pieces.front()); !wrong.empty())
                    return static_cast<void>(malformed(wrong));
    }
}

}  // namespace

void check_boot_contents(Checker& checker, const syntax::Phrase& phrase, Span span, const Act& act)
{
    if (!act.subject)
        return;
    if (act.verb == "bcd order")
        check_order(checker, act);
    if (act.verb == "bcd create")
        check_created_kind(checker, act);
    const std::string& kind = act.subject->type.name;
    for (const auto& setting : act.settings) {
        if (!setting.element || !setting.value || setting.value->type.is(Kind::error))
            continue;
        if (const auto* element = checker.declarations().element(*setting.element, kind))
            check_started(checker, *element, *setting.value, kind);
        if (element_format(*setting.element) == ElementFormat::object_list)
            check_list(checker, phrase, span, act, setting);
        if (*setting.element == path_element ||
            (*setting.element == systemroot_element && kind.starts_with("osloader")))
            check_boot_path(checker, setting);
    }
}

}  // namespace hivemend::lang::rules
