// Where Windows and its boot store are in a target, and which generation of virtual machine boots it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/storage/store/store.hpp"
#include "runtime/storage/txn/transaction.hpp"
#include "runtime/windows/hive/image.hpp"

namespace hivemend::windows {

struct Installation {
    std::string directory;           // `\Windows`, as the file system spells it
    std::string boot_store;          // `\EFI\Microsoft\Boot\BCD`; empty when there is none
    int generation = 0;              // 1: \Boot\BCD, 2: \EFI\Microsoft\Boot\BCD; 0: no store
    std::vector<std::string> notes;  // what else was seen that the operator should know
};

/// Error when there is no Windows (naming what was looked for), when there are several and `choice` (1 …) names none,
/// and when there are two boot stores.
Installation find_installation(storage::Transaction& transaction, std::optional<int> choice);

/// Control sets as SYSTEM has them.
struct ControlSets {
    std::vector<std::string> all;  // `ControlSet001`, … in order
    std::optional<std::string> current, by_default,
        last_known_good;  // by Select; nothing when it is missing or names none of them
};
ControlSets read_control_sets(const HiveImage& system);

}  // namespace hivemend::windows
