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
#include "runtime/storage/sandbox/memory_file.hpp"
#include "runtime/storage/txn/durable.hpp"

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

/// A child at its work. One that nobody waits for is killed when this goes.
class RunningChild {
public:
    RunningChild(RunningChild&& other) noexcept;
    RunningChild& operator=(RunningChild&&) = delete;
    ~RunningChild();

    /// Returns when the child is dead, which is soon after its time on the wall has run out; once only. Error when it
    /// cannot be watched.
    ChildResult wait();

private:
    using Clock = std::chrono::steady_clock;
    RunningChild(int process, Descriptor pipe, Clock::time_point deadline);
    friend RunningChild start_child(const ChildLimits&, std::span<const int>,
                                    const std::function<std::optional<std::string>()>&);

    int process_;  // 0: it is dead and buried
    Descriptor pipe_;
    Clock::time_point deadline_;
};

/// Begins `work` in a forked, confined child that has only the descriptors in `keep` and, as standard error, a pipe to
/// here; standard input and output are /dev/null. The work returns nothing when it is done, else one sentence; what it
/// throws counts as such a sentence. Handlers of signals are not inherited, and Ctrl-C is left to this process. Nothing
/// it does to memory comes back: results travel through the descriptors. Error when no child can be made.
RunningChild start_child(const ChildLimits& limits, std::span<const int> keep,
                         const std::function<std::optional<std::string>()>& work);

/// The same, and waits for it.
ChildResult run_in_child(const ChildLimits& limits, std::span<const int> keep,
                         const std::function<std::optional<std::string>()>& work);

/// A child that computes bytes.
class Computation {
public:
    /// Begins `work` in such a child, which has the descriptors in `keep`, too.
    Computation(const ChildLimits& limits, const std::function<Bytes()>& work, std::span<const int> keep = {});

    /// Waits for the child; once only. `result` is only written when the work is done: `limits.file` bytes at most, as
    /// trustworthy as those that the work has read.
    ChildResult wait(Bytes& result);

private:
    MemoryFile file_;
    std::uint64_t longest_;
    RunningChild child_;
};

/// What the end of a child that is not done means to a user. `refused` begins the headline (`hive refused`), `process`
/// is what the child is called (`the editing process`), `help` is for a child that its bytes have killed or stopped. A
/// system that confines no child, and a system call that no work of ours makes, have help of their own.
Error child_error(const ChildResult& child, const std::string& refused, const std::string& process, std::string help);

}  // namespace hivemend::storage
