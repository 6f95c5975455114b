// Boot settings that do nothing by themselves: the port has to be known before its speed means anything.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lang/check/flow.hpp"
#include "lang/check/step_walk.hpp"

namespace hivemend::lang::rules {
namespace {

/// An element of an object, by a name for the object that is equal for equal objects.
using ElementOf = std::pair<std::string, std::uint32_t>;

/// A setting that has no effect without another element.
struct Dependent {
    Span span;
    const ElementDeclaration* element;
    const ElementDeclaration* needed;
    std::string object;       // as `ElementOf` names it
    std::string object_text;  // as it is written
};

class NeededElements {
public:
    NeededElements(const Checker& checker, const Program& program) : checker_{checker}
    {
        if (program.applies_when)
            read(*program.applies_when, {});
        walk_steps(program, [this](const Step& step, const SlotNames& names, std::size_t) { look_at(step, names); });
    }

    std::vector<Dependent> alone() const
    {
        std::vector<Dependent> found;
        std::set<std::pair<SourceId, std::uint32_t>> said;  // a procedure that runs twice is written once
        for (const auto& one : dependents_)
            if (!mentioned_.contains({one.object, one.needed->id}) &&
                said.insert({one.span.source, one.span.begin}).second)
                found.push_back(one);
        return found;
    }

private:
    void look_at(const Step& step, const SlotNames& names)
    {
        std::visit(overloaded{
                       [&](const Act& act) { settings(act, names); },
                       [&](const Branch& branch) {
                           if (branch.matched)
                               read(*branch.matched, names);
                           for (const auto& arm : branch.arms)
                               read(arm.condition, names);
                       },
                       [&](const Loop& loop) { read(loop.list, names); },
                       [&](const LetStep& let) { read(let.value, names); },
                       [&](const Ask& ask) { read_all(ask.expects, names); },
                       [&](const Invoke& invoke) {
                           for (const auto& argument : invoke.arguments)
                               read(argument.value, names);
                       },
                       [](const auto&) {},
                   },
                   step.node);
    }

    void settings(const Act& act, const SlotNames& names)
    {
        for (const auto& argument : act.arguments)
            read(argument.value, names);
        const auto object = act.subject ? static_key(*act.subject, names) : std::nullopt;
        for (const auto& setting : act.settings) {
            if (setting.value)
                read(*setting.value, names);
            if (object && setting.element)
                element_of(act, setting, *object);
        }
    }

    void element_of(const Act& act, const Setting& setting, const std::string& object)
    {
        const auto& shape = checker_.declarations().primitives.find(act.verb)->second.settings;
        if (!shape->has_value)
            return;  // what is deleted needs nothing
        mentioned_.insert({object, *setting.element});
        const std::string& kind = act.subject->type.name;
        const auto* element = checker_.declarations().element(*setting.element, kind);
        const auto* needed = element == nullptr || element->needs.empty() || shape->value_optional
                                 ? nullptr
                                 : checker_.declarations().element(element->needs, kind);
        if (needed != nullptr && is_of_this_playbook(setting.span))
            dependents_.push_back({setting.span, element, needed, object, written(*act.subject, object)});
    }

    /// The procedures of the library have been judged with it.
    bool is_of_this_playbook(Span span) const
    {
        const auto is_its_source = [&](const syntax::File& file) { return file.source == span.source; };
        return (checker_.file != nullptr && is_its_source(*checker_.file)) ||
               std::ranges::any_of(checker_.used_trees, is_its_source);
    }

    /// How the object is called where something of it is read.
    std::string written(const Expr& subject, const std::string& object) const
    {
        const auto text = checker_.sources[subject.span.source].slice(subject.span);
        return text.starts_with('"') ? object : std::string{text};
    }

    void read_all(const std::vector<Expr>& exprs, const SlotNames& names)
    {
        for (const auto& expr : exprs)
            read(expr, names);
    }

    void read(const Expr& expr, const SlotNames& names)
    {
        std::visit(overloaded{
                       [&](const ElementRead& element) {
                           if (const auto object = static_key(element.object.front(), names))
                               mentioned_.insert({*object, element.element});
                       },
                       [&](const Exists& exists) { read_all(exists.operand, names); },
                       [&](const FactRead& fact) { read_all(fact.arguments, names); },
                       [&](const ListOf& list) { read_all(list.items, names); },
                       [&](const Compare& comparison) { read_all(comparison.sides, names); },
                       [&](const Logic& logic) { read_all(logic.operands, names); },
                       [&](const Not& negation) { read_all(negation.operand, names); },
                       [&](const Choice& choice) {
                           read_all(choice.subject, names);
                           read_all(choice.conditions, names);
                           read_all(choice.values, names);
                       },
                       [](const auto&) {},  // what a text or registry data is made of is no object's element
                   },
                   expr.node);
    }

    const Checker& checker_;
    std::set<ElementOf> mentioned_;
    std::vector<Dependent> dependents_;
};

}  // namespace

void check_needed_elements(Checker& checker, const Program& program)
{
    // What a pasted command becomes may well set the other one.
    if (checker.file != nullptr && !checker.file->foreign.empty())
        return;
    const auto alone = NeededElements{checker, program}.alone();
    for (const auto& one : alone) {
        const auto& needed = one.needed->name;
        checker.diagnostics.add(diag::no_effect_alone, one.span, one.element->name, needed)
            .hint("set `" + needed + "` in the same statement")
            .hint("where the disk has it already, ask for it: `when exists " + one.object_text + "." + needed +
                  " { … }`");
    }
}

}  // namespace hivemend::lang::rules
