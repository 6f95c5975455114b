// hivemend: see runtime/cli/cli.hpp. This file connects it to a process.
#include <csignal>
#include <cstdlib>
#include <iostream>

#include <unistd.h>

#include "runtime/cli/cli.hpp"

namespace {

hivemend::engine::StopFlag stop;

extern "C" void on_interrupt(int)
{
    stop.set();
}

}  // namespace

int main(int count, char** arguments)
{
    struct sigaction action = {};
    action.sa_handler = on_interrupt;  // no SA_RESTART, so that a question that waits for an answer ends too
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    action.sa_handler = SIG_IGN;  // a reader that is gone and a file size limit are errors with a path, not deaths
    sigaction(SIGPIPE, &action, nullptr);
    sigaction(SIGXFSZ, &action, nullptr);

    const bool terminal = isatty(STDOUT_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
    hivemend::cli::Console console{
        std::cin, std::cout, std::cerr, terminal && std::getenv("NO_COLOR") == nullptr, isatty(STDIN_FILENO) == 1,
        stop};
    return hivemend::cli::run({arguments + 1, arguments + count}, console);
}
