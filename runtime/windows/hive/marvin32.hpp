// Marvin32, the hash over entries of a hive's log.
#pragma once

#include <cstdint>

#include "runtime/windows/hive/image.hpp"

namespace hivemend::windows {

/// With the seed that Windows uses for logs. Source: M. Suhanov, "Windows registry file format specification", section
/// "Transaction log entry".
std::uint64_t marvin32(ByteView bytes);

}  // namespace hivemend::windows
