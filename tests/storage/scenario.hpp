// One target and one transaction on it: two files replaced, one created, one removed, in three directories.
#pragma once

#include <filesystem>
#include <string>

#include "runtime/storage/txn/transaction.hpp"
#include "tests/support/temporary.hpp"

namespace hivemend::test {

inline const std::string system_hive = R"(\Windows\System32\config\SYSTEM)";
inline const std::string boot_store = R"(\Boot\BCD)";
inline const std::string new_file = R"(\Windows\new.txt)";
inline const std::string old_log = R"(\Windows\old.log)";

struct NoUndo : storage::UndoSink {
    void keep(const storage::PreImage&) override {}
    void sync() override {}
};

// Made once: the bytes cost more than the transaction in a sanitized build.
inline const Tree& old_tree()
{
    static const Tree tree{{"Boot", {}},
                           {"Boot/BCD", patterned(3000, 1)},
                           {"Windows", {}},
                           {"Windows/System32", {}},
                           {"Windows/System32/config", {}},
                           {"Windows/System32/config/SOFTWARE", patterned(600, 2)},
                           {"Windows/System32/config/SYSTEM", patterned(8000, 3)},
                           {"Windows/old.log", patterned(100, 4)}};
    return tree;
}

inline const Tree& new_tree()
{
    static const Tree tree = [] {
        auto changed = old_tree();
        changed["Boot/BCD"] = patterned(2500, 5);
        changed["Windows/System32/config/SYSTEM"] = patterned(9000, 6);
        changed["Windows/new.txt"] = patterned(700, 7);
        changed.erase("Windows/old.log");
        return changed;
    }();
    return tree;
}

inline void stage_new_tree(storage::Transaction& transaction)
{
    auto& files = transaction.store(storage::Volume::windows);
    const auto& tree = new_tree();
    files.stage(system_hive, *tree.at("Windows/System32/config/SYSTEM"), system_hive);
    files.stage(boot_store, *tree.at("Boot/BCD"), boot_store);
    files.stage(new_file, *tree.at("Windows/new.txt"), system_hive);
    files.remove(old_log);
}

inline void change_target(const std::filesystem::path& root)
{
    const auto transaction = storage::open_directory(root, storage::Lock::exclusive);
    stage_new_tree(*transaction);
    NoUndo undo;
    transaction->prepare(undo);
    transaction->commit();
}

inline storage::Recovery recover_target(const std::filesystem::path& root)
{
    return storage::open_directory(root, storage::Lock::exclusive)->recover();
}

/// What `work` is refused with, for comparison; empty when it is not.
template <typename Work>
std::string refusal(const Work& work)
{
    try {
        work();
        return {};
    } catch (const Error& error) {
        return error.headline;
    }
}

}  // namespace hivemend::test
