// The four phases of edits that every key of a real hive goes through, each judged by itself.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "tests/windows/mass_plans.hpp"

namespace hivemend::windows::test {

struct Tally {
    std::size_t wanted = 0, made = 0;
    std::size_t in_li = 0;                       // of the wanted ones: those that would change a list of this kind
    std::map<std::string, std::size_t> refused;  // by `obstacle`, by its reason
    std::map<std::string, std::size_t> failed;   // by edit_hive, although there was no obstacle
};

/// Adds values, then subkeys, then deletes them again, then real values and keys, in batches; after each of these,
/// every reader tells exactly what was planned, and no checker finds anything. Prints what was done and refused.
/// Nothing, with a line printed, when the hive is not sound to begin with. Its logs are replayed first.
std::optional<Tally> edit_everything(const std::string& path);

}  // namespace hivemend::windows::test
