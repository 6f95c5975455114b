// A hive as three readers tell it: this program, reglookup and regfexport. One form for all, so that a test says once
// what an edit changes and holds each of them to it.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tests/windows/support.hpp"

namespace hivemend::windows::test {

struct ListedKey {
    std::string path;
    std::string time;                 // of its last write; empty when the reader does not say
    std::string about;                // what else the reader says of the key itself
    std::vector<std::string> values;  // name, type and data, in the order of their list
    auto operator<=>(const ListedKey&) const = default;
};

/// All keys, in the order of their lists, parents before children.
using Listing = std::vector<ListedKey>;

struct HiveReader {
    const char* name;
    /// Nothing when the reader is not installed, or cannot read this hive.
    std::optional<Listing> (*list)(const Bytes& hive);
    /// How it will tell a time (FILETIME), a new value and a new key below this one. Names are ASCII, data is a
    /// REG_DWORD or a REG_SZ in ASCII.
    std::string (*time)(std::uint64_t filetime);
    std::string (*value)(const std::string& name, const lang::RegData& data);
    ListedKey (*below)(const ListedKey& parent, const std::string& name);
};

/// The first is this program, which tells every byte of names, data, class names and security descriptors.
std::span<const HiveReader> hive_readers();

/// Keys that only one of two listings has, the first few of them; empty when both tell the same, in whatever order.
std::string difference(Listing planned, Listing found);

}  // namespace hivemend::windows::test
