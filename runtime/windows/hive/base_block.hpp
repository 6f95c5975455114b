// The first 512 bytes of a hive or of its log, without a verdict: logs begin with a copy of them. Shared by the files
// of this folder. Format: M. Suhanov, "Windows registry file format specification", section "Base block".
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "runtime/windows/hive/image.hpp"

namespace hivemend::windows {

inline constexpr std::size_t sector = 512;  // bytes

struct BaseBlock {
    ByteView bytes;  // 512
    std::uint32_t sequence1 = 0, sequence2 = 0;
    std::uint64_t last_written = 0;  // FILETIME
    std::uint32_t type = 0;          // 0 primary, 1 and 2 log of pages, 6 log of entries
    std::uint32_t bins_size = 0;     // bytes
    std::uint32_t flags = 0;
    bool checksum_right = false;
    bool known = false;  // version 1.3 to 1.6, format and clustering factor 1, a size that bins can have
};

/// Nothing when the bytes are too few or do not start with `regf`.
std::optional<BaseBlock> read_base_block(ByteView bytes);

/// Makes a hive of 512 bytes or more clean with this number: both of its sequence numbers, and the checksum over them.
void put_sequence(std::span<std::byte> hive, std::uint32_t number);

/// Sequence numbers wrap around: whether `left` was given before `right`.
inline bool is_before(std::uint32_t left, std::uint32_t right)
{
    return right != left && right - left <= 0x7fffffff;
}

}  // namespace hivemend::windows
