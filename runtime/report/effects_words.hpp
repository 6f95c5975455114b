// What the text and the JSON of a reach have in common.
#pragma once

#include <string>

#include "lang/check/reach.hpp"
#include "lang/source/source.hpp"

namespace hivemend::report {

/// A walked program with what it was made from.
struct Effects {
    const lang::Program& program;
    const lang::Reach& reach;
    const lang::SourceMap& sources;
    std::string file;  // of the playbook, as messages show it
};

/// Data as the language writes it; where reports hide data, its type alone: `sz (secret)`.
lang::OpenText effects_value(const lang::Touch& touch, const lang::TouchedLine& line);

}  // namespace hivemend::report
