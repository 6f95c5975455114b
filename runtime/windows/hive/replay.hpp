// Replaying transaction logs in memory: what Windows would do with a dirty hive when it starts, and why not when it
// cannot be done. Rules: M. Suhanov, "Windows registry file format specification" and his notes on missing log entries
// and flush strategies; stricter than Windows where a wrong guess would lose data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/windows/hive/edit.hpp"

namespace hivemend::windows {

/// What became of one log.
struct LogReport {
    std::string name;                    // `SYSTEM.LOG1`
    std::string format;                  // `HvLE`, `DIRT`, or empty: it holds nothing that could be used
    std::optional<std::uint32_t> first;  // numbers of its entries
    std::optional<std::uint32_t> last;
    std::size_t entries = 0, pages = 0;
    bool applied = false;
    std::string note;  // why it was not applied, or what ends it
    bool operator==(const LogReport&) const = default;
};

struct Replay {
    bool dirty = false;                  // the logs were looked at because of it
    bool base_from_log = false;          // the hive's own base block was torn
    std::uint32_t missing = 0;           // entries between the hive and the first one in the logs; both logs join
    std::vector<LogReport> logs;         // of every log, also where nothing had to be replayed
    std::optional<std::string> refusal;  // why a dirty hive cannot be replayed
    Bytes bytes;  // the hive as its logs say, with one number; empty unless something was applied
    bool replayed() const { return !bytes.empty(); }
};

/// A clean hive has nothing to replay, whatever its logs hold. Never an error: a hive that cannot be replayed has a
/// refusal. The result is as sound as its bins; check_hive says the rest.
Replay replay_logs(const HiveSet& set);

}  // namespace hivemend::windows
