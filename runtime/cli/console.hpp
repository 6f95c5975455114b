// What a command may talk to: streams, colours, the person in front of it, and the way to be stopped.
#pragma once

#include <iosfwd>
#include <string>

#include "runtime/engine/progress.hpp"
#include "runtime/storage/error.hpp"

namespace hivemend::cli {

/// Exit statuses, as the manual lists them.
enum Status : int {
    ok = 0,
    failed = 1,           // errors, refusals, stale plans, findings
    changes_pending = 2,  // plan --detailed-exitcode
    waits = 3,            // for a person
    no_repair = 4,        // escalate, unfixable
};

struct Console {
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    bool colours = false;      // on `out` and `err`
    bool interactive = false;  // somebody can answer a question on `in`
    const engine::StopFlag& stop;
};

/// Prints an error of the world on `err`.
void show_error(const Error& error, Console& console);

/// Asks a yes-or-no question; only "y" and "yes" agree. Error when nobody can answer, naming the option that answers.
bool agreed(Console& console, const std::string& question);

}  // namespace hivemend::cli
