// hivemend sample: a practice target with real hives, from a description.
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "lang/diag/escape.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/workbench.hpp"
#include "runtime/sample/sample.hpp"

namespace hivemend::cli {

void add_sample(CLI::App& app, Action& action)
{
    auto* command = app.add_subcommand("sample", "Make a practice target from a description");
    struct Options {
        std::string description, out;
    };
    auto options = std::make_shared<Options>();
    command->add_option("TARGET.yaml", options->description, "The description")->required();
    command->add_option("--out", options->out, "Directory to make; it must be empty or missing")->required();
    command->callback([options, &action] {
        action = [options](Console& console) {
            Workbench bench(console);
            lang::Diagnostics diagnostics;
            const auto description =
                engine::read_description(options->description, bench.library, bench.sources, diagnostics);
            bench.report(diagnostics);
            if (!description)
                throw Error("the description cannot be used", options->description);
            sample::write_directory(*description, options->out);
            console.out << "made " << lang::escape_terminal(options->out) << '\n';
            return Status::ok;
        };
    });
}

}  // namespace hivemend::cli
