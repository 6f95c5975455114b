// Text that is copied because it is not understood. Private to lang/format.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/diag/diagnostic.hpp"
#include "lang/source/source.hpp"
#include "lang/syntax/ast.hpp"

namespace hivemend::lang::format {

/// The places of a text that the parser did not understand, by place.
std::vector<Span> broken_places(const syntax::File& file, const Diagnostics& diagnostics);

/// The bytes [begin, end) of `text`, ready to be written behind `indent` blanks: its lines keep their indentation to
/// each other. `indent` is changed to what the first line had where the lines cannot be moved alike.
std::string moved(std::string_view text, std::size_t begin, std::size_t end, std::size_t& indent);

}  // namespace hivemend::lang::format
