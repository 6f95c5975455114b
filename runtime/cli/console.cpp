// Questions to the person at the terminal.
#include "runtime/cli/console.hpp"

#include <iostream>

#include "lang/types/value.hpp"
#include "runtime/storage/error.hpp"

namespace hivemend::cli {

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
