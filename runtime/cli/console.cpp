// Errors and questions at the terminal.
#include "runtime/cli/console.hpp"

#include <iostream>

#include "lang/diag/escape.hpp"
#include "lang/types/value.hpp"

namespace hivemend::cli {

void show_error(const Error& error, Console& console)
{
    using lang::escape_terminal;
    console.err << (console.colours ? "\x1b[1;31merror\x1b[0m" : "error") << ": " << escape_terminal(error.headline)
                << '\n';
    if (!error.where.empty())
        console.err << "  --> " << escape_terminal(error.where) << '\n';
    for (const auto& seen : error.seen)
        console.err << "   = " << escape_terminal(seen) << '\n';
    if (!error.help.empty())
        console.err << "   = help: " << escape_terminal(error.help) << '\n';
}

bool agreed(Console& console, const std::string& question)
{
    if (!console.interactive)
        throw Error("nobody is there to agree: standard input is not a terminal", {}, {},
                    "read the plan, then run this again with --yes");
    console.out << question << " [y/N] " << std::flush;
    std::string answer;
    std::getline(console.in, answer);
    console.stop.check();
    return lang::equal_without_case(answer, "y") || lang::equal_without_case(answer, "yes");
}

}  // namespace hivemend::cli
