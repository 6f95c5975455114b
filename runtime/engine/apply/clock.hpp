// The time that changed keys carry.
#pragma once

#include <cstdint>

namespace hivemend::engine {

/// Now, as FILETIME: 100 ns since 1601, UTC. Where SOURCE_DATE_EPOCH is set to seconds since 1970, as for reproducible
/// builds, that time: then two runs on equal disks leave equal disks.
std::uint64_t filetime_now();

}  // namespace hivemend::engine
