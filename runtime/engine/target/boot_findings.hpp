// What a boot store and `Select` say that keeps this Windows from starting, or starts something else: seen by reading
// only, and shown by `inspect` and by plans that touch the store or the registry.
#pragma once

#include <string>
#include <vector>

#include "runtime/engine/target/target.hpp"

namespace hivemend::engine {

/// One sentence each, 20 at most and how many more; none when nothing stands out or there is no boot store. Looks at
/// the types of all elements, at the boot manager, and at the entries that load this Windows, or all when none does:
/// does the loader exist and fit the generation, do the devices name the partitions of this disk, is it the directory
/// that is being repaired, is inherited what EMS needs. What the target cannot tell (a directory has no partition
/// table) is left out.
std::vector<std::string> boot_findings(const Target& target);

/// When the control set of the next start is not the one of the last: an article's `CurrentControlSet` is then read in
/// two ways. Source: winload follows `Select\Default`, whatever `Current` says.
std::vector<std::string> control_set_findings(const Target& target);

}  // namespace hivemend::engine
