// A model of what a loss of power leaves: bytes are pending until fsync of their file, names until fsync of their
// directory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "runtime/storage/txn/durable.hpp"
#include "tests/support/temporary.hpp"

namespace hivemend::test {

std::string name_of(storage::durable::Operation operation);

/// One step that was done, with paths below the root of the recording.
struct DiskOperation {
    storage::durable::Operation operation;
    std::string path, second_path{};
    std::uint64_t offset = 0;  // truncate: the size
    Bytes bytes{};
};

/// Runs `work` and returns what it did below `root`; steps elsewhere are left out.
std::vector<DiskOperation> record(const std::filesystem::path& root, const std::function<void()>& work);

/// Power goes after `point` operations. What is pending then is lost, kept, or a random part of it is kept: each name
/// by itself, bytes in sectors of 512. A rename is atomic. Owners, modes and attributes are not modelled.
enum class Unsynced { lost, kept, random };
Tree after_power_loss(const Tree& before, const std::vector<DiskOperation>& operations, std::size_t point,
                      Unsynced unsynced, std::mt19937_64& random);

}  // namespace hivemend::test
