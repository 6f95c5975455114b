// What the language has and this version does not check yet. Private to lang/check.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/syntax/ast.hpp"

namespace hivemend::lang::rules {

/// The longest run of words at the start of a statement that is a primitive of a later version: `reg delete-key`.
std::optional<std::string> later_verb(const std::vector<syntax::Path>& words);

/// Whether the name is, or lies under, a fact of a later version: `reg.dword`, `crash.stop_code`.
bool is_later_fact(std::string_view name);

/// `@accept`, `@slow`, `@temporary`
bool is_later_attribute(std::string_view name);

}  // namespace hivemend::lang::rules
