// The lock of a directory target: flock on the directory itself, so that no lock file and no timestamp is left.
#pragma once

#include <string>

namespace hivemend::storage {

/// Held until the descriptor is closed. Error when another process holds it, with its number where /proc/locks tells
/// it.
void lock_directory(int directory, const std::string& shown);

}  // namespace hivemend::storage
