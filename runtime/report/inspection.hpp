// What a target is, as text and JSON: Windows, control sets, hives with their numbers, boot store.
#pragma once

#include <string>

#include "lang/types/signature.hpp"
#include "runtime/engine/target/target.hpp"
#include "runtime/engine/target/windows_target.hpp"

namespace hivemend::report {

struct Inspection {
    std::string target, kind, windows_directory, product, build;  // empty: unknown
    int generation = 0;                                           // 0: unknown
    std::vector<std::string> control_sets;
    std::string current_control_set, default_control_set;  // the name, or why it is unknown
    std::vector<engine::WindowsTarget::HiveStatus> hives;
    struct Loader {
        std::string id, kind, description;
    };
    std::vector<Loader> boot_entries;  // applications of the store: boot manager, loaders, tools
    std::string default_loader;        // what `default` is, and why
    std::vector<std::string> notes;
    std::vector<std::string> warnings;  // what keeps this Windows from starting, as far as it was read
};

/// Looks at a target. What cannot be read is in the result with its reason; nothing is thrown for one bad hive.
Inspection inspect(const engine::Target& target);
Inspection inspect(const engine::WindowsTarget& target);

std::string inspection_text(const Inspection& inspection);
/// Version 3 of the format; 2 had no `warnings`.
std::string inspection_json(const Inspection& inspection);

}  // namespace hivemend::report
