// A library from texts, for load_library and for tests. Private to lang/check.
#pragma once

#include <string>
#include <vector>

#include "lang/check/check.hpp"

namespace hivemend::lang::rules {

struct LibraryFile {
    std::string module;  // `std.registry`
    SourceId source;
};

/// Reads declarations and procedures of all files, which see each other without `use`.
Library library_of(const std::vector<LibraryFile>& files, const SourceMap& sources, Diagnostics& diagnostics);

}  // namespace hivemend::lang::rules
