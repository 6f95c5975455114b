// hivemend inspect: what a target is, before anybody plans anything on it.
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "runtime/cli/commands.hpp"
#include "runtime/cli/workbench.hpp"
#include "runtime/report/inspection.hpp"

namespace hivemend::cli {

void add_inspect(CLI::App& app, Action& action)
{
    auto* command = app.add_subcommand("inspect", "Show Windows, hives and boot store of a target");
    struct Options {
        std::string target, format = "text";
        std::optional<int> windows;
    };
    auto options = std::make_shared<Options>();
    command->add_option("--target,-t", options->target, "Directory that holds a Windows tree, or a .yaml description")
        ->required();
    command->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}));
    command->add_option("--windows", options->windows, "Which installation, when a target has several");
    command->callback([options, &action] {
        action = [options](Console& console) {
            Workbench bench(console);
            const auto target = open_target(bench, options->target, options->windows);
            const auto* windows = dynamic_cast<const engine::WindowsTarget*>(target.get());
            const auto inspection = windows != nullptr ? report::inspect(*windows) : report::inspect(*target);
            console.out << (options->format == "json" ? report::inspection_json(inspection)
                                                      : report::inspection_text(inspection));
            return Status::ok;
        };
    });
}

}  // namespace hivemend::cli
