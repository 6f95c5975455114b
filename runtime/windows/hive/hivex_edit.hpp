// The one place that calls hivex. It edits inside the child: hivex asserts on damaged bytes.
#pragma once

#include <optional>
#include <string>

#include "runtime/windows/hive/key_edits.hpp"

namespace hivemend::windows {

/// Loads what hivex loads on first use, for it cannot do so in the child; call it before. Cheap from the second time
/// on. Error when the C library of this system cannot convert the names of keys.
void prepare_hivex();

/// Makes the edits to the hive in the memory file `descriptor` and commits it there, its sequence numbers one higher.
/// A sentence when hivex would not, in which case the content of the file is worthless.
std::optional<std::string> edit_with_hivex(int descriptor, const KeyEdits& edits);

}  // namespace hivemend::windows
