// The journal of a directory transaction: for every file what it was, what it becomes, and where its new bytes lie.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/storage/store/store.hpp"

namespace hivemend::storage {

struct JournalEntry {
    std::string path;                   // spelled, relative to the root, with slashes
    std::optional<Fingerprint> before;  // nothing: the file did not exist
    std::optional<Fingerprint> after;   // nothing: the file is removed
    std::uint32_t staged = 0;           // the name in the staging directory; 0 when the file is removed

    bool operator==(const JournalEntry&) const = default;
};

struct Journal {
    std::array<std::byte, 16> id{};
    std::vector<JournalEntry> entries;

    bool operator==(const Journal&) const = default;
};

/// Names at the root of a target that are hivemend's own: `.hivemend-redo`, its temporary name, the staging directory.
bool is_journal_name(const std::string& name);

constexpr std::uint64_t journal_limit = 4U << 20U;  // bytes
constexpr std::size_t journal_entries_limit = 4096;

/// Format 1, all numbers little-endian:
/// magic `hivemend-redo\r\n\x1a`, u32 version, 16 bytes id, u32 count, then for each file
/// u16 length and bytes of the path, before, after (each: u8 0 or 1, and with 1 a u64 size and the SHA-256), u32 staged
/// name; at the end the SHA-256 of all before it.
Bytes encode(const Journal& journal);
/// Malformed when a single byte is not as `encode` writes it, when a path leads out of the root or is named twice,
/// or when an entry changes nothing.
Journal parse_journal(ByteView bytes);

}  // namespace hivemend::storage
