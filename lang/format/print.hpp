// The canonical text of a layout. Private to lang/format.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/format/layout.hpp"
#include "lang/source/source.hpp"

namespace hivemend::lang::format {

/// `as_written`: what lies there is copied, with the whole item that it is part of.
std::string print(std::string_view text, Layout& layout, const std::vector<Span>& as_written);

}  // namespace hivemend::lang::format
