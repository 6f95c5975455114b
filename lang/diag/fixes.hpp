// Applying the fixes that are certain.
#pragma once

#include <string>
#include <vector>

#include "lang/diag/diagnostic.hpp"

namespace hivemend::lang {

struct FixedText {
    std::string text;
    std::vector<const Diagnostic*> fixed{};  // what was fixed, each by its first certain fix
};

/// How often a text is fixed and read again before what is left is left: each round fixes all that does not touch.
inline constexpr int most_fix_rounds = 20;

/// The fix that may be applied unasked, if there is one.
const Fix* certain_fix(const Diagnostic& diagnostic);

/// What a fix does and inserts, in one line.
std::string fix_line(const Fix& fix);

/// The text of `source` after the certain fixes that change only it. Of two whose edits touch, the second waits for the
/// next round, after the text has been read again. Line ends are written as the text has them.
FixedText fix_certain(const Diagnostics& diagnostics, const SourceMap& sources, SourceId source);

}  // namespace hivemend::lang
