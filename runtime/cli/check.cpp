// hivemend check: parse and type-check, without any disk.
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "lang/diag/escape.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/workbench.hpp"

#include <fmt/format.h>

namespace hivemend::cli {

void add_check(CLI::App& app, Action& action)
{
    auto* command = app.add_subcommand("check", "Parse and type-check playbooks; no disk is needed");
    auto files = std::make_shared<std::vector<std::string>>();
    command->add_option("FILE", *files, "Playbook files, or names of built-in playbooks")->required();
    command->callback([files, &action] {
        action = [files](Console& console) {
            Workbench bench(console);
            int status = Status::ok;
            for (const auto& file : *files) {
                try {
                    const auto playbook = find_playbook(file);
                    load_playbook(bench, playbook);
                    console.out << lang::escape_terminal(playbook.file) << ": ok\n";
                } catch (const Reported&) {
                    status = Status::failed;  // the next file is still checked
                }
            }
            return status;
        };
    });
}

}  // namespace hivemend::cli
