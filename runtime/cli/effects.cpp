// hivemend effects: everything a playbook could touch. Needs no disk.
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "lang/check/reach.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/given.hpp"
#include "runtime/cli/workbench.hpp"
#include "runtime/report/effects_json.hpp"
#include "runtime/report/effects_text.hpp"

#include <fmt/format.h>

namespace hivemend::cli {
namespace {

struct EffectsCommandLine {
    std::string playbook, format = "text";
    std::vector<std::string> set;
    std::string vars;
    bool defaults = false;
};

void refuse_broken_constraints(const lang::Reach& reach)
{
    if (reach.broken.empty())
        return;
    const auto& [name, constraint] = reach.broken.front();
    throw Error(fmt::format("parameter `{}` does not keep its constraint `{}`", name, constraint), {}, {},
                fmt::format("give another value with --set {}=VALUE", name));
}

int effects_command(const EffectsCommandLine& options, Console& console)
{
    Workbench bench(console);
    const auto playbook = load_playbook(bench, find_playbook(options.playbook));
    const auto texts = given_texts(bench, playbook.program, options.vars, options.set);
    const auto fixed = read_given(bench, playbook.program, texts).values;
    const auto reach = lang::reach_of(playbook.program, bench.declarations(), bench.sources, fixed, options.defaults);
    refuse_broken_constraints(reach);
    if (!reach.complete)
        throw Error(fmt::format("the playbook runs more than the {} steps that are listed", lang::most_reached_steps),
                    playbook.file, {"each procedure counts where it is run"},
                    "split the playbook, or call fewer procedures");
    const report::Effects effects{playbook.program, reach, bench.sources, playbook.file};
    console.out << (options.format == "json" ? report::effects_json(effects)
                                             : report::effects_text(effects, console.colours));
    return Status::ok;
}

}  // namespace

void add_effects(CLI::App& app, Action& action)
{
    auto* command = app.add_subcommand("effects", "Show everything a playbook could touch; no disk is needed");
    auto options = std::make_shared<EffectsCommandLine>();
    command->add_option("PLAYBOOK", options->playbook, "Playbook file, or the name of a built-in playbook")->required();
    command->add_option("--set", options->set, "name=value of a parameter; what it rules out is left out");
    command->add_option("--vars", options->vars, "YAML file with values of parameters; --set wins");
    command->add_flag("--defaults", options->defaults, "Take the defaults of the other parameters as given too");
    command->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}));
    command->callback(
        [options, &action] { action = [options](Console& console) { return effects_command(*options, console); }; });
}

}  // namespace hivemend::cli
