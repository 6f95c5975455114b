// Text to tree. Never throws at its caller: what could be made of the text comes back, the rest is in the diagnostics.
#pragma once

#include "lang/diag/diagnostic.hpp"
#include "lang/source/source.hpp"
#include "lang/syntax/ast.hpp"

namespace hivemend::lang::syntax {

/// Blocks, parentheses and lists may nest this deep; more is `nested-too-deeply`.
inline constexpr int max_nesting = 64;

/// Parses a whole file. Time and memory are linear in the size of the text; a text over max_source_bytes is refused
/// unread.
File parse(const SourceMap& sources, SourceId source, Diagnostics& diagnostics);

/// Parses one expression that is the whole text, for `--set` and sample targets.
ExprPtr parse_expression(const SourceMap& sources, SourceId source, Diagnostics& diagnostics);

}  // namespace hivemend::lang::syntax
