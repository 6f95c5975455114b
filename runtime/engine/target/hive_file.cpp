// Reading one hive. What is wrong with it is told with its path, because the image knows only bytes.
#include "runtime/engine/target/hive_file.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

[[noreturn]] void refuse_dirty(const std::string& name, const std::string& path, const windows::HiveHeader& header,
                               const std::vector<std::string>& logs)
{
    std::vector<std::string> seen;
    for (const auto& log : logs)
        seen.push_back(fmt::format("{} lies beside it", log));
    if (!header.checksum_right)
        seen.push_back("the checksum of its base block is wrong");
    if (logs.empty())
        seen.push_back("no log lies beside it");
    throw Error(
        fmt::format("the {} hive is dirty (sequence numbers {} and {})", name, header.sequence1, header.sequence2),
        path, seen,
        "a part of it is only in its logs; replaying them comes in a later version of hivemend. Until then start the "
        "machine "
        "once as far as it goes, or load the hive in a Windows repair machine (reg load, reg unload), which replays "
        "them");
}

}  // namespace

std::vector<std::string> logs_of(storage::Store& store, const std::string& path)
{
    std::vector<std::string> result;
    for (const auto* suffix : {".LOG", ".LOG1", ".LOG2"})
        if (const auto spelled = store.spelling(path + suffix))
            result.push_back(*spelled);
    return result;
}

HiveFile::HiveFile(storage::Store& store, std::string name, std::string path)
    : name_(std::move(name)), path_(std::move(path))
{
    auto file = store.read_printed(path_, windows::max_hive_bytes);
    if (!file)
        throw Error(fmt::format("the {} hive is gone", name_), path_, {},
                    "it was there a moment ago: look who else uses this target");
    bytes_ = std::move(file->bytes);
    fingerprint_ = file->print;
    try {
        const auto header = windows::read_header(bytes_);
        if (header.dirty())
            refuse_dirty(name_, path_, header, logs_of(store, path_));
        image_.emplace(bytes_);
    } catch (Malformed& malformed) {
        malformed.where = path_;  // the image knows offsets, not paths
        throw;
    }
}

windows::HiveSet HiveFile::with_logs(storage::Store& store) const
{
    windows::HiveSet set{name_, bytes_, {}};
    for (const auto& log : logs_of(store, path_))
        if (auto bytes = store.read(log, windows::max_hive_bytes))
            set.logs.push_back({log.substr(log.rfind('\\') + 1), std::move(*bytes)});
    return set;
}

}  // namespace hivemend::engine
