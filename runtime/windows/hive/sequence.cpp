// Numbers and times of transaction logs: an edited hive must be newer than all of them, or Windows could replay old
// pages over it.
#include <algorithm>

#include "runtime/windows/hive/edit.hpp"
#include "runtime/windows/hive/log.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {

std::optional<std::uint32_t> highest_sequence(ByteView log)
{
    std::optional<std::uint32_t> highest;
    const auto seen = [&](std::uint32_t number) { highest = std::max(highest.value_or(0), number); };
    if (log.size() >= 12 && has_signature(log, 0, "regf")) {
        seen(le32(log, 4));
        seen(le32(log, 8));
    }
    // Also behind the last entry that counts: what an earlier log left there was written with lower numbers, but
    // nothing promises it.
    for (std::size_t at = 512; at + 16 <= log.size(); at += 512)
        if (has_signature(log, at, "HvLE"))
            seen(le32(log, at + 12));
    return highest;
}

std::optional<std::uint64_t> time_of_pages(ByteView log)
{
    const auto parsed = read_log(log);
    return parsed.format == ParsedLog::Format::pages ? std::optional(parsed.base.last_written) : std::nullopt;
}

}  // namespace hivemend::windows
