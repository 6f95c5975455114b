// Comparing a hive before and after an edit: exactly what was planned, and nothing else.
#pragma once

#include "runtime/windows/hive/key_edits.hpp"
#include "runtime/windows/hive/normalise.hpp"

namespace hivemend::windows {

/// Error when `after` is not `before` with these edits: every value of an edited key is read back, new keys stand in
/// their lists in order, deleted ones are gone, and every cell that no edit had to touch has the same bytes.
void verify_edit(const HiveImage& before, const HiveImage& after, const KeyEdits& edits, std::uint32_t sequence,
                 const EditTimes& times);

}  // namespace hivemend::windows
