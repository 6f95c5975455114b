// Files of a target by path, whatever holds them: a directory now, a volume of a disk later. Values only: no handles,
// no callbacks.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lang/types/reg_data.hpp"

namespace hivemend::storage {

using Sha256 = std::array<std::byte, 32>;
Sha256 sha256(ByteView bytes);
/// Two lower-case digits a byte.
std::string to_hex(ByteView bytes);

/// Size and content of a file; two equal fingerprints are the same file for every purpose of a plan.
struct Fingerprint {
    std::uint64_t size = 0;  // bytes
    Sha256 hash{};
    bool operator==(const Fingerprint&) const = default;
};

struct Entry {
    std::string name;  // as the file system spells it
    bool directory = false;
    std::uint64_t size = 0;
};

/// The volume a path is on. A directory target holds both in one tree.
enum class Volume { windows, system };

/// Paths are absolute in the volume, with backslashes (`\Windows\System32\config\SYSTEM`), and match without case.
/// Two names that differ only in case, and symbolic links, are refused: Error.
class Store {
public:
    virtual ~Store() = default;

    /// The bytes of a file, or nothing when there is none. Error when it has more than `limit` bytes or is no plain
    /// file. Nothing may rest on them before they are noted.
    virtual std::optional<Bytes> fetch(const std::string& path, std::uint64_t limit) = 0;
    /// Remembers the bytes that were fetched from a path as what it has. Apart from fetching, because hashing a hive
    /// takes as long as examining it, and can be done meanwhile.
    virtual Fingerprint note(const std::string& path, ByteView fetched) = 0;
    /// Both.
    std::optional<Bytes> read(const std::string& path, std::uint64_t limit)
    {
        auto bytes = fetch(path, limit);
        if (bytes)
            note(path, *bytes);
        return bytes;
    }
    /// What is in a directory; empty when there is none.
    virtual std::vector<Entry> list(const std::string& path) = 0;
    virtual bool exists(const std::string& path) = 0;
    /// The spelling that the file system has for this path, or nothing.
    virtual std::optional<std::string> spelling(const std::string& path) = 0;
    virtual std::optional<Fingerprint> fingerprint(const std::string& path) = 0;
    /// Replaces (or creates) a file when the transaction commits, with owner, mode and attributes of `like`.
    virtual void stage(const std::string& path, Bytes bytes, const std::string& like) = 0;
    virtual void remove(const std::string& path) = 0;
};

}  // namespace hivemend::storage
