// A forked child for work that foreign bytes can make fail: it has limits, and its death is an answer, not a crash of
// the program.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

namespace hivemend::storage {

struct ChildLimits {
    std::uint64_t memory = 256u << 20;  // bytes of address space on top of what the program has now
    std::chrono::seconds cpu{30};
    std::chrono::seconds wall{60};
};

struct ChildResult {
    int exit_status = 0;     // 0: the work is done; 1: it said why not
    int signal = 0;          // what killed it, or 0
    bool timed_out = false;  // killed because the wall clock ran out
    std::string message;     // what the work returned, or what was printed on standard error; at most 4 KiB
    bool done() const { return exit_status == 0 && signal == 0; }
};

/// Runs `work` in a forked child that keeps only the descriptors in `keep`, gains no privileges, leaves no core file
/// and dies with this process. The work returns nothing when it is done, else one sentence; what it throws counts as
/// such a sentence. Nothing it does to memory comes back: results travel through the descriptors. Error when no child
/// can be made.
ChildResult run_in_child(const ChildLimits& limits, std::span<const int> keep,
                         const std::function<std::optional<std::string>()>& work);

}  // namespace hivemend::storage
