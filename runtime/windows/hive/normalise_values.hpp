// N2 and N4: values of edited keys, and what deleted ones leave behind. Private to normalise.
#pragma once

#include "runtime/windows/hive/normalise.hpp"
#include "runtime/windows/hive/patches.hpp"

namespace hivemend::windows {

/// Gives the values that stay their own records back, and new data over 16,344 bytes its segments.
void normalise_values(const HiveImage& before, const HiveImage& after, const KeyEdit& edit, KeyRef key,
                      Patches& patches, Normalised& done);
/// Frees what hivex leaves of the large values of a deleted key.
void release_deleted(const HiveImage& before, const KeyDeletion& deletion, Patches& patches);

}  // namespace hivemend::windows
