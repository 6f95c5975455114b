// The commands together, and the one place where errors are printed.
#include "runtime/cli/cli.hpp"

#include <algorithm>
#include <iostream>

#include <CLI/CLI.hpp>

#include "lang/diag/escape.hpp"
#include "lang/diag/suggest.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/workbench.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hivemend::cli {
namespace {

/// CLI11 says of an unknown command only that one is missing.
Error wrong_usage(const CLI::App& app, const std::vector<std::string>& arguments, const CLI::ParseError& error)
{
    std::vector<std::string> names;
    for (const auto* command : app.get_subcommands(nullptr))
        names.push_back(command->get_name());
    const auto commands = fmt::format("commands: {}", fmt::join(names, ", "));
    if (arguments.empty())
        return Error("a command is missing", {}, {commands}, "`hivemend help` explains them");
    const auto& first = arguments.front();
    if (first.starts_with('-') || std::ranges::find(names, first) != names.end())
        return Error(error.what(), {}, {}, fmt::format("`hivemend {} --help` lists its options", first));
    const auto near = lang::nearest(first, names);
    return Error(fmt::format("there is no command {}", first), {}, {commands},
                 near ? fmt::format("did you mean {}?", *near) : "");
}

int guarded(const Action& action, Console& console)
{
    try {
        return action(console);
    } catch (const Reported&) {
        return Status::failed;
    } catch (const Error& error) {
        show_error(error, console);
    } catch (const Stopped&) {
        console.err << "stopped; nothing was changed\n";
    } catch (const std::bad_alloc&) {
        show_error(Error("there is not enough memory"), console);
    } catch (const std::exception& unexpected) {
        show_error(Error(fmt::format("hivemend has a mistake of its own: {}", unexpected.what()), {}, {},
                         "nothing after this point was done; report it with the command you ran"),
                   console);
    }
    return Status::failed;
}

}  // namespace

const char* const version = HIVEMEND_VERSION;

int run(const std::vector<std::string>& arguments, Console& console)
{
    CLI::App app{"Repairs the offline disk of a Windows machine that does not boot.", "hivemend"};
    app.set_version_flag("--version", version);
    app.require_subcommand(1);
    app.set_help_flag("-h,--help", "How to use this command");
    Action action;
    add_check(app, action);
    add_fmt(app, action);
    add_plan(app, action);
    add_effects(app, action);
    add_apply(app, action);
    add_undo(app, action);
    add_recover(app, action);
    add_runs(app, action);
    add_inspect(app, action);
    add_sample(app, action);
    add_explain(app, action);
    add_complete(app, action);
    add_help(app, action);
    try {
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));  // CLI11 takes them from the back
    } catch (const CLI::Success& help) {
        app.exit(help, console.out, console.err);
        return Status::ok;
    } catch (const CLI::ParseError& error) {
        show_error(wrong_usage(app, arguments, error), console);
        return Status::failed;
    }
    const auto status = guarded(action, console);
    console.out.flush();
    if (!console.out && status == Status::ok) {
        show_error(Error("the output could not be written", "standard output", {},
                         "look whether its disk is full or its reader is gone"),
                   console);
        return Status::failed;
    }
    return status;
}

}  // namespace hivemend::cli
