// hivemend inspect: what a target is, before anybody plans anything on it.
#include <algorithm>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "runtime/cli/commands.hpp"
#include "runtime/cli/workbench.hpp"
#include "runtime/engine/target/boot_findings.hpp"
#include "runtime/engine/target/default_loader.hpp"
#include "runtime/report/boot_listing.hpp"
#include "runtime/report/inspection.hpp"

namespace hivemend::cli {
namespace {

struct InspectOptions {
    std::string target, format = "text";
    std::optional<int> windows;
    bool boot = false, verbose = false;
};

std::string whole_target(const engine::Target& target, bool json)
{
    const auto* windows = dynamic_cast<const engine::WindowsTarget*>(&target);
    const auto inspection = windows != nullptr ? report::inspect(*windows) : report::inspect(target);
    return json ? report::inspection_json(inspection) : report::inspection_text(inspection);
}

std::string boot_store(const engine::Target& target, const lang::Declarations& declarations, bool verbose, bool json)
{
    if (!target.boot().present())
        throw Error("this target has no boot store", target.name(), target.notes(),
                    "`hivemend inspect` without --boot shows what it has");
    const windows::BcdListing listing(target.boot().objects(), declarations,
                                      verbose ? windows::ListingDetail::verbose : windows::ListingDetail::usual);
    report::ListedTarget listed{target.name(), target.warnings()};  // which are known once the store was read
    std::ranges::move(engine::boot_findings(target), std::back_inserter(listed.notes));
    std::ranges::move(target.notes(), std::back_inserter(listed.notes));
    const auto found = engine::default_loader(target.boot());
    if (const auto* loader = std::get_if<engine::DefaultLoader>(&found);
        loader != nullptr && loader->id != listing.default_entry())
        listed.notes.push_back(fmt::format("`default` in a playbook is {}: {}", to_text(loader->id), loader->why));
    return json ? report::boot_listing_json(listed, listing) : report::boot_listing_text(listed, listing);
}

}  // namespace

void add_inspect(CLI::App& app, Action& action)
{
    auto* command = app.add_subcommand("inspect", "Show Windows, hives and boot store of a target");
    auto options = std::make_shared<InspectOptions>();
    command->add_option("--target,-t", options->target, "Directory that holds a Windows tree, or a .yaml description")
        ->required();
    command->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}));
    command->add_option("--windows", options->windows, "Which installation, when a target has several");
    auto* boot = command->add_flag("--boot", options->boot, "List the boot store as `bcdedit /enum all` does");
    command->add_flag("--verbose,-v", options->verbose, "With --boot: ids as GUIDs and hidden elements too, as /v")
        ->needs(boot);
    command->callback([options, &action] {
        action = [options](Console& console) {
            Workbench bench(console);
            const auto target = open_target(bench, options->target, options->windows);
            const bool json = options->format == "json";
            console.out << (options->boot ? boot_store(*target, bench.declarations(), options->verbose, json)
                                          : whole_target(*target, json));
            return Status::ok;
        };
    });
}

}  // namespace hivemend::cli
