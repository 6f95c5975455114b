// What a fix puts into the text, beside its words. Private to lang/diag.
#pragma once

#include <string>

#include "lang/diag/diagnostic.hpp"

namespace hivemend::lang {

/// The title of a fix and what it inserts: "write `yes`", "write a list of one: `[loader]`", or the title and below it
/// a line for each that is inserted, without their common indentation.
std::string fix_text(const Fix& fix);

}  // namespace hivemend::lang
