// One function a command: it declares its options and puts what it does into `action`.
#pragma once

#include <functional>

#include "runtime/cli/console.hpp"

namespace CLI {
class App;
}

namespace hivemend::cli {

using Action = std::function<int(Console&)>;

void add_check(CLI::App& app, Action& action);
void add_fmt(CLI::App& app, Action& action);
void add_plan(CLI::App& app, Action& action);
void add_effects(CLI::App& app, Action& action);
void add_apply(CLI::App& app, Action& action);
void add_undo(CLI::App& app, Action& action);
void add_recover(CLI::App& app, Action& action);
void add_runs(CLI::App& app, Action& action);
void add_inspect(CLI::App& app, Action& action);
void add_sample(CLI::App& app, Action& action);
void add_explain(CLI::App& app, Action& action);
void add_complete(CLI::App& app, Action& action);
void add_help(CLI::App& app, Action& action);

}  // namespace hivemend::cli
