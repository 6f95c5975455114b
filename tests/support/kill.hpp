// Killing a piece of work before and after each of its steps on the disk, in forked children.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace hivemend::test {

struct Killed {
    bool finished = false;  // the work ended before the moment came
    std::string step;       // where it was killed: `before rename /…/a to /…/b`
};

/// Runs `work` in a forked child that takes SIGKILL at its `moment`-th moment: each step on the disk has one before it
/// and one after it, counted from 0. std::runtime_error when the child ends in any other way, with what it threw.
Killed run_killed(std::size_t moment, const std::function<void()>& work);

}  // namespace hivemend::test
