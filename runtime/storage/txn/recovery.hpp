// What a directory transaction leaves on its target while it is under way, and how that is finished or taken back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/storage/store/directory_tree.hpp"
#include "runtime/storage/txn/journal.hpp"
#include "runtime/storage/txn/transaction.hpp"

namespace hivemend::storage {

inline const std::string journal_name = ".hivemend-redo";  // at the root; there from the commit until all is done
inline const std::string temporary_name = ".hivemend-redo.tmp";
inline const std::string staging_name = ".hivemend-redo.d";

std::string staged_path(const JournalEntry& entry);

struct Leftovers {
    std::optional<Journal> journal;  // committed: the new state wins
    bool uncommitted = false;        // a temporary journal or a staging directory without a journal
};

/// Error when the journal is damaged, with what to do.
Leftovers find_leftovers(const DirectoryTree& tree);

enum class FileState { before, after, neither };

struct JournalFile {
    FileState state = FileState::neither;
    std::string line;  // `\Windows\…\SYSTEM: before`
};

/// `before` only when the new bytes are there, too. Reads and hashes every file named.
std::vector<JournalFile> look_at_files(const DirectoryTree& tree, const Journal& journal);

/// Puts the new bytes of every file in state `before` in its place and removes journal and staged files.
/// The journal goes last, when all else is durable: a target without one is all old or all new.
void finish(const DirectoryTree& tree, const Journal& journal, const std::vector<FileState>& states);

/// Removes what was staged and never committed.
void roll_back(const DirectoryTree& tree);

/// Finishes or rolls back what is there. Error, and nothing touched, when a file is neither before nor after.
Recovery recover_directory(const DirectoryTree& tree);

}  // namespace hivemend::storage
