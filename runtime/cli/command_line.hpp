// What could come next on a command line, for the shells' completions: they ask, so that they are never out of date.
#pragma once

#include <string>
#include <vector>

#include "runtime/cli/console.hpp"

namespace CLI {
class App;
}

namespace hivemend::cli {

struct NextWord {
    std::string word;
    std::string description;
};
struct NextWords {
    std::vector<NextWord> words{};
    bool files = false;  // names of files fit, too
};

/// `words` are those after `hivemend`; the last one is being written and may be empty. What is on the line before may
/// be wrong: then less is offered, and nothing is said.
NextWords complete_command_line(const CLI::App& app, const std::vector<std::string>& words, Console& console);

}  // namespace hivemend::cli
