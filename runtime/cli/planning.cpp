// Making a plan from a command line, a run, or a saved plan.
#include "runtime/cli/planning.hpp"

#include <algorithm>
#include <fstream>

#include <CLI/CLI.hpp>

#include "runtime/cli/cli.hpp"

#include <fmt/format.h>

namespace hivemend::cli {
namespace {

/// Of the playbook alone it is what `sha256sum` says of its file; files that it uses follow with their names.
std::string hash_of(const Playbook& playbook)
{
    auto whole = playbook.text;
    for (const auto& file : playbook.program.used)
        whole += fmt::format("\n{}\n{}\n", file.name, file.text.size()) + file.text;
    return storage::to_hex(storage::sha256(std::as_bytes(std::span(whole))));
}

/// The name a playbook has by its file: `critical-service-failed.mend` is `critical_service_failed`.
std::string name_of_file(const std::string& file)
{
    auto name = std::filesystem::path(file).stem().string();
    std::ranges::replace(name, '-', '_');
    return name;
}

void refuse_other_parameters(const engine::Run& run, const Given& given)
{
    for (const auto& one : given.kept)
        if (std::ranges::find(run.set, one) == run.set.end())
            throw Error(fmt::format("run {} began with another value of parameter `{}`", run.id, one.name), {}, {},
                        "a run keeps its parameters; leave --set and --vars out, or undo the run and begin a new one");
}

/// What was kept, and the secrets that came with this command.
Given kept_and_secrets(Workbench& bench, const lang::Program& program, GivenTexts kept, const GivenTexts& now)
{
    for (const auto& one : now)
        if (is_secret(program, one.name))
            kept.push_back(one);
    return read_given(bench, program, kept);
}

}  // namespace

void PlanOptions::declare(CLI::App& command)
{
    command.add_option("--target,-t", target, "Directory that holds a Windows tree, or a .yaml description")
        ->required();
    command.add_option("--set", set, "name=value of a parameter");
    command.add_option("--vars", vars, "YAML file with values of parameters; --set wins");
    command.add_option("--stage", stages, "Only this stage, by its title in small letters (again for several)");
    command.add_option("--confirm", confirm, "Answer an ask: name or name=no");
    command.add_option("--run", run, "Go on with this run");
    command.add_option("--state", state, "Where runs are kept (default: the XDG state directory)");
    command.add_option("--windows", windows, "Which installation, when a target has several");
    command.add_flag("--accept-log-loss", accept_log_loss,
                     "Take a dirty hive whose logs cannot be used without what was only in them");
}

Task begin_task(Workbench& bench, const PlanOptions& options, const std::optional<engine::Run>& run)
{
    const auto text = run ? kept_playbook(run->playbook) : find_playbook(options.playbook);
    Task task{load_playbook(bench, text),
              {},
              answers(options.confirm, "--confirm"),
              answers(options.assume, "--assume"),
              {},
              {},
              options.stages};
    const auto& program = task.playbook.program;
    const auto texts = given_texts(bench, program, options.vars, options.set);
    if (!run) {
        task.given = read_given(bench, program, texts);
        return task;
    }
    if (name_of_file(options.playbook) != run->playbook.name)
        throw Error(fmt::format("run {} is one of `{}`, and the playbook that is named is another", run->id,
                                run->playbook.name),
                    options.playbook, {}, "name the playbook of the run, or leave --run out to begin a new one");
    refuse_other_parameters(*run, read_given(bench, program, texts));
    task.given = kept_and_secrets(bench, program, run->set, texts);
    task.run = run->id;
    if (!run->parts.empty()) {
        task.memory = run->parts.back().memory;
        if (task.stages.empty())
            task.stages = run->parts.back().stages;
    }
    return task;
}

Task saved_task(Workbench& bench, const engine::Plan& saved, const PlanOptions& options,
                const std::optional<engine::Run>& run)
{
    Task task{load_playbook(bench, kept_playbook(saved.playbook)), {}, {}, {}, {}, saved.run, saved.named_stages};
    const auto& program = task.playbook.program;
    const auto texts = given_texts(bench, program, options.vars, options.set);
    const bool only_secrets =
        std::ranges::all_of(texts, [&](const auto& given) { return is_secret(program, given.name); });
    if (!only_secrets || !options.confirm.empty() || !options.stages.empty())
        throw Error("a saved plan already holds its parameters, stages and answers", options.playbook, {},
                    "leave --set, --vars, --stage and --confirm out, or plan again; only secrets are given again");
    task.given = kept_and_secrets(bench, program, saved.set, texts);
    for (const auto& [name, answer] : saved.answers)
        task.answers.emplace(name, answer);
    if (run && !run->parts.empty())
        task.memory = run->parts.back().memory;
    return task;
}

engine::Planned plan_task(Workbench& bench, const Task& task, const engine::Target& target, engine::Progress& progress)
{
    const engine::PlanRequest request{task.playbook.program, bench.declarations(), bench.sources,
                                      task.given.values,     task.answers,         task.assumed,
                                      task.memory,           task.stages,          task.given.described};
    auto planned = engine::make_plan(request, target, progress, bench.console.stop);
    auto& plan = planned.plan;
    plan.tool_version = version;
    plan.playbook.file = task.playbook.file;
    plan.playbook.text = task.playbook.text;
    plan.playbook.sha256 = hash_of(task.playbook);
    for (const auto& file : task.playbook.program.used)
        plan.playbook.files.push_back({file.name, file.text});
    plan.set = task.given.kept;
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

std::optional<std::string> finished_run(const engine::RunStore& store, const std::string& playbook,
                                        storage::Transaction& transaction)
{
    std::vector<std::string> problems;
    for (const auto& run : store.list(problems))
        if (run.place == transaction.place() && run.playbook.name == playbook &&
            engine::state_of(run, transaction) == engine::RunState::applied)
            return fmt::format("run {} of this playbook is applied here since {}; this plan begins a new one", run.id,
                               run.started);
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
