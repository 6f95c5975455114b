// Declarations of the library: trees to Declarations. Private to lang/check.
#pragma once

#include <string_view>

#include "lang/check/checker.hpp"

namespace hivemend::lang::rules {

/// Enums, objects and elements, which the types of all others may name.
void declare_names(Checker& checker, const syntax::Item& item, Declarations& into);
/// Primitives and facts.
void declare_signatures(Checker& checker, const syntax::Item& item, Declarations& into);
/// A verb that extends another is read wrongly when the shorter one takes a subject.
void check_verbs(Checker& checker);

}  // namespace hivemend::lang::rules
