// A real Windows tree as a target: hives and boot store behind a Transaction.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "runtime/engine/progress.hpp"
#include "runtime/engine/target/target.hpp"
#include "runtime/storage/txn/transaction.hpp"
#include "runtime/windows/hive/examine.hpp"
#include "runtime/windows/install/find.hpp"

namespace hivemend::engine {

/// Reads through its transaction and can stage changes into it.
class WindowsTarget : public Target {
public:
    /// Finds Windows; hives and store are read when first asked for. Error as find_installation.
    WindowsTarget(std::unique_ptr<storage::Transaction> transaction, std::string name, std::optional<int> installation,
                  windows::LogLoss log_loss = windows::LogLoss::refused);
    ~WindowsTarget() override;

    storage::Transaction& transaction();
    const windows::Installation& installation() const;

    /// Edits every hive that the changes touch, in memory, and stages the new images. Error (nothing staged is kept) on
    /// an obstacle. Keys that change get the time `now` (FILETIME; 0: they keep theirs).
    void stage(const Changes& changes, std::uint64_t now, Progress& progress, const StopFlag& stop);
    /// Waits for the last check of what was staged, which goes on beside the writing; to be called before the commit.
    /// Error when an edited hive is not sound.
    void require_sound();

    /// A hive file as `inspect` shows it; a problem is said, not thrown.
    struct HiveStatus {
        std::string name, path;
        windows::HiveReport report;
        std::vector<std::string> logs;  // paths
    };
    /// The hives of `config`, then the boot store.
    std::vector<HiveStatus> hives() const;

    std::string name() const override;
    std::string kind() const override;
    const Registry& registry() const override;
    const BootStore& boot() const override;
    const Files& files() const override;
    std::string windows_directory() const override;
    std::optional<int> generation() const override;
    std::optional<lang::Value> supplied(std::string_view fact) const override;
    std::optional<std::string> obstacle(const Change& change) const override;
    std::vector<ObjectRead> objects_read() const override;
    std::vector<std::string> warnings() const override;
    std::vector<std::string> notes() const override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hivemend::engine
