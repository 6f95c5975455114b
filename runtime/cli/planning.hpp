// Options and steps that `plan` and `apply` share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/cli/given.hpp"
#include "runtime/cli/workbench.hpp"
#include "runtime/engine/run/run.hpp"

namespace CLI {
class App;
}

namespace hivemend::cli {

struct PlanOptions {
    std::string playbook;
    std::string target;
    std::vector<std::string> set, confirm, assume, stages;
    std::string vars;  // file of --vars
    std::string run, state;
    std::optional<int> windows;
    bool accept_log_loss = false;

    windows::LogLoss log_loss() const
    {
        return accept_log_loss ? windows::LogLoss::accepted : windows::LogLoss::refused;
    }
    /// Declares the options that both commands have.
    void declare(CLI::App& command);
};

/// What was asked for, as the planner wants it. Also makes the plan again from a saved one.
struct Task {
    Playbook playbook;
    Given given;
    std::map<std::string, bool> answers, assumed;
    engine::RunMemory memory;
    std::string run;                  // id of the run it goes on with, or empty
    std::vector<std::string> stages;  // named by --stage
};

/// A task that goes on with `run` takes playbook, parameters and stages from it; it refuses other parameters, and takes
/// other stages.
Task begin_task(Workbench& bench, const PlanOptions& options, const std::optional<engine::Run>& run);

/// A saved plan brings playbook, parameters, stages and answers. Only secrets, which it does not keep, come beside it.
Task saved_task(Workbench& bench, const engine::Plan& saved, const PlanOptions& options,
                const std::optional<engine::Run>& run);

engine::Planned plan_task(Workbench& bench, const Task& task, const engine::Target& target, engine::Progress& progress);

/// The exit status that a plan's verdict and obstacles stand for; `waiting` counts when the caller says so.
int status_of(const engine::Plan& plan);

/// The run to go on with: the named one, or the last one of this playbook on this place that waits for a person.
std::optional<engine::Run> run_to_continue(const engine::RunStore& store, const std::string& named,
                                           const std::string& playbook_file, storage::Transaction& transaction);

/// What to know before a playbook begins anew: that a run of it is applied on this place already; or nothing.
std::optional<std::string> finished_run(const engine::RunStore& store, const std::string& playbook,
                                        storage::Transaction& transaction);

/// A file that was written by `plan --out`.
bool is_saved_plan(const std::string& path);

}  // namespace hivemend::cli
