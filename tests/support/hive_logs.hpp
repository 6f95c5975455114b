// Transaction logs for tests, made from successive states of a hive as Windows would write them.
#pragma once

#include "runtime/windows/hive/edit.hpp"

namespace hivemend::test {

struct LogPlan {
    std::size_t in_first = 1;      // so many entries are in LOG1, the rest in LOG2
    std::uint32_t sequence = 100;  // of the first entry
    std::uint32_t lag = 0;         // so far behind are the numbers of the hive: a flush that left its header alone
};

/// `states[0]` lies on the disk, dirty; each later state is an entry (`HvLE`).
windows::HiveSet with_entries(const std::vector<Bytes>& states, const LogPlan& plan = {});
/// The older format: one set of pages (`DIRT`) in LOG1, with the time of `after`.
windows::HiveSet with_pages(const Bytes& before, const Bytes& after);
/// Puts hashes of the entry at `at` right again.
void reseal_entry(Bytes& log, std::size_t at);

}  // namespace hivemend::test
