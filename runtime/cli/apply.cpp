// hivemend apply: plan, agree, write in one transaction, keep what undo needs.
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "lang/diag/escape.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/planning.hpp"
#include "runtime/cli/recovery.hpp"
#include "runtime/engine/apply/apply.hpp"
#include "runtime/engine/plan/plan_file.hpp"
#include "runtime/report/plan_text.hpp"

#include <fmt/format.h>

namespace hivemend::cli {
namespace {

struct ApplyOptions : PlanOptions {
    bool yes = false;
};

/// Progress on the error stream of a terminal, so that the report on standard output stays clean.
class TerminalProgress final : public engine::Progress {
public:
    explicit TerminalProgress(Console& console) : console_(console) {}
    void stage(std::string_view what) override
    {
        if (console_.interactive)
            console_.err << what << "…\n";
    }

private:
    Console& console_;
};

void refuse_stale(const engine::Plan& saved, const engine::Plan& now, const std::string& path)
{
    auto lines = engine::stale(saved, now);
    if (!lines.empty())
        throw Error("the plan is stale: the target is not what it was made from", path, std::move(lines),
                    "nothing was changed; make a new plan, review it, and apply that");
}

void refuse_blocked(const engine::Plan& plan)
{
    if (const auto* step = plan.blocked())
        throw Error(
            fmt::format("nothing was applied: {} ({}:{}) {}", step->what, step->file, step->line,
                        step->outcome == engine::Outcome::refused ? "is refused" : "cannot be known on this target"),
            {}, {step->why}, "the whole playbook is applied or nothing; take the obstacle away, or leave the step out");
}

/// ` --confirm started[=no]`: what an open ask takes; nothing where the tool sees itself whether it is done.
std::string how_to_answer(const std::vector<engine::PlannedStep>& steps, const std::string& name)
{
    for (const auto& step : steps) {
        if (auto inside = how_to_answer(step.inside, name); !inside.empty())
            return inside;
        if (step.kind != engine::StepKind::ask || step.name != name || step.seen_by_tool)
            continue;
        std::string answers;
        for (const auto& question : step.questions)
            answers += fmt::format(" --confirm {}[=no]", question.substr(0, question.find(": ")));
        return answers.empty() ? " --confirm " + name : answers;
    }
    return {};
}

std::string how_to_answer(const engine::Plan& plan, const std::string& name)
{
    for (const auto& stage : plan.stages)
        if (auto found = how_to_answer(stage.steps, name); !found.empty())
            return found;
    return {};
}

void report_result(const engine::Plan& plan, const engine::Run& run, const std::string& state, Console& console)
{
    using lang::escape_terminal;
    const auto there =
        escape_terminal(fmt::format("--target {}{}", run.target, state.empty() ? "" : " --state " + state));
    console.out << fmt::format("\napplied {} {} as run {}\n", plan.changes.size(),
                               plan.changes.size() == 1 ? "change" : "changes", run.id)
                << fmt::format("undo it with: hivemend undo {} {}\n", run.id, there);
    for (const auto& name : plan.waits)
        console.out << fmt::format("waits for: {} (go on with: hivemend apply {} {}{})\n", name,
                                   escape_terminal(plan.playbook.file), there, how_to_answer(plan, name));
}

int apply_command(const ApplyOptions& options, Console& console)
{
    Workbench bench(console);
    std::optional<engine::Plan> saved;
    if (is_saved_plan(options.playbook))
        saved = engine::plan_from_json(read_host_file(options.playbook), options.playbook);
    const auto target = open_windows(options.target, options.windows, storage::Lock::exclusive, options.log_loss());
    const engine::RunStore store(state_directory(options.state));
    recover_first(target->transaction(), store, console);

    auto run = run_to_continue(store, saved && options.run.empty() ? saved->run : options.run,
                               saved ? saved->playbook.file : options.playbook, target->transaction());
    if (saved && saved->run.empty())
        run.reset();  // the plan was made for a run of its own
    if (!saved && !run && !options.confirm.empty())
        throw Error("no run of this playbook waits for an answer on this target", options.target, {},
                    "apply it without --confirm first: a person answers what the first part has prepared; "
                    "plan --assume shows what lies behind");
    const auto task = saved ? saved_task(bench, *saved, options, run) : begin_task(bench, options, run);
    TerminalProgress progress(console);
    const auto planned = plan_task(bench, task, *target, progress);
    const auto& plan = planned.plan;
    if (saved)
        refuse_stale(*saved, plan, options.playbook);
    console.out << report::plan_text(plan, bench.declarations(), console.colours) << std::flush;
    refuse_blocked(plan);
    if (const auto status = status_of(plan); status != Status::ok && plan.changes.empty())
        return status;
    if (plan.empty())
        return Status::ok;
    if (!plan.changes.empty() && !options.yes && !saved &&
        !agreed(console, fmt::format("write {} {} to {}?", plan.changes.size(),
                                     plan.changes.size() == 1 ? "change" : "changes", options.target))) {
        console.out << "nothing was changed\n";
        return Status::failed;
    }
    if (!run)
        run = store.begin(plan, std::filesystem::canonical(options.target).string(), target->transaction().place());
    engine::apply(planned, *target, *run, progress, console.stop);
    report_result(plan, *run, options.state, console);
    if (!plan.waits.empty())
        return Status::waits;
    return status_of(plan);
}

}  // namespace

void add_apply(CLI::App& app, Action& action)
{
    auto* command = app.add_subcommand("apply", "Make the changes of a playbook or a saved plan, all or none");
    auto options = std::make_shared<ApplyOptions>();
    command->add_option("PLAYBOOK|PLAN", options->playbook, "Playbook file or name, or a plan saved by plan --out")
        ->required();
    options->declare(*command);
    command->add_flag("--yes,-y", options->yes, "Do not ask");
    command->callback(
        [options, &action] { action = [options](Console& console) { return apply_command(*options, console); }; });
}

}  // namespace hivemend::cli
