// The second half of an edit: what hivex left is mended and compared with the plan in a confined child of its own, and
// checked in another. The process that ran hivex is not asked, because the bytes may have got the better of it. Private
// to edit.
#pragma once

#include "runtime/storage/sandbox/memory_file.hpp"
#include "runtime/windows/hive/edit.hpp"
#include "runtime/windows/hive/key_edits.hpp"
#include "runtime/windows/hive/normalise.hpp"

namespace hivemend::windows {

/// `edited` is what hivex made of `before` by these edits, and is mended there; `sequence` is its number. Error when
/// anything differs from what was planned.
PendingEdit finish_edit(const storage::MemoryFile& edited, const HiveImage& before, const KeyEdits& edits,
                        std::uint32_t sequence, const EditTimes& times);

/// Waits for the check that finish_edit began. Error when it found something.
void hear_check(storage::Computation& check);

}  // namespace hivemend::windows
