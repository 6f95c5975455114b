// What is known to be present: `exists x` makes an optional a value where it holds. Private to lang/check.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lang/check/checker.hpp"

namespace hivemend::lang::rules {

/// What the slots of a body are called outside of it: by the arguments of its call, or the list that a loop walks.
using SlotNames = std::map<std::uint32_t, std::string>;

/// A name for what the expression is, equal for equal constants, names, reads and texts made of them; nothing for what
/// is computed.
std::optional<std::string> static_key(const Expr& expr, const SlotNames& names = {});

/// The same for what can be absent: a name, a fact or an element.
std::optional<std::string> presence_key(const Expr& expr);

/// The keys that have a value wherever `condition` is `truth`.
std::vector<std::string> present_when(const Expr& condition, bool truth);

/// Adds what `condition` being `truth` tells to the frame, until its block ends.
void assume(Frame& frame, const Expr& condition, bool truth);

/// A step that changes the patient may take away what was found there; parameters and lets stay.
void forget_target(Frame& frame);

/// The expression with its optional taken off, when the frame knows that it has a value.
Expr narrowed(const Frame& frame, Expr expr);

}  // namespace hivemend::lang::rules
