// What a playbook could touch, as text.
#pragma once

#include <string>

#include "runtime/report/effects_words.hpp"

namespace hivemend::report {

/// Keys with their values, boot objects with their elements, files, disk statements, people and what is read; each with
/// its place, its stage and the conditions around it. All text of the playbook is escaped. Ends with a line that
/// counts.
std::string effects_text(const Effects& effects, bool colours);

}  // namespace hivemend::report
