// Paths of the patient on the volume of Windows.
#pragma once

#include <string>
#include <variant>

#include "runtime/engine/target/target.hpp"

namespace hivemend::engine {

/// The letter that Windows gives its own volume, in upper case: as `SystemRoot` in the SOFTWARE hive says, else `C`.
char windows_letter(const Target& target);

/// The path without a letter. Unknown when it is on another volume: a target that is one tree of files cannot tell
/// which that is.
std::variant<std::string, Unknown> on_windows_volume(const lang::GuestPath& path, const Target& target);

}  // namespace hivemend::engine
