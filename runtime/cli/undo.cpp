// hivemend undo: gives back the exact bytes from before a run.
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "lang/diag/escape.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/recovery.hpp"
#include "runtime/cli/workbench.hpp"

#include <fmt/format.h>

namespace hivemend::cli {
namespace {

struct UndoOptions {
    std::string run, target, state;
    bool yes = false;
};

/// Undo keeps no undo: the run that is undone still has everything.
struct NoUndo final : storage::UndoSink {
    void keep(const storage::PreImage&) override {}
    void sync() override {}
};

engine::Run run_to_undo(const engine::RunStore& store, const UndoOptions& options, storage::Transaction& transaction)
{
    if (!options.run.empty())
        return store.find(options.run);
    std::vector<std::string> problems;
    for (auto& run : store.list(problems))
        if (run.place == transaction.place() && !run.parts.empty() &&
            engine::state_of(run, transaction) != engine::RunState::undone)
            return std::move(run);
    throw Error("no run was applied to this target that could be undone", options.target, problems,
                "`hivemend runs` lists all; name one of them for a copy that lies elsewhere");
}

int undo_command(const UndoOptions& options, Console& console)
{
    const auto transaction = storage::open_directory(options.target, storage::Lock::exclusive);
    const engine::RunStore store(state_directory(options.state));
    recover_first(*transaction, store, console);
    auto run = run_to_undo(store, options, *transaction);
    const auto state = engine::state_of(run, *transaction);
    if (state == engine::RunState::undone || state == engine::RunState::not_applied) {
        console.out << fmt::format("run {} is {}: nothing to undo\n", run.id, engine::to_text(state));
        return Status::ok;
    }
    engine::stage_undo(run, *transaction);
    console.out << fmt::format("run {} of {}, {}, by {} on {}\n", run.id, lang::escape_terminal(run.playbook.name),
                               run.started, lang::escape_terminal(run.who), lang::escape_terminal(run.host));
    for (const auto& part : run.parts)
        for (const auto& file : part.files)
            console.out << "  gives back " << lang::escape_terminal(file.path) << '\n';
    if (!options.yes && !agreed(console, "undo this run?")) {
        console.out << "nothing was changed\n";
        return Status::failed;
    }
    NoUndo no_undo;
    transaction->prepare(no_undo);
    console.stop.check();
    transaction->commit();
    engine::mark_undone(run);
    console.out << fmt::format("undone: the target has the bytes from before run {}\n", run.id);
    return Status::ok;
}

}  // namespace

void add_undo(CLI::App& app, Action& action)
{
    auto* command = app.add_subcommand("undo", "Give back the exact bytes from before a run");
    auto options = std::make_shared<UndoOptions>();
    command->add_option("RUN", options->run, "Id or folder of a run (default: the last one applied to this target)");
    command->add_option("--target,-t", options->target, "Directory that holds a Windows tree")->required();
    command->add_option("--state", options->state, "Where runs are kept (default: the XDG state directory)");
    command->add_flag("--yes,-y", options->yes, "Do not ask");
    command->callback(
        [options, &action] { action = [options](Console& console) { return undo_command(*options, console); }; });
}

}  // namespace hivemend::cli
