// Risk and undo are said once, in the declaration of a statement, and the playbook must answer.
#include "lang/check/statements.hpp"

namespace hivemend::lang::rules {
namespace {

/// `@temporary` is about values that are written with their data and can be given back.
bool writes_values(const PrimitiveDeclaration& verb)
{
    return verb.settings && !verb.settings->elements && verb.settings->has_value && !verb.settings->value_optional &&
           verb.settings->value.is(Type::Kind::reg_data);
}

void require(Checker& checker, Span where, const Marks& marks, bool dangerous, const std::string& danger,
             const std::string& verb, const std::string& what)
{
    const Remark* accepted = find_remark(marks.remarks, "accepts " + danger);
    if (dangerous && accepted == nullptr && !marks.broken) {
        checker.diagnostics.add(diag::needs_acceptance, where, verb, what)
            .hint("a reviewer must see that this is meant: write `@accept(" + danger +
                  ", \"why\")` on the line above it");
    } else if (!dangerous && accepted != nullptr) {
        say_unneeded(checker, *accepted, danger);
    }
}

}  // namespace

void say_unneeded(Checker& checker, const Remark& accepted, const std::string& danger)
{
    checker.diagnostics.add(diag::unneeded_acceptance, accepted.span, danger)
        .hint("take the attribute away, so that those that matter are seen");
}

void answer_dangers(Checker& checker, const syntax::Item& item, Step& step, Marks& marks)
{
    auto* act = std::get_if<Act>(&step.node);
    if (act == nullptr)
        return keep_reasons_only(checker, marks, "before what is no single statement");
    const auto& verb = checker.declarations().primitives.find(act->verb)->second;
    const Span where = head_of(checker, item);
    require(checker, where, marks, verb.undo == UndoKind::none, "irreversible", verb.verb, "cannot be undone");
    require(checker, where, marks, verb.risk == Risk::high, "high_risk", verb.verb, "is of high risk");
    answer_boot_guards(checker, item, *act, marks);
    act->temporary = marks.temporary && writes_values(verb);
    if (marks.temporary && !act->temporary)
        checker.diagnostics
            .add(diag::misplaced, *marks.temporary, std::string{"`@temporary`"}, "before `" + verb.verb + "`")
            .hint("it marks values of the registry that a later `reg restore` or `reg delete` takes back; elements of "
                  "boot objects are temporary by their declaration");
}

}  // namespace hivemend::lang::rules
