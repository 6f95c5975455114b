// What the registry primitives share: keys by hive and path.
#pragma once

#include <string_view>

#include "runtime/engine/primitive/primitive.hpp"

namespace hivemend::engine {

/// The first component of a key: `SYSTEM`.
std::string_view hive_of(const lang::RegKey& key);
/// The key below the root of its hive, without the hive's name; empty for the root.
std::string_view below_hive(const lang::RegKey& key);

/// Why a statement about values of this key has nothing to do or cannot be done: its hive cannot be read, or the key is
/// not there, which is *not needed*.
std::optional<Proposal> nothing_at(const lang::RegKey& key, const Target& target);

/// The texts of a list(string) or list(reg_name).
std::vector<std::string> texts_of(const lang::Value& list);

/// The strings as a multi_sz, or why they are none.
std::variant<lang::RegData, Refused> multi_sz_of(const std::vector<std::string>& strings);

}  // namespace hivemend::engine
