// Runs: what was applied to which target, what waits for whom, and what undo needs. One folder each under the state
// directory.
//
//   runs/<id>/run.json     who, where, when, version, playbook with its text, parameters, target
//   runs/<id>/journal      one JSON line for each event: intent before the commit, result after it, undone
//   runs/<id>/plan-N.json  the plan of part N (a run has one part for every stretch between asks)
//   runs/<id>/undo-N/      changed 4 KiB pages of each file of part N
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/engine/plan/plan.hpp"
#include "runtime/engine/plan/planner.hpp"
#include "runtime/storage/txn/transaction.hpp"

namespace hivemend::engine {

/// A file of one part, as it was and as it became; nothing where it did not exist.
struct UndoFile {
    storage::Volume volume = storage::Volume::windows;
    std::string path;
    std::optional<storage::Fingerprint> before, after;
    std::string pages;  // name of the file with the pages, below the part's undo folder
};

struct RunPart {
    std::uint64_t number = 1;
    std::vector<UndoFile> files;
    std::vector<std::string> waits;   // asks it stopped at
    std::vector<std::string> stages;  // `--stage`
    RunMemory memory;                 // what the run knew after it
    bool finished = false;            // a result was written
};

struct Run {
    std::string id;
    std::filesystem::path folder;
    std::string started, who, host, tool_version;  // started: UTC, ISO 8601
    Plan::Playbook playbook;
    std::vector<GivenParameter> set;
    std::string target, place;   // absolute path; device and inode
    std::vector<RunPart> parts;  // those that took effect, or may have
    std::uint64_t next_part = 1;
    bool undone = false;
};

/// The folder of all runs. Creates nothing until a run is begun.
class RunStore {
public:
    /// `state_directory` is `--state`; the runs are in `runs` below it.
    explicit RunStore(const std::filesystem::path& state_directory);

    /// Runs from new to old. A folder that cannot be read is named in `problems` and left alone.
    std::vector<Run> list(std::vector<std::string>& problems) const;
    /// By id, by the beginning of one that is unique, or by folder. Error when there is none.
    Run find(const std::string& id) const;
    /// Creates the folder of a new run, durable. The plan gives playbook and parameters.
    Run begin(const Plan& plan, const std::string& target, const std::string& place) const;

private:
    std::filesystem::path directory_;
};

/// What a run is to a target, derived from the target's content. `waiting`: applied as far as an ask.
enum class RunState { applied, waiting, not_applied, undone, moved_on };
RunState state_of(const Run& run, storage::Transaction& transaction);
std::string_view to_text(RunState state);

/// Settles a part whose end nobody wrote down, because the program died: done, or it never took effect.
void settle(Run& run, storage::Transaction& transaction);

/// Keeps one part of a run while it is applied: plan, pre-images, intent before the commit, result after it.
class PartWriter final : public storage::UndoSink {
public:
    PartWriter(Run& run, const Plan& plan, const RunMemory& memory);
    void keep(const storage::PreImage& image) override;
    /// Makes plan, pages and intent durable.
    void sync() override;
    void finish();

private:
    Run& run_;
    const Plan& plan_;
    RunPart part_;
    std::filesystem::path undo_folder_;
};

/// Stages the bytes from before the run, all parts, the last first. Error when a file is not what the run left, naming
/// it.
void stage_undo(const Run& run, storage::Transaction& transaction);
void mark_undone(Run& run);

}  // namespace hivemend::engine
