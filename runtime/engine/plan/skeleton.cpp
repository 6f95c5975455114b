// Words of a step from its text: a plan shows what the author wrote, with values only where they are known.
#include "runtime/engine/plan/skeleton.hpp"

#include "runtime/engine/answer.hpp"
#include "runtime/engine/plan/arms.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

lang::Risk risk_of(const PlanRequest& request, const std::string& verb)
{
    const auto found = request.declarations.primitives.find(verb);
    return found == request.declarations.primitives.end() ? lang::Risk::low : found->second.risk;
}

void inside(const PlanRequest& request, const lang::Steps& steps, PlannedStep& planned)
{
    for (const auto& step : steps)
        planned.inside.push_back(skeleton(request, step, planned.id));
}

}  // namespace

std::vector<PlannedRemark> planned_remarks(const std::vector<lang::Remark>& remarks)
{
    std::vector<PlannedRemark> result;
    for (const auto& remark : remarks)
        result.push_back({remark.what, remark.why});
    return result;
}

std::string one_line(const lang::SourceMap& sources, lang::Span span)
{
    std::string result;
    for (const char c : sources[span.source].slice(span)) {
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!blank)
            result += c;
        else if (!result.empty() && result.back() != ' ')
            result += ' ';
    }
    if (!result.empty() && result.back() == ' ')
        result.pop_back();
    return result;
}

PlannedStep skeleton(const PlanRequest& request, const lang::Step& step, const std::string& id)
{
    const auto& sources = request.sources;
    const auto& source = sources[step.span.source];
    PlannedStep planned;
    planned.id = id;
    planned.file = source.name();
    planned.line = source.position(step.span.begin).line;
    planned.differs = step.differs.value_or("");
    planned.remarks = planned_remarks(step.remarks);
    std::visit(overloaded{[&](const lang::Act& act) {
                              planned.kind = StepKind::act;
                              planned.risk = risk_of(request, act.verb);
                              planned.what = act.verb;
                              if (act.subject)
                                  planned.what += " " + one_line(sources, act.subject->span);
                          },
                          [&](const lang::Branch& branch) {
                              planned.kind = StepKind::branch;
                              planned.what = branch.matched ? "match " + one_line(sources, branch.matched->span)
                                                            : branch_words(request, branch, 0);
                              for (const auto& arm : branch.arms)
                                  inside(request, arm.body, planned);
                              if (branch.otherwise)
                                  inside(request, *branch.otherwise, planned);
                          },
                          [&](const lang::Loop& loop) {
                              planned.kind = StepKind::loop;
                              planned.what =
                                  fmt::format("for each {} in {}", loop.name, one_line(sources, loop.list.span));
                              inside(request, loop.body, planned);
                          },
                          [&](const lang::LetStep& let) {
                              planned.kind = StepKind::let;
                              planned.what = fmt::format("let {} = {}", let.name, one_line(sources, let.value.span));
                          },
                          [&](const lang::Note& note) {
                              planned.kind = StepKind::note;
                              planned.what = note.title;
                          },
                          [&](const lang::Ask& ask) {
                              planned.kind = StepKind::ask;
                              planned.what = ask.title;
                          },
                          [&](const lang::Verdict& verdict) {
                              planned.kind = StepKind::verdict;
                              planned.what = lang::verdict_word(verdict.kind);
                          },
                          [&](const lang::Invoke& invoke) {
                              const auto& procedure = request.program.procedures.at(invoke.procedure);
                              planned.kind = StepKind::procedure;
                              planned.what = procedure.name;
                              inside(request, procedure.body, planned);
                          }},
               step.node);
    return planned;
}

}  // namespace hivemend::engine
