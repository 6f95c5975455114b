// What the registry primitives share: keys by hive and path.
#pragma once

#include <string_view>

#include "runtime/engine/primitive/primitive.hpp"

namespace hivemend::engine {

/// The first component of a key: `SYSTEM`.
std::string_view hive_of(const lang::RegKey& key);
/// The key below the root of its hive, without the hive's name; empty for the root.
std::string_view below_hive(const lang::RegKey& key);

}  // namespace hivemend::engine
