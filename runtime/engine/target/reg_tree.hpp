// A key with everything below it, as data: what statements about whole keys count, compare and copy.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/engine/target/target.hpp"

namespace hivemend::engine {

struct RegTreeKey {
    std::string below;  // its path below the top: empty, `\Parameters`, `\Parameters\Interfaces`
    std::vector<NamedValue> values;
};

struct RegTree {
    std::vector<RegTreeKey> keys;           // parents before children; empty when the key is not there
    std::optional<std::string> obstacle{};  // it is too large for a plan, and cut
};

/// Keys that one statement takes in at most. A whole SYSTEM hive has 30,000 to 45,000.
inline constexpr std::size_t most_tree_keys = 100'000;
/// Items of a tree that a plan lists.
inline constexpr std::size_t most_listed_items = 20;

RegTree reg_tree(const Registry& registry, const lang::RegKey& top);

/// What deleting a tree takes away.
TreeChange removal_of(const RegTree& tree, const lang::RegKey& top);

/// What copying `source` over `there`, which is at the key `to`, changes: what is missing comes, what differs becomes
/// as in the source, and with `exact` what the source does not have goes. Names compare without case.
TreeChange copy_difference(const RegTree& source, const RegTree& there, const lang::RegKey& to, bool exact);

}  // namespace hivemend::engine
