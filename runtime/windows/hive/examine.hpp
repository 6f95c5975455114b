// A hive with its logs before anything is done with it: the image that is read and edited, or what stands in the way.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "runtime/windows/hive/check.hpp"
#include "runtime/windows/hive/edit.hpp"
#include "runtime/windows/hive/replay.hpp"

namespace hivemend::windows {

/// What is done with a dirty hive whose logs cannot be used: it is refused, or taken without what was only in the logs.
enum class LogLoss : std::uint8_t { refused, accepted };

/// What was seen. `inspect` shows all of it.
struct HiveReport {
    std::uint64_t size = 0;            // bytes of the file
    std::optional<HiveHeader> header;  // as on the disk; nothing when it is no hive
    Replay replay;                     // without its bytes
    std::uint32_t highest = 0;         // of all sequence numbers in the hive and its logs
    std::string highest_in;            // the file that has it
    std::uint64_t newest_pages = 0;    // FILETIME of the newest log of the older format, or 0
    bool logs_lost = false;            // it is dirty, and used without its logs
    CheckReport check;                 // of the image
    std::string problem;               // why it is not used, a headline; empty: it is
    std::vector<std::string> seen;     // beside the problem, a line each
    std::string help;                  // what to do about the problem
};

struct ExaminedHive {
    HiveReport report;
    std::optional<Bytes> image;  // nothing: the file itself is the image
};

/// Replays the logs of a dirty hive and checks the structure of the result, in a confined child: no bytes that are not
/// checked are looked at here; `meanwhile` is done here. What is wrong is in the report, the child's death too; Error
/// only when no child can be made.
ExaminedHive examine_hive(const HiveSet& set, LogLoss log_loss, const std::function<void()>& meanwhile = {});

}  // namespace hivemend::windows
