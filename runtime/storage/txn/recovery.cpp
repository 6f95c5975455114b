// Finishing a committed directory transaction, or taking back one that never was. Killed at any point, it is done
// again.
#include "runtime/storage/txn/recovery.hpp"

#include <algorithm>
#include <set>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include "runtime/storage/error.hpp"

namespace hivemend::storage {
namespace {

bool is_there(const DirectoryTree& tree, const std::string& name)
{
    struct stat found {};
    return ::fstatat(tree.root(), name.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0;
}

Journal read_journal(const DirectoryTree& tree, const FileRead& file)
{
    try {
        return parse_journal(file.bytes);
    } catch (Malformed& error) {
        error.where = tree.shown(journal_name);
        error.help =
            fmt::format("nothing was touched. It was whole when it took effect, so something else damaged it: bring "
                        "the target back from a "
                        "copy. Remove {} and {} by hand only when every file of the target is known to be good",
                        journal_name, staging_name);
        throw;
    }
}

std::string word(FileState state)
{
    switch (state) {
    case FileState::before:
        return "before";
    case FileState::after:
        return "after";
    case FileState::neither:
        break;
    }
    return "neither before nor after";
}

std::optional<Fingerprint> print_of(const DirectoryTree& tree, const std::string& spelled)
{
    const auto found = tree.print(spelled);
    return found ? std::optional{found->print} : std::nullopt;
}

JournalFile look_at_file(const DirectoryTree& tree, const JournalEntry& entry)
{
    const auto line = [&](FileState state, const char* remark = "") {
        return JournalFile{state, fmt::format("{}: {}{}", guest_path(entry.path), word(state), remark)};
    };
    const auto found = print_of(tree, entry.path);
    if (found == entry.after)
        return line(FileState::after);
    if (found != entry.before)
        return line(FileState::neither);
    if (entry.after && print_of(tree, staged_path(entry)) != entry.after)
        return line(FileState::neither, " (its new bytes are missing or damaged)");
    return line(FileState::before);
}

void remove_staging(const DirectoryTree& tree)
{
    if (!is_there(tree, staging_name))
        return;
    const auto staging = tree.open_same_device(staging_name);
    const auto names = tree.names(staging_name);
    for (const auto& name : names)
        if (!std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; }))
            throw Error{"the staging directory holds a file that is not hivemend's",
                        tree.shown(staging_name),
                        {name},
                        "move it elsewhere, then run the command again"};
    for (const auto& name : names)
        durable::unlink(staging.get(), name);
    durable::remove_directory(tree.root(), staging_name);
}

void put_in_place(const DirectoryTree& tree, const JournalEntry& entry)
{
    const auto [folder, name] = split_name(entry.path);
    const auto directory = tree.open_same_device(folder);
    if (entry.after)
        durable::rename(tree.open_same_device(staging_name).get(), std::to_string(entry.staged), directory.get(), name);
    else
        durable::unlink(directory.get(), name);
}

}  // namespace

std::string staged_path(const JournalEntry& entry)
{
    return staging_name + "/" + std::to_string(entry.staged);
}

Leftovers find_leftovers(const DirectoryTree& tree)
{
    Leftovers found;
    if (const auto file = tree.read(journal_name, journal_limit))
        found.journal = read_journal(tree, *file);
    else
        found.uncommitted = is_there(tree, temporary_name) || is_there(tree, staging_name);
    return found;
}

std::vector<JournalFile> look_at_files(const DirectoryTree& tree, const Journal& journal)
{
    std::vector<JournalFile> files;
    for (const auto& entry : journal.entries)
        files.push_back(look_at_file(tree, entry));
    return files;
}

void finish(const DirectoryTree& tree, const Journal& journal, const std::vector<FileState>& states)
{
    std::set<std::string> folders;
    for (const auto& entry : journal.entries)
        folders.insert(split_name(entry.path).first);
    for (const auto& folder : folders)
        tree.open_same_device(
            folder);  // before the first rename, so that one that cannot be reached stops us untouched
    for (std::size_t i = 0; i < journal.entries.size(); ++i)
        if (states[i] == FileState::before)
            put_in_place(tree, journal.entries[i]);
    for (const auto& folder : folders)
        durable::sync_directory(tree.open_same_device(folder).get());
    if (is_there(tree, temporary_name))
        durable::unlink(tree.root(), temporary_name);
    remove_staging(tree);
    durable::sync_directory(tree.root());
    durable::unlink(tree.root(), journal_name);
    durable::sync_directory(tree.root());
}

void roll_back(const DirectoryTree& tree)
{
    remove_staging(tree);
    if (is_there(tree, temporary_name))
        durable::unlink(tree.root(), temporary_name);
    durable::sync_directory(tree.root());
}

Recovery recover_directory(const DirectoryTree& tree)
{
    const auto leftovers = find_leftovers(tree);
    if (!leftovers.journal && !leftovers.uncommitted)
        return {};
    if (!leftovers.journal) {
        roll_back(tree);
        return {Recovery::Outcome::rolled_back, {}, {}};
    }
    Recovery recovery{Recovery::Outcome::completed, to_hex(leftovers.journal->id), {}};
    std::vector<FileState> states;
    for (auto& file : look_at_files(tree, *leftovers.journal)) {
        states.push_back(file.state);
        recovery.files.push_back(std::move(file.line));
    }
    if (std::ranges::find(states, FileState::neither) != states.end())
        throw Error{"a file of an interrupted transaction is neither before nor after", tree.shown({}), recovery.files,
                    "nothing was touched. Somebody wrote to the target in between: bring that file back to one of the "
                    "two states, "
                    "or the whole target from a copy, then recover again"};
    finish(tree, *leftovers.journal, states);
    return recovery;
}

}  // namespace hivemend::storage
