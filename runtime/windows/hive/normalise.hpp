// Mending what hivex leaves different from what Windows writes. The rules, by the names that the messages of the tests
// use:
//   N1  before version 1.5 a list of subkeys is `lf`, with the first four characters of each name, not `lh`
//   N2  from version 1.4 on data over 16,344 bytes lies in segments behind a `db` record
//   N3  a key without subkeys has no list, an index no empty leaf
//   N4  no cell stays in use that nothing leads to
//   N5  a key that changed, and one whose subkeys changed, carries the time of the change
// and values that stay keep their records and data as they lay there, whatever these are.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/windows/hive/key_edits.hpp"
#include "runtime/windows/hive/patches.hpp"

namespace hivemend::windows {

/// Times of an edit, as FILETIME; 0: they stay as they were.
struct EditTimes {
    std::uint64_t keys = 0;    // of the keys that change
    std::uint64_t header = 0;  // of the hive, by which logs of the older format are told from later ones
};

struct Normalised {
    std::size_t lists_converted = 0;
    std::size_t empty_lists_removed = 0;
    std::size_t values_segmented = 0;
};

/// Collects what is to mend in `after`, which is what hivex made of `before` by these edits. Malformed when it is not.
Normalised normalise(const HiveImage& before, const HiveImage& after, const KeyEdits& edits, const EditTimes& times,
                     Patches& patches);

}  // namespace hivemend::windows
