// Every problem that a text can have: kind, severity, sentence and the types of its words, one line each, in
// catalogue.def.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lang/diag/diagnostic.hpp"

namespace hivemend::lang::diag {

using std::string;

#define DIAGNOSTIC(identifier, name, severity, sentence, ...)                                                          \
    inline constexpr Kind<__VA_ARGS__> identifier{name, Severity::severity, sentence};
#include "lang/diag/catalogue.def"
#undef DIAGNOSTIC

/// A kind as `hivemend explain` and the coverage test see it.
struct CatalogueEntry {
    std::string_view name;
    Severity severity;
    std::string_view sentence;
};

/// All kinds, in the order of catalogue.def.
std::span<const CatalogueEntry> catalogue();

}  // namespace hivemend::lang::diag
