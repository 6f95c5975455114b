// A hive as text and as JSON.
#include "runtime/report/hive_inspection.hpp"

#include <fmt/format.h>

#include "lang/diag/escape.hpp"

namespace hivemend::report {
namespace {

using lang::escape_terminal;
using Json = nlohmann::ordered_json;

std::string under(std::string_view what, const std::string& text)
{
    return fmt::format("  {:<12}  {} {}\n", "", what, escape_terminal(text));
}

std::string state_of(const windows::HiveReport& report)
{
    std::string state;
    if (report.header)
        state = fmt::format("1.{}, sequence {}/{}, {}", report.header->minor, report.header->sequence1,
                            report.header->sequence2, report.replay.dirty ? "dirty" : "clean");
    if (!report.problem.empty())
        return state + (state.empty() ? "" : ": ") + escape_terminal(report.problem);
    return state + (report.replay.dirty ? ", sound with its logs" : ", sound");
}

std::string log_line(const windows::LogReport& log)
{
    if (log.format.empty())
        return fmt::format("{}: not usable, {}", log.name, log.note);
    auto text = fmt::format("{}: {}", log.name, log.format);
    if (log.first)
        text +=
            *log.first == *log.last ? fmt::format(" {}", *log.first) : fmt::format(" {}..{}", *log.first, *log.last);
    text += fmt::format(", {} pages", log.pages);
    if (log.applied)
        return text + ", replayed";
    return text + ", not replayed" + (log.note.empty() ? "" : ": " + log.note);
}

Json log_json(const windows::LogReport& log)
{
    Json json = {{"name", log.name}, {"format", log.format}, {"entries", log.entries}, {"pages", log.pages}};
    json["first"] = log.first ? Json(*log.first) : Json(nullptr);
    json["last"] = log.last ? Json(*log.last) : Json(nullptr);
    json["replayed"] = log.applied;
    json["note"] = log.note;
    return json;
}

}  // namespace

std::string hive_inspection_text(const engine::WindowsTarget::HiveStatus& hive)
{
    const auto& report = hive.report;
    auto text = fmt::format("  {:<12}{} ({} bytes): {}\n", hive.name, escape_terminal(hive.path), report.size,
                            state_of(report));
    for (const auto& log : report.replay.logs)
        text += under("log", log_line(log));
    if (report.replay.missing != 0 && !report.replay.refusal)
        text += under("gap", fmt::format("{} entries before the first are in the hive already: both logs join",
                                         report.replay.missing));
    if (report.header && (report.header->flags & windows::transacted_hive) != 0)
        text += under("note", "transactions in config\\TxR, if there are any, are left to Windows");
    if (report.check.leaked_cells != 0)
        text += under("room", fmt::format("{} cells, {} bytes, that nothing leads to", report.check.leaked_cells,
                                          report.check.leaked_bytes));
    for (const auto& one : report.check.findings)
        text += under("fault",
                      fmt::format("0x{:x}{}: {}", one.offset, one.key.empty() ? "" : ", `" + one.key + "`", one.what));
    if (report.check.total > report.check.findings.size())
        text += under("fault", fmt::format("and {} more", report.check.total - report.check.findings.size()));
    return text;
}

Json hive_inspection_json(const engine::WindowsTarget::HiveStatus& hive)
{
    const auto& report = hive.report;
    Json logs = Json::array(), findings = Json::array();
    for (const auto& log : report.replay.logs)
        logs.push_back(log_json(log));
    for (const auto& one : report.check.findings)
        findings.push_back({{"offset", one.offset}, {"key", one.key}, {"what", one.what}});
    Json json = {{"name", hive.name}, {"path", hive.path}, {"size", report.size}, {"problem", report.problem}};
    json["header"] = nullptr;
    if (report.header)
        json["header"] = {{"minor", report.header->minor},
                          {"sequence1", report.header->sequence1},
                          {"sequence2", report.header->sequence2},
                          {"dirty", report.replay.dirty},
                          {"transactions_left_to_windows", (report.header->flags & windows::transacted_hive) != 0}};
    json["logs"] = std::move(logs);
    json["replay"] = {{"needed", report.replay.dirty},
                      {"possible", report.replay.dirty && !report.replay.refusal},
                      {"refusal", report.replay.refusal.value_or("")},
                      {"missing_entries", report.replay.missing},
                      {"base_block_from_log", report.replay.base_from_log}};
    json["keys"] = report.check.keys;
    json["values"] = report.check.values;
    json["leaked_cells"] = report.check.leaked_cells;
    json["faults"] = report.check.total;
    json["findings"] = std::move(findings);
    return json;
}

}  // namespace hivemend::report
