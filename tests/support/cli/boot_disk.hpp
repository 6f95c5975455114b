// Practice disks whose boot store is replaced by a real one, and stores read whole, value by value.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/support/cli/command.hpp"
#include "tests/support/temporary.hpp"

namespace hivemend::test {

/// A description of a target as `hivemend sample` reads it.
struct Described {
    std::string yaml;
};

/// A practice disk of one generation, and playbooks that are run on it. Every playbook text gets a header.
class BootDisk {
public:
    explicit BootDisk(int generation);
    /// The same with this store in place of its own.
    BootDisk(int generation, const std::filesystem::path& store);
    /// Generation 1.
    explicit BootDisk(const Described& description);

    Result apply(const std::string& statements) const;
    /// Takes back what was applied, by the name of its run: runs of one second have no order.
    Result undo(const Result& applied) const;

    const std::filesystem::path& disk() const { return disk_; }
    const std::filesystem::path& store() const { return store_; }

private:
    TemporaryDirectory place_;
    std::filesystem::path disk_ = place_.path() / "disk", store_;
};

/// Keys by their path in lower case, `objects\{…}\elements\26000020`, and values with their name behind it,
/// `…\26000020@element`. A value is its type and its bytes, `BINARY 0a00000000000000`; a key has nothing.
using StoreContent = std::map<std::string, std::string>;
StoreContent read_store(const std::filesystem::path& store);
/// The same as hivexregedit reads it.
StoreContent read_store_with_hivex(const std::filesystem::path& store);

/// The key of an object, and the value of an element, as they are called in a StoreContent.
std::string object_path(const std::string& id);
std::string element_path(const std::string& id, const std::string& element);

/// What differs, one line each: `path: BINARY 01 -> absent`.
std::vector<std::string> changes(const StoreContent& before, const StoreContent& after);

/// What no store that Windows has written has: what the strict check and regf_check.py find, and lists of subkeys that
/// are not `lf`. Empty when there is nothing; regf_check.py is left out, and that is printed, where it is missing.
std::vector<std::string> faults(const std::filesystem::path& store);

}  // namespace hivemend::test
