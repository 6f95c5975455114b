// How values compare: as `==`, `in` and `<` of the language do.
#pragma once

#include <compare>

#include "lang/types/value.hpp"

namespace hivemend::lang {

/// Text without case (ASCII), enum members by number where both have one, boot objects by id, lists item by item, the
/// rest exactly.
bool same(const Value& left, const Value& right);

/// Of two numbers, sizes, durations, dates or versions; unordered for everything else.
std::partial_ordering order(const Value& left, const Value& right);

enum class CompareOp { equal, not_equal, less, less_equal, greater, greater_equal, in };

/// Whether the comparison holds; the right side of `in` is a list.
bool holds(CompareOp op, const Value& left, const Value& right);

}  // namespace hivemend::lang
