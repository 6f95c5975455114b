// hivemend plan: the dry run. Writes nothing but the file of --out.
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "runtime/cli/commands.hpp"
#include "runtime/cli/planning.hpp"
#include "runtime/engine/plan/plan_file.hpp"
#include "runtime/report/plan_json.hpp"
#include "runtime/report/plan_text.hpp"
#include "runtime/storage/txn/durable.hpp"

namespace hivemend::cli {
namespace {

struct PlanCommandLine : PlanOptions {
    std::string out, format = "text";
    bool detailed = false;
};

void save(const engine::Plan& plan, const std::string& path)
{
    if (!plan.assumed.empty())
        throw Error("a plan under assumptions is for review and cannot be saved to be applied", path, {},
                    "leave --assume or --out out");
    const auto text = engine::to_json(plan);
    storage::durable::replace_file(std::filesystem::absolute(path), std::as_bytes(std::span(text)), 0600);
}

int plan_command(const PlanCommandLine& options, Console& console)
{
    Workbench bench(console);
    const auto target = open_target(bench, options.target, options.windows, options.log_loss());
    std::optional<engine::Run> run;
    auto* windows = dynamic_cast<engine::WindowsTarget*>(target.get());
    if (windows != nullptr)
        run = run_to_continue(engine::RunStore(state_directory(options.state)), options.run, options.playbook,
                              windows->transaction());
    const auto task = begin_task(bench, options, run);
    engine::NoProgress progress;
    const auto plan = plan_task(bench, task, *target, progress).plan;
    auto shown = plan;
    if (windows != nullptr && !run)
        if (const auto note = finished_run(engine::RunStore(state_directory(options.state)), plan.playbook.name,
                                           windows->transaction()))
            shown.notes.push_back(*note);
    if (options.format == "json")
        console.out << report::plan_json(shown);
    else
        console.out << report::plan_text(shown, bench.declarations(), console.colours) << "Nothing was written.\n";
    if (!options.out.empty())
        save(plan, options.out);
    const int status = status_of(plan);
    if (status == Status::ok && options.detailed && !plan.waits.empty() && plan.changes.empty())
        return Status::waits;
    if (status == Status::ok && options.detailed && !plan.changes.empty())
        return Status::changes_pending;
    return status;
}

}  // namespace

void add_plan(CLI::App& app, Action& action)
{
    auto* command = app.add_subcommand("plan", "Show every change a playbook would make to a target; writes nothing");
    auto options = std::make_shared<PlanCommandLine>();
    command->add_option("PLAYBOOK", options->playbook, "Playbook file, or the name of a built-in playbook")->required();
    options->declare(*command);
    command->add_option("--assume", options->assume,
                        "Plan as if an ask were answered: name or name=no; for review only");
    command->add_option("--out", options->out, "Save the plan, for apply");
    command->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}));
    command->add_flag("--detailed-exitcode", options->detailed,
                      "2 when changes are pending, 3 when a person is waited for");
    command->callback(
        [options, &action] { action = [options](Console& console) { return plan_command(*options, console); }; });
}

}  // namespace hivemend::cli
