// The tree as indented text, for goldens of the parser.
#pragma once

#include <string>

#include "lang/syntax/ast.hpp"

namespace hivemend::lang::syntax {

std::string print_tree(const File& file, const Source& source);

/// Without places and layout: equal for two texts that mean the same.
std::string print_tree(const File& file);

}  // namespace hivemend::lang::syntax
