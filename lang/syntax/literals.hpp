// Numbers, sizes, durations, versions and dates: characters to values. Private to lang/syntax.
#pragma once

#include <cstdint>

#include "lang/syntax/ast.hpp"
#include "lang/syntax/mistakes.hpp"

namespace hivemend::lang::syntax {

/// The value of what the grammar's `numeric` matched; BrokenExpr when it is none, which is then in `mistakes`.
decltype(Expr::node) read_numeric(std::uint32_t begin, std::uint32_t end, Mistakes& mistakes);

}  // namespace hivemend::lang::syntax
