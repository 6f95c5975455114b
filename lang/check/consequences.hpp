// One mistake, one message: what only follows from another mistake is not said. Private to lang/check.
#pragma once

#include <vector>

#include "lang/diag/diagnostic.hpp"
#include "lang/syntax/ast.hpp"

namespace hivemend::lang::rules {

/// Takes out of `diagnostics` what is there only because of another one: judgements about a statement that was not
/// understood, names whose declaration was not, and rules about the whole that a statement which was lost may well have
/// kept. Mistakes that have nothing to do with each other all stay.
void drop_consequences(Diagnostics& diagnostics, const std::vector<const syntax::File*>& trees,
                       const SourceMap& sources);

/// One name that is not known is one mistake, however often it is used: the first use is marked, two more are labels,
/// the rest is counted.
void join_uses(Diagnostics& diagnostics, const SourceMap& sources);

/// Gives each message that has neither help nor fix a line that says what to do next.
void advise(Diagnostics& diagnostics);

}  // namespace hivemend::lang::rules
