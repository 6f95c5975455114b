// A target described in YAML: for reviews and tests without a disk, and what practice disks are made from.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lang/check/check.hpp"
#include "runtime/engine/target/target.hpp"

namespace hivemend::engine {

/// What a description says, in the order in which it says it.
struct Description {
    struct Key {
        lang::RegKey key;
        std::vector<NamedValue> values;
    };
    struct Object {
        lang::Guid id;
        std::string name;  // declared name, or empty
        std::uint32_t type = 0;
        std::map<std::uint32_t, lang::RegData> elements;
    };
    int generation = 1;
    std::string windows_directory = "\\Windows";
    std::vector<Key> registry;
    std::map<std::string, windows::BcdDevice, std::less<>> partitions;  // by volume: `os`, `system`
    std::vector<Object> boot;
    std::vector<std::string> files;  // `\Windows\Temp\x.log`; empty files of the volume of Windows
    std::map<std::string, lang::Value> facts;
    storage::Fingerprint fingerprint;  // of the text
    std::string file;
};

/// Reads a description. Mistakes are diagnostics in `sources` (the YAML is one of them); the result is empty then.
std::optional<Description> read_description(const std::string& path, const lang::Library& library,
                                            lang::SourceMap& sources, lang::Diagnostics& diagnostics);

/// Where the described hives and the boot store lie: `\Windows\System32\config\SYSTEM`, …
std::vector<std::string> store_paths(const Description& description);

/// `name` is what the operator called it.
std::unique_ptr<Target> memory_target(Description description, std::string name);

}  // namespace hivemend::engine
