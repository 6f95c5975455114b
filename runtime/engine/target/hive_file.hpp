// One hive of a target, read once with its logs: the image that is planned on, and how it came to be.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/engine/plan/change.hpp"
#include "runtime/storage/txn/transaction.hpp"
#include "runtime/windows/hive/examine.hpp"
#include "runtime/windows/hive/image.hpp"

namespace hivemend::engine {

/// A file that was read, and its content then.
struct FileRead {
    std::string path;
    storage::Fingerprint fingerprint;
};

class HiveFile {
public:
    /// Reads a hive and its logs, replays them when it is dirty, and checks it. Error when the file is gone; whatever
    /// is wrong with its content is in the report.
    HiveFile(storage::Store& store, std::string name, std::string path, windows::LogLoss log_loss);
    HiveFile(const HiveFile&) = delete;
    HiveFile& operator=(const HiveFile&) = delete;

    const std::string& name() const { return set_.name; }
    const std::string& path() const { return path_; }
    const windows::HiveReport& report() const { return report_; }
    const std::vector<std::string>& logs() const { return logs_; }  // paths

    /// Error with everything that was found, when the hive cannot be used.
    void require_usable() const;
    /// Of a usable hive.
    const windows::HiveImage& image() const { return *image_; }
    /// The file, and the logs where they were replayed.
    std::vector<FileRead> files_read() const;
    /// What writing the logs into the hive changes, of a usable hive.
    ReplayHive replay() const;
    /// That what was only in its logs is lost, or nothing.
    std::optional<std::string> loss_warning() const;
    /// That it was dirty and is shown with its logs, or nothing.
    std::optional<std::string> replay_note() const;
    /// The clean image, with what is known of its logs.
    const windows::HiveSet& to_edit() const { return set_; }

private:
    std::string path_;
    windows::HiveSet set_;
    std::vector<std::string> logs_;
    std::vector<FileRead> prints_;  // of the hive, then of its logs
    windows::HiveReport report_;
    std::optional<windows::HiveImage> image_;
};

}  // namespace hivemend::engine
