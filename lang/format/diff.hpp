// What formatting changes, line by line.
#pragma once

#include <string>
#include <string_view>

namespace hivemend::lang::format {

/// A unified diff, as `patch` reads it; empty when the texts are equal. The texts have the same tokens, which says
/// which lines belong to each other. Linear.
std::string unified_diff(std::string_view name, std::string_view before, std::string_view after);

}  // namespace hivemend::lang::format
