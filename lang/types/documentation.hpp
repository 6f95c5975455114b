// Documentation of declarations, as lists show it.
#pragma once

#include <string>
#include <string_view>

namespace hivemend::lang {

/// The first sentence of the first paragraph on one line.
std::string first_sentence(std::string_view documentation);

}  // namespace hivemend::lang
