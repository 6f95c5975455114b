// Copying a key with everything below it: what hivex cannot do by itself, and what stands in the way.
//
// hivex gives a new key the security descriptor of its parent (the same `sk` cell, counted once more). A copied key has
// that of its source. So the count of each wanted cell is raised before hivex runs, which keeps it from freeing a cell
// whose last key goes in the same edit; afterwards each copied key is pointed to it, and the cell that hivex gave it is
// counted once less.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/windows/hive/key_edits.hpp"

namespace hivemend::windows {

/// A copy lists the subkeys of each key anew for every one that it adds, in room that is never used again: 3,000 of
/// them cost a hive 42 MB.
inline constexpr std::uint32_t most_copied_subkeys = 2000;

/// Whether one path is the other or lies below it; without case.
bool same_or_below(std::string_view path, std::string_view ancestor);

/// The copy as changes of single keys and values of this image, for guards that know only those. Empty when there is no
/// such key, or nothing to change.
std::vector<HiveChange> single_changes(const HiveImage& image, const CopyKey& copy);

/// Why this key with everything below it cannot be copied faithfully, or nothing: class names, symbolic links,
/// predefined handles, values or names that hivex would write differently, or too much of it.
std::optional<std::string> source_obstacle(const HiveImage& image, KeyRef key);

/// Before hivex: counts the keys to come at the security descriptors they will have, in the hive in this memory file.
void hold_security(int descriptor, const HiveImage& before, const KeyEdits& edits);
/// After hivex: gives each copied key the descriptor of its source.
void give_security(std::span<std::byte> hive, const KeyEdits& edits);
/// Error when a created key has another descriptor than planned, or a descriptor that keys came to or went from does
/// not count them.
void verify_security(const HiveImage& before, const HiveImage& after, const KeyEdits& edits);

}  // namespace hivemend::windows
