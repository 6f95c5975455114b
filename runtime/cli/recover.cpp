// hivemend recover: finishes an interrupted transaction.
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "runtime/cli/commands.hpp"
#include "runtime/cli/recovery.hpp"
#include "runtime/cli/workbench.hpp"

namespace hivemend::cli {

void add_recover(CLI::App& app, Action& action)
{
    auto* command = app.add_subcommand("recover", "Finish an interrupted apply or undo");
    struct Options {
        std::string target, state;
    };
    auto options = std::make_shared<Options>();
    command->add_option("--target,-t", options->target, "Directory that holds a Windows tree")->required();
    command->add_option("--state", options->state, "Where runs are kept (default: the XDG state directory)");
    command->callback([options, &action] {
        action = [options](Console& console) {
            // Not through WindowsTarget: a tree whose files are half replaced must not have to be a sound Windows
            // first.
            const auto transaction = storage::open_directory(options->target, storage::Lock::exclusive);
            const bool pending = transaction->pending().has_value();
            recover_first(*transaction, engine::RunStore(state_directory(options->state)), console);
            if (!pending)
                console.out << "nothing to recover\n";
            return Status::ok;
        };
    });
}

}  // namespace hivemend::cli
