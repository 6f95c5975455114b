// The standard library, read once for all tests of a binary.
#pragma once

#include "lang/check/check.hpp"

namespace hivemend::test {

/// Copy its sources where texts are added, so that spans into the library can be shown.
struct Shelf {
    lang::SourceMap sources;
    lang::Diagnostics diagnostics;
    lang::Library library = lang::load_library(sources, diagnostics);
};
inline const Shelf& shelf()
{
    static const Shelf shelf;
    return shelf;
}

}  // namespace hivemend::test
