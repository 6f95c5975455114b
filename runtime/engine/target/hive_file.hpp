// One hive of a target, read once: its bytes, and the image over them.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "runtime/storage/txn/transaction.hpp"
#include "runtime/windows/hive/edit.hpp"
#include "runtime/windows/hive/image.hpp"

namespace hivemend::engine {

class HiveFile {
public:
    /// Reads a hive and checks it. Error when it is dirty, naming both sequence numbers; Malformed when it is no sound
    /// hive.
    HiveFile(storage::Store& store, std::string name, std::string path);

    const std::string& name() const { return name_; }
    const std::string& path() const { return path_; }
    const windows::HiveImage& image() const { return *image_; }
    const storage::Fingerprint& fingerprint() const { return fingerprint_; }

    /// The primary and its logs, as `edit_hive` takes them.
    windows::HiveSet with_logs(storage::Store& store) const;

private:
    std::string name_, path_;
    Bytes bytes_;
    storage::Fingerprint fingerprint_;
    std::optional<windows::HiveImage> image_;
};

/// Paths of the logs that lie beside a hive: `.LOG`, `.LOG1`, `.LOG2`.
std::vector<std::string> logs_of(storage::Store& store, const std::string& path);

}  // namespace hivemend::engine
