// The straight way through a block: what is written and never seen.
#include "lang/check/flow.hpp"

#include <map>
#include <string>

#include <fmt/format.h>

#include "lang/check/narrowing.hpp"

namespace hivemend::lang::rules {
namespace {

bool reads_patient(const Expr& expr);

bool any_reads(const std::vector<Expr>& exprs)
{
    for (const auto& expr : exprs)
        if (reads_patient(expr))
            return true;
    return false;
}

bool reads_patient(const Expr& expr)
{
    return std::visit(overloaded{
                          [](const Constant&) { return false; },
                          [](const NotGiven&) { return false; },
                          [](const Local&) { return false; },
                          [](const FactRead&) { return true; },
                          [](const ElementRead&) { return true; },
                          [](const Exists&) { return true; },
                          [](const Interpolation& text) {
                              for (const auto& piece : text.pieces)
                                  if (const auto* value = std::get_if<Expr>(&piece); value && reads_patient(*value))
                                      return true;
                              return false;
                          },
                          [](const ListOf& list) { return any_reads(list.items); },
                          [](const MakeRegData& data) { return any_reads(data.operand); },
                          [](const Compare& comparison) { return any_reads(comparison.sides); },
                          [](const Logic& logic) { return any_reads(logic.operands); },
                          [](const Not& negation) { return any_reads(negation.operand); },
                          [](const Choice& choice) {
                              return any_reads(choice.subject) || any_reads(choice.conditions) ||
                                     any_reads(choice.values);
                          },
                      },
                      expr.node);
}

/// `reg append` and its kin add to what is there.
bool builds_on_what_is_there(const Checker& checker, const Act& act)
{
    const auto verb = checker.declarations().primitives.find(act.verb);
    return verb != checker.declarations().primitives.end() && verb->second.settings &&
           verb->second.settings->value.is(Type::Kind::list);
}

bool reads_patient(const Act& act)
{
    for (const auto& setting : act.settings)
        if (setting.value && reads_patient(*setting.value))
            return true;
    return act.settings.empty();  // a statement without settings may read whatever it is about
}

/// Settings that were written and that nothing has looked at since.
class Unseen {
public:
    explicit Unseen(Checker& checker) : checker_{checker} {}

    void forget() { written_.clear(); }

    void write(const Act& act)
    {
        const auto subject = act.subject ? static_key(*act.subject) : std::nullopt;
        if (!subject)
            return forget();  // it could be any key or object
        for (const auto& setting : act.settings) {
            const auto name = setting.name_expr ? static_key(*setting.name_expr) : std::optional{setting.name};
            if (!name)
                return forget();
            const auto key = ascii_lower(fmt::format("{}|{}", *subject, *name));
            const auto [first, is_new] = written_.emplace(key, setting.span);
            if (is_new)
                continue;
            const bool elsewhere = first->second.source != setting.span.source;
            auto& twice = checker_.diagnostics.add(diag::written_twice, setting.span, setting.name);
            if (!elsewhere)
                twice.label(first->second, "written here first, and nothing reads it in between");
            twice.hint("keep the one that is meant; the first has no effect");
            first->second = setting.span;
        }
    }

private:
    Checker& checker_;
    std::map<std::string, Span> written_;
};

}  // namespace

void check_writes(Checker& checker, const Steps& steps)
{
    Unseen unseen{checker};
    for (const auto& step : steps)
        std::visit(overloaded{
                       [&](const Act& act) {
                           const bool adds = builds_on_what_is_there(checker, act);
                           if (adds || reads_patient(act))
                               unseen.forget();
                           if (!adds && !act.settings.empty())
                               unseen.write(act);
                       },
                       [&](const Branch& branch) {
                           unseen.forget();
                           for (const auto& arm : branch.arms)
                               check_writes(checker, arm.body);
                           if (branch.otherwise)
                               check_writes(checker, *branch.otherwise);
                       },
                       [&](const Loop& loop) {
                           unseen.forget();
                           check_writes(checker, loop.body);
                       },
                       [&](const LetStep& let) {
                           if (reads_patient(let.value))
                               unseen.forget();
                       },
                       [&](const Note& note) {
                           if (any_reads(note.lines))
                               unseen.forget();
                       },
                       [&](const Ask&) { unseen.forget(); },
                       [](const Verdict&) {},
                       [&](const Invoke&) { unseen.forget(); },
                   },
                   step.node);
}

void check_flow(Checker& checker, const Program& program)
{
    if (!check_step_count(checker, program))
        return;
    for (const auto& parameter : program.parameters)
        check_expectations(checker, parameter.expects);
    for (const auto& stage : program.stages) {
        check_writes(checker, stage.body);
        check_expectations(checker, stage.body);
    }
    check_temporaries(checker, program);
    check_needed_elements(checker, program);
}

}  // namespace hivemend::lang::rules
