// How long work tells what it does, and how it is told to stop.
#pragma once

#include <atomic>
#include <string_view>

#include "runtime/storage/error.hpp"

namespace hivemend::engine {

class Progress {
public:
    virtual ~Progress() = default;
    /// "editing SYSTEM", "writing", …; called before the work begins.
    virtual void stage(std::string_view what) = 0;
};

struct NoProgress final : Progress {
    void stage(std::string_view) override {}
};

/// Set by Ctrl-C. Work looks at it between steps; after a commit has begun it is no longer looked at.
class StopFlag {
public:
    void set() { set_.store(true); }
    void check() const
    {
        if (set_.load())
            throw Stopped{};
    }

private:
    std::atomic<bool> set_{false};
    static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");
};

}  // namespace hivemend::engine
