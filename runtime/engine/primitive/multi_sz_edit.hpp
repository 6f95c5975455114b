// What `reg append` and `reg remove` share: editing the strings of multi_sz values. Strings compare without case.
#pragma once

#include <string>
#include <vector>

#include "runtime/engine/primitive/registry_key.hpp"

namespace hivemend::engine {

bool has_string(const std::vector<std::string>& strings, const std::string& text);

/// Changes the strings that are there by those that are written.
using EditStrings = void (*)(std::vector<std::string>& strings, const std::vector<std::string>& written);

/// Each setting of the call, edited. A value of another type is refused; one that the edit leaves alone keeps its
/// bytes.
Proposal edit_multi_sz(const Call& call, const Target& target, EditStrings edit);

}  // namespace hivemend::engine
