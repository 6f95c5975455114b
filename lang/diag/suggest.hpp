// "Did you mean": the names nearest to one that was not found.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hivemend::lang {

/// The nearest candidate by edit distance (swaps count once, case not at all), if it is near enough for its length to
/// help.
std::optional<std::string> nearest(std::string_view wrong, std::span<const std::string> candidates);

}  // namespace hivemend::lang
