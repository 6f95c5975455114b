// What could stand at one place of a text. Completion puts a word there that nothing is called, and the check writes
// down what it looked among.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lang/source/source.hpp"

namespace hivemend::lang {

struct Candidate {
    std::string name;             // all that would be written: `os.free`, `reg add`
    std::string_view what;        // "fact", "parameter", "boot element"
    std::string type{};           // as the language writes it; empty where there is none
    std::string documentation{};  // Markdown, as declared
    bool fits = true;             // its type is one that the place takes
};

struct Probe {
    SourceId source = 0;
    std::uint32_t at = 0;  // an offset inside the word
    std::vector<Candidate> found{};
    Span replaces{};  // what a candidate would stand in place of; the words of a statement, or one path

    bool is_in(Span span) const { return span.source == source && span.begin <= at && at < span.end; }
};

}  // namespace hivemend::lang
