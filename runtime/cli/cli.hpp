// The command line as a function, so that tests run it without starting a process.
#pragma once

#include <string>
#include <vector>

#include "runtime/cli/console.hpp"

namespace hivemend::cli {

/// `0.1.0`
extern const char* const version;

/// Runs one command; `arguments` without the program's name. Returns the exit status; every error is printed, none is
/// thrown.
int run(const std::vector<std::string>& arguments, Console& console);

}  // namespace hivemend::cli
