// Reading one hive. What is wrong with it is told with its path, because the image knows only bytes.
#include "runtime/engine/target/hive_file.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

/// Paths of the logs that lie beside a hive.
std::vector<std::string> logs_of(storage::Store& store, const std::string& path)
{
    std::vector<std::string> result;
    for (const auto* suffix : {".LOG", ".LOG1", ".LOG2"})
        if (const auto spelled = store.spelling(path + suffix))
            result.push_back(*spelled);
    return result;
}

}  // namespace

HiveFile::HiveFile(storage::Store& store, std::string name, std::string path, windows::LogLoss log_loss)
    : path_(std::move(path)), set_{.name = std::move(name), .primary = {}, .logs = {}}, logs_(logs_of(store, path_))
{
    auto bytes = store.fetch(path_, windows::max_hive_bytes);
    if (!bytes)
        throw Error(fmt::format("the {} hive is gone", set_.name), path_, {},
                    "it was there a moment ago: look who else uses this target");
    set_.primary = std::move(*bytes);
    std::vector<std::string> present;
    for (const auto& log : logs_)
        if (auto content = store.fetch(log, windows::max_hive_bytes)) {
            set_.logs.push_back({log.substr(log.rfind('\\') + 1), std::move(*content)});
            present.push_back(log);
        }
    logs_ = std::move(present);
    auto examined = windows::examine_hive(set_, log_loss, [&] {
        prints_.push_back({path_, store.note(path_, set_.primary)});
        for (std::size_t i = 0; i < logs_.size(); ++i)
            prints_.push_back({logs_[i], store.note(logs_[i], set_.logs[i].bytes)});
    });
    report_ = std::move(examined.report);
    if (examined.image)
        set_.primary = std::move(*examined.image);
    set_.logs.clear();  // what an edit must know of them is in the report
    set_.above = report_.highest;
    set_.above_in = report_.highest_in;
    set_.newer_than = report_.newest_pages;
    if (report_.problem.empty())
        image_.emplace(set_.primary);
}

void HiveFile::require_usable() const
{
    if (!report_.problem.empty())
        throw Error(report_.problem, path_, report_.seen, report_.help);
}

std::vector<FileRead> HiveFile::files_read() const
{
    return {prints_.begin(), report_.replay.dirty ? prints_.end() : prints_.begin() + 1};
}

ReplayHive HiveFile::replay() const
{
    ReplayHive change{.hive = name(), .dirty = report_.replay.dirty};
    for (const auto& log : report_.replay.logs)
        if (log.applied)
            change.logs.push_back({log.name, log.first, log.last, log.pages});
    return change;
}

std::optional<std::string> HiveFile::loss_warning() const
{
    if (!report_.logs_lost)
        return std::nullopt;
    return fmt::format("the {} hive is dirty, and taken without its logs because --accept-log-loss says so: what was "
                       "only in them is lost ({})",
                       name(), *report_.replay.refusal);
}

std::optional<std::string> HiveFile::replay_note() const
{
    if (!report_.replay.dirty || report_.logs_lost)
        return std::nullopt;
    auto note =
        fmt::format("the {} hive is dirty: this is what it holds with its logs, {}", name(), to_text(replay().logs));
    if (report_.replay.base_from_log)
        note += "; its base block is torn, and taken from the log";
    if (report_.header->flags & windows::transacted_hive)
        note += "; transactions in config\\TxR, if there are any, are left to Windows";
    return note;
}

}  // namespace hivemend::engine
