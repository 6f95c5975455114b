// Changes to every key of a hive, and what each of them does to what a reader tells.
#pragma once

#include "tests/windows/listings.hpp"

namespace hivemend::windows::test {

/// A key of a hive, in the order of listings and with the same numbers.
struct MassKey {
    KeyRef ref;
    std::size_t parent = 0;
    std::string path;
    std::vector<std::string> values;  // names
    bool leaf = false;
    bool has_path = true;  // no: a name in its path holds a backslash
};
std::vector<MassKey> mass_keys(const HiveImage& image);

struct Planned {
    HiveChange change;
    std::size_t key = 0;    // it loses or gains a value, is deleted, or is the parent of a created one
    std::string created{};  // name of that
    std::size_t value = 0;  // place of a deleted one in its list
};
using MassPlan = std::vector<Planned>;

MassPlan value_for_every_key(const std::vector<MassKey>& keys);
/// With a value in every fourth of them.
MassPlan subkey_for_every_key(const std::vector<MassKey>& keys);
/// What the two above have added.
MassPlan added_ones_go(const std::vector<MassKey>& keys);
/// Three of four keys without subkeys, so that some lists become empty and others shorter; of all other keys the first
/// value, and every third one behind it.
MassPlan real_ones_go(const std::vector<MassKey>& keys);

/// What a reader will tell when these changes have been made at this time; `listing` and `keys` are from before.
Listing planned_listing(const HiveReader& reader, Listing listing, const std::vector<MassKey>& keys,
                        const MassPlan& plan, std::uint64_t time);

}  // namespace hivemend::windows::test
