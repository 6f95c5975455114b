// Diagnostics as text for a terminal.
#pragma once

#include <string>

#include "lang/diag/diagnostic.hpp"

namespace hivemend::lang {

/// All diagnostics with their source lines, marks, labels, help and fixes, in the form of the manual; with or without
/// ANSI colours.
std::string render_text(const Diagnostics& diagnostics, const SourceMap& sources, bool colours);

/// "3 errors, 1 warning", or empty when there are none.
std::string summary(const Diagnostics& diagnostics);

}  // namespace hivemend::lang
