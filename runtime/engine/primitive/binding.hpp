// The two halves of a statement or fact: its declaration in stdlib/ and its implementation in this build.
#pragma once

#include <string>
#include <vector>

#include "lang/types/signature.hpp"

namespace hivemend::engine {

/// Implementations without a declaration: a mistake of the build, by name.
std::vector<std::string> undeclared(const lang::Declarations& declarations);

/// Declared statements and facts that this build can neither do nor tell: they check, and planning refuses them by
/// name.
std::vector<std::string> unimplemented(const lang::Declarations& declarations);

}  // namespace hivemend::engine
