// A forked child for work that foreign bytes can make fail: it is confined (confine.hpp says to what), it has limits,
// and its death is an answer, not a crash of the program.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "lang/types/reg_data.hpp"
#include "runtime/storage/error.hpp"

namespace hivemend::storage {

/// Besides these, a child has 16 descriptors at most, leaves no core file, and ends with this process.
struct ChildLimits {
    std::uint64_t memory = 256u << 20;  // bytes of address space on top of what the program has now
    std::uint64_t file = 1u << 20;      // bytes of the longest file that it writes; more fails with EFBIG
    std::chrono::seconds cpu{30};
    std::chrono::seconds wall{60};
};

struct ChildResult {
    int exit_status = 0;        // 0: the work is done; 1: it said why not
    int signal = 0;             // what killed it, or 0
    bool not_confined = false;  // the system cannot confine a child, so no work was begun; the message says why
    bool timed_out = false;     // killed because its time, on the wall or on the processor, ran out
    std::string message;        // what the work returned, or what was printed on standard error; at most 4 KiB
    bool done() const { return exit_status == 0 && signal == 0; }
};

/// Runs `work` in a forked, confined child that has only the descriptors in `keep` and, as standard error, a pipe to
/// here; standard input and output are /dev/null. The work returns nothing when it is done, else one sentence; what it
/// throws counts as such a sentence. Handlers of signals are not inherited, and Ctrl-C is left to this process. Nothing
/// it does to memory comes back: results travel through the descriptors. Whatever the work does, this returns soon
/// after `limits.wall`. Error when no child can be made.
ChildResult run_in_child(const ChildLimits& limits, std::span<const int> keep,
                         const std::function<std::optional<std::string>()>& work);

/// Computes bytes, `limits.file` of them at most, in such a child, which has the descriptors in `keep`, too. `result`
/// is only written when the work is done; the bytes are as trustworthy as those that the work has read.
ChildResult compute_in_child(const ChildLimits& limits, const std::function<Bytes()>& work, Bytes& result,
                             std::span<const int> keep = {});

/// What the end of a child that is not done means to a user. `refused` begins the headline (`hive refused`), `process`
/// is what the child is called (`the editing process`), `help` is for a child that its bytes have killed or stopped. A
/// system that confines no child, and a system call that no work of ours makes, have help of their own.
Error child_error(const ChildResult& child, const std::string& refused, const std::string& process, std::string help);

}  // namespace hivemend::storage
