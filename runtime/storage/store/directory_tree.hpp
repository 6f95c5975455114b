// A tree of files on the repair machine, read as a hostile one: no links, no devices, nothing outside the root.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "runtime/storage/store/store.hpp"
#include "runtime/storage/txn/durable.hpp"

namespace hivemend::storage {

/// What tells, without reading it, that a file is still the one that was read.
struct Identity {
    std::uint64_t device = 0, inode = 0, size = 0;
    std::int64_t modified = 0, changed = 0;  // nanoseconds since 1970
    bool operator==(const Identity&) const = default;
};

struct FileRead {
    Bytes bytes;
    Identity identity;
};

struct FilePrint {
    Fingerprint print;
    Identity identity;
};

/// Two kinds of paths: *guest* paths as Store takes them (`\Windows\System32`), and *spelled* ones, relative to the
/// root, with slashes and the names exactly as the file system has them (`Windows/System32`; the root is empty).
class DirectoryTree {
public:
    /// Error when there is none, when it is no directory, or when this kernel cannot open files safely (Linux
    /// before 5.6).
    explicit DirectoryTree(const std::filesystem::path& root);

    int root() const { return root_.get(); }
    /// `DEVICE:INODE` of the root.
    std::string place() const;
    /// The path on the repair machine, for messages.
    std::string shown(const std::string& spelled) const;

    /// Error when two names differ only in case, when a link is on the way, or when the path is not one.
    std::optional<std::string> spell(const std::string& guest) const;
    /// The same for a file that may be new: its directory must be there.
    std::string spell_new(const std::string& guest) const;

    /// All names in a directory, sorted; none when there is no such directory.
    std::vector<std::string> names(const std::string& spelled) const;
    /// Its plain files and directories. Error when two names differ only in case.
    std::vector<Entry> list(const std::string& spelled) const;
    bool is_directory(const std::string& spelled) const;
    /// Nothing when there is no such file; Error when it is no plain file or changes while it is read.
    std::optional<FileRead> read(const std::string& spelled, std::uint64_t limit) const;
    std::optional<FilePrint> print(const std::string& spelled) const;
    std::optional<Identity> identity(const std::string& spelled) const;
    Descriptor open_file(const std::string& spelled) const;  // empty when there is none

    /// Error when another file system is mounted on the way: no rename crosses it.
    Descriptor open_same_device(const std::string& spelled_directory) const;

private:
    std::filesystem::path path_;
    Descriptor root_;
};

/// `Windows/System32` of `\Windows\System32`, each name checked. Error when it is no absolute path of plain names.
std::vector<std::string> split_guest_path(const std::string& guest);
std::string guest_path(const std::string& spelled);
/// Splits a spelled path into its directory and its last name.
std::pair<std::string, std::string> split_name(const std::string& spelled);
std::string fold_case(std::string text);  // ASCII only, as every file that matters here is named in ASCII

}  // namespace hivemend::storage
