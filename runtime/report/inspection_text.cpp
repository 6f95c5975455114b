// An inspection as text and as JSON. Everything in it may come from a disk, so everything passes the escaper.
#include "lang/diag/escape.hpp"
#include "runtime/report/hive_inspection.hpp"
#include "runtime/report/inspection.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace hivemend::report {
namespace {

using lang::escape_terminal;

std::string line(std::string_view name, std::string_view value)
{
    return fmt::format("  {:<12}{}\n", name, escape_terminal(value));
}

}  // namespace

std::string inspection_text(const Inspection& inspection)
{
    auto text = fmt::format("target: {} ({})\n", escape_terminal(inspection.target), inspection.kind);
    for (const auto& warning : inspection.warnings)
        text += line("warning", warning);
    for (const auto& note : inspection.notes)
        text += line("note", note);
    text += line("windows", inspection.windows_directory);
    text += line("product", inspection.product.empty() ? "unknown" : inspection.product);
    text += line("build", inspection.build.empty() ? "unknown" : inspection.build);
    text += line("generation", inspection.generation == 0 ? "unknown" : std::to_string(inspection.generation));
    text += line("sets", inspection.control_sets.empty() ? "unknown"
                                                         : fmt::format("{}", fmt::join(inspection.control_sets, ", ")));
    text += line("current", inspection.current_control_set);
    text += line("default", inspection.default_control_set);
    if (!inspection.hives.empty())
        text += "\nhives\n";
    for (const auto& hive : inspection.hives)
        text += hive_inspection_text(hive);
    text += "\nboot store\n";
    for (const auto& entry : inspection.boot_entries)
        text += fmt::format("  {:<12}{} {}\n", entry.kind, entry.id, escape_terminal(entry.description));
    text += line("`default`", inspection.default_loader);
    return text;
}

std::string inspection_json(const Inspection& inspection)
{
    nlohmann::ordered_json hives = nlohmann::ordered_json::array(), entries = nlohmann::ordered_json::array();
    for (const auto& hive : inspection.hives)
        hives.push_back(hive_inspection_json(hive));
    for (const auto& entry : inspection.boot_entries)
        entries.push_back({{"id", entry.id}, {"kind", entry.kind}, {"description", entry.description}});
    const nlohmann::ordered_json json = {{"format", 3},
                                         {"target", inspection.target},
                                         {"kind", inspection.kind},
                                         {"warnings", inspection.warnings},
                                         {"notes", inspection.notes},
                                         {"windows_directory", inspection.windows_directory},
                                         {"product", inspection.product},
                                         {"build", inspection.build},
                                         {"generation", inspection.generation},
                                         {"control_sets", inspection.control_sets},
                                         {"current_control_set", inspection.current_control_set},
                                         {"default_control_set", inspection.default_control_set},
                                         {"hives", hives},
                                         {"boot_entries", entries},
                                         {"default_loader", inspection.default_loader}};
    return json.dump(2, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace hivemend::report
