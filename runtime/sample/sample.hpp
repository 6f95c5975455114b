// Practice targets: a directory with real hives and a real boot store, made from a description.
#pragma once

#include <filesystem>

#include "runtime/engine/target/memory_target.hpp"

namespace hivemend::sample {

/// Writes `\Windows\System32\config\SYSTEM`, `SOFTWARE`, … and the boot store at the place of the description's
/// generation. The folder must be empty or missing; Error otherwise, and nothing is written.
void write_directory(const engine::Description& description, const std::filesystem::path& directory);

}  // namespace hivemend::sample
