// Making a plan from a command line, a run, or a saved plan.
#include "runtime/cli/planning.hpp"

#include <fstream>

#include <CLI/CLI.hpp>

#include "runtime/cli/cli.hpp"

#include <fmt/format.h>

namespace hivemend::cli {
namespace {

std::string hash_of(const std::string& text)
{
    return storage::to_hex(storage::sha256(std::as_bytes(std::span(text))));
}

/// The name a playbook has by its file: `critical-service-failed.mend` is `critical_service_failed`.
std::string name_of_file(const std::string& file)
{
    auto name = std::filesystem::path(file).stem().string();
    std::ranges::replace(name, '-', '_');
    return name;
}

void refuse_other_parameters(const engine::Run& run, const std::vector<std::pair<std::string, std::string>>& set)
{
    for (const auto& given : set)
        if (std::ranges::find(run.set, given) == run.set.end())
            throw Error(fmt::format("run {} began with other parameters: --set {}={} was not among them", run.id,
                                    given.first, given.second),
                        {}, {}, "a run keeps its parameters; leave --set out, or undo the run and begin a new one");
}

}  // namespace

void PlanOptions::declare(CLI::App& command)
{
    command.add_option("--target,-t", target, "Directory that holds a Windows tree, or a .yaml description")
        ->required();
    command.add_option("--set", set, "name=value of a parameter");
    command.add_option("--confirm", confirm, "Answer an ask: name or name=no");
    command.add_option("--run", run, "Go on with this run");
    command.add_option("--state", state, "Where runs are kept (default: the XDG state directory)");
    command.add_option("--windows", windows, "Which installation, when a target has several");
}

Task begin_task(Workbench& bench, const PlanOptions& options, const std::optional<engine::Run>& run)
{
    const auto set = pairs(options.set, "--set");
    const auto [file, text] = run ? std::pair(run->playbook.file, run->playbook.text) : find_playbook(options.playbook);
    Task task{load_playbook(bench, file, text),    set, answers(options.confirm, "--confirm"),
              answers(options.assume, "--assume"), {},  {}};
    if (run) {
        refuse_other_parameters(*run, set);
        task.set = run->set;
        task.run = run->id;
        if (!run->parts.empty())
            task.memory = run->parts.back().memory;
    }
    return task;
}

engine::Planned plan_task(Workbench& bench, const Task& task, const engine::Target& target, engine::Progress& progress)
{
    const engine::PlanRequest request{
        task.playbook.program, bench.declarations(), bench.sources, parameters(bench, task.playbook.program, task.set),
        task.answers,          task.assumed,         task.memory};
    auto planned = engine::make_plan(request, target, progress, bench.console.stop);
    auto& plan = planned.plan;
    plan.tool_version = version;
    plan.playbook.file = task.playbook.file;
    plan.playbook.text = task.playbook.text;
    plan.playbook.sha256 = hash_of(task.playbook.text);
    plan.set = task.set;
    plan.run = task.run;
    return planned;
}

int status_of(const engine::Plan& plan)
{
    if (plan.blocked() != nullptr || plan.count(engine::Outcome::refused) > 0)
        return Status::failed;
    if (!plan.verdict)
        return Status::ok;
    using enum lang::VerdictKind;
    switch (plan.verdict->kind) {
    case escalate:
    case unfixable:
        return Status::no_repair;
    case refuse:
        return Status::failed;
    case stop:
    case not_applicable:
        break;
    }
    return Status::ok;
}

std::optional<engine::Run> run_to_continue(const engine::RunStore& store, const std::string& named,
                                           const std::string& playbook_file, storage::Transaction& transaction)
{
    if (!named.empty())
        return store.find(named);
    std::vector<std::string> problems;
    for (auto& run : store.list(problems))
        if (run.place == transaction.place() && run.playbook.name == name_of_file(playbook_file) &&
            engine::state_of(run, transaction) == engine::RunState::waiting)
            return std::move(run);
    return std::nullopt;
}

bool is_saved_plan(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    char first = 0;
    return std::filesystem::is_regular_file(path) && file.get(first) &&
           first == '{';  // no playbook begins with a brace
}

}  // namespace hivemend::cli
