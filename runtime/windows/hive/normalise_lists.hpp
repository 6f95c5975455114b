// N1 and N3: lists of subkeys. Private to normalise.
#pragma once

#include "runtime/windows/hive/normalise.hpp"
#include "runtime/windows/hive/patches.hpp"

namespace hivemend::windows {

/// Puts the list of subkeys of this key, and its leaves, right.
void normalise_list(const HiveImage& image, KeyRef key, Patches& patches, Normalised& done);

}  // namespace hivemend::windows
