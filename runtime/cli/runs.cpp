// hivemend runs: what was applied, when, by which playbook, and what waits for whom.
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "lang/diag/escape.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/workbench.hpp"
#include "runtime/engine/run/run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hivemend::cli {
namespace {

struct RunsOptions {
    std::string target, state, format = "text";
};

/// The state needs the target; where it is not there any more, that is the state.
std::string state_text(const engine::Run& run)
{
    std::error_code problem;
    if (!std::filesystem::is_directory(run.target, problem))
        return "the target is not there";
    try {
        const auto transaction = storage::open_directory(run.target, storage::Lock::none);
        return std::string(engine::to_text(engine::state_of(run, *transaction)));
    } catch (const Error& error) {
        return "unknown: " + error.headline;
    }
}

std::vector<std::string> waits_of(const engine::Run& run)
{
    return run.parts.empty() || run.undone ? std::vector<std::string>{} : run.parts.back().waits;
}

std::string text_of(const engine::Run& run)
{
    using lang::escape_terminal;
    auto text = fmt::format("{}  {}  {}  {}\n  target  {}\n  by      {} on {}\n", run.id, run.started,
                            escape_terminal(run.playbook.name), state_text(run), escape_terminal(run.target),
                            escape_terminal(run.who), escape_terminal(run.host));
    for (const auto& name : waits_of(run))
        text += fmt::format("  waits   {}\n", escape_terminal(name));
    return text;
}

nlohmann::ordered_json json_of(const engine::Run& run)
{
    return {{"id", run.id},
            {"started", run.started},
            {"playbook", run.playbook.name},
            {"playbook_sha256", run.playbook.sha256},
            {"version", run.tool_version},
            {"who", run.who},
            {"host", run.host},
            {"target", run.target},
            {"state", state_text(run)},
            {"waits", waits_of(run)}};
}

int runs_command(const RunsOptions& options, Console& console)
{
    std::vector<std::string> problems;
    auto runs = engine::RunStore(state_directory(options.state)).list(problems);
    if (!options.target.empty()) {
        const auto place = storage::open_directory(options.target, storage::Lock::none)->place();
        std::erase_if(runs, [&](const engine::Run& run) { return run.place != place; });
    }
    if (options.format == "json") {
        nlohmann::ordered_json list = nlohmann::ordered_json::array();
        for (const auto& run : runs)
            list.push_back(json_of(run));
        const nlohmann::ordered_json whole = {{"format", 1}, {"runs", list}};
        console.out << whole.dump(2, ' ', true, nlohmann::ordered_json::error_handler_t::replace) << '\n';
    } else {
        for (const auto& run : runs)
            console.out << text_of(run);
        if (runs.empty())
            console.out << "no runs\n";
    }
    for (const auto& problem : problems)
        console.err << "note: " << lang::escape_terminal(problem) << '\n';
    return Status::ok;
}

}  // namespace

void add_runs(CLI::App& app, Action& action)
{
    auto* command = app.add_subcommand("runs", "List what was applied, and what waits for whom");
    auto options = std::make_shared<RunsOptions>();
    command->add_option("--target,-t", options->target, "Only runs of this target");
    command->add_option("--state", options->state, "Where runs are kept (default: the XDG state directory)");
    command->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}));
    command->callback(
        [options, &action] { action = [options](Console& console) { return runs_command(*options, console); }; });
}

}  // namespace hivemend::cli
