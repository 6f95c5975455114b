// A transaction on a directory: staged files, a journal whose renaming is the commit, renames over the old files.
#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/storage/error.hpp"
#include "runtime/storage/txn/directory_lock.hpp"
#include "runtime/storage/txn/directory_store.hpp"
#include "runtime/storage/txn/metadata.hpp"
#include "runtime/storage/txn/recovery.hpp"
#include "runtime/storage/txn/transaction.hpp"

namespace hivemend::storage {
namespace {

std::array<std::byte, 16> new_id()
{
    std::array<std::byte, 16> id{};
    if (::getrandom(id.data(), id.size(), 0) != static_cast<ssize_t>(id.size()))
        throw system_error(errno, "get random bytes", {});
    return id;
}

// What rename would only refuse after the commit is asked before it.
void check_replaceable(const DirectoryTree& tree, const StagedFile& file)
{
    const auto [folder, name] = split_name(file.path);
    const auto directory = tree.open_same_device(folder);
    if (::faccessat(directory.get(), ".", W_OK | X_OK, AT_EACCESS) != 0)
        throw system_error(errno, "change files in the directory", tree.shown(folder));
    struct statx above {};
    struct statx found {};
    ::statx(directory.get(), "", AT_EMPTY_PATH, STATX_BASIC_STATS, &above);
    ::statx(directory.get(), name.c_str(), AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &found);
    if (((above.stx_attributes | found.stx_attributes) & (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND)) != 0)
        throw Error{"a file to be changed is marked immutable",
                    tree.shown(file.path),
                    {},
                    "take the mark away with `chattr -ia`"};
    if (file.before && (found.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0)
        throw Error{"a file to be changed is a mount point of its own", tree.shown(file.path), {}, "unmount it first"};
    const auto user = ::geteuid();
    if (file.before && (above.stx_mode & S_ISVTX) != 0 && user != 0 && user != found.stx_uid && user != above.stx_uid)
        throw system_error(EPERM, "replace a file of another user here", tree.shown(file.path));
}

// The bytes are compared with what is in memory, not hashed again: the same proof at a fraction of the time.
void verify(int file, ByteView bytes, const std::string& shown)
{
    Bytes piece(std::min<std::size_t>(1U << 20U, bytes.size() + 1));
    std::size_t offset = 0;
    while (true) {
        const auto count = ::pread(file, piece.data(), piece.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            throw system_error(errno, "read back what was written", shown);
        const auto length = static_cast<std::size_t>(count);
        const bool equal =
            length <= bytes.size() - offset && std::memcmp(piece.data(), bytes.data() + offset, length) == 0;
        if (!equal || (length == 0 && offset != bytes.size()))
            throw Error{"what was written does not read back the same",
                        shown,
                        {},
                        "the disk or the memory of this machine is defective: nothing was changed"};
        if (length == 0)
            return;
        offset += length;
    }
}

class DirectoryTransaction final : public Transaction {
public:
    DirectoryTransaction(const std::filesystem::path& root, Lock lock) : tree_(root), lock_(lock), store_(tree_)
    {
        if (lock_ == Lock::none)
            return;
        lock_directory(tree_.root(), tree_.shown({}));
        if (::faccessat(tree_.root(), ".", W_OK | X_OK, AT_EACCESS) != 0)
            throw system_error(errno, "write to the target", tree_.shown({}));
    }

    ~DirectoryTransaction() override { clean_up(); }

    Store& store(Volume) override { return store_; }

    void prepare(UndoSink& undo) override
    {
        assert(lock_ == Lock::exclusive && !journal_ && "prepare is called once, with the lock");
        if (store_.changes().empty())
            return;
        const auto leftovers = find_leftovers(tree_);
        if (leftovers.journal || leftovers.uncommitted)
            throw Error{
                "an interrupted transaction is on the target", tree_.shown({}), {}, "run `hivemend recover` first"};
        for (const auto& [folded, file] : store_.changes())
            check_replaceable(tree_, file);
        try {
            journal_ = Journal{new_id(), {}};
            stage_files(undo);
            undo.sync();
        } catch (...) {
            clean_up();
            throw;
        }
    }

    void commit() override
    {
        if (store_.changes().empty())
            return;
        assert(journal_ && "prepare comes before commit");
        try {
            write_journal();
            store_.check_unchanged();
            durable::rename(tree_.root(), temporary_name, tree_.root(), journal_name);
        } catch (...) {
            clean_up();
            throw;
        }
        const auto journal = *std::exchange(journal_, std::nullopt);
        try {
            durable::sync_directory(tree_.root());
            finish(tree_, journal, std::vector(journal.entries.size(), FileState::before));
        } catch (const Error& error) {
            throw Error{"the change is committed but not finished",
                        tree_.shown({}),
                        {error.headline, error.where},
                        "`hivemend recover` finishes it once the cause is gone"};
        }
        store_.forget();
    }

    std::optional<Pending> pending() override
    {
        const auto leftovers = find_leftovers(tree_);
        if (!leftovers.journal)
            return leftovers.uncommitted ? std::optional{Pending{}} : std::nullopt;
        Pending pending{to_hex(leftovers.journal->id), true, {}};
        for (auto& file : look_at_files(tree_, *leftovers.journal))
            pending.files.push_back(std::move(file.line));
        return pending;
    }

    Recovery recover() override
    {
        assert(lock_ == Lock::exclusive && !journal_ && "recover has the lock, and nothing of its own prepared");
        auto recovery = recover_directory(tree_);
        store_.forget();
        return recovery;
    }

    std::string place() const override { return tree_.place(); }

private:
    void stage_files(UndoSink& undo)
    {
        durable::make_directory(tree_.root(), staging_name, 0700);
        const auto staging = tree_.open_same_device(staging_name);
        for (const auto& [folded, file] : store_.changes()) {
            JournalEntry entry{file.path, file.before, file.after, 0};
            Descriptor staged;
            if (file.bytes) {
                entry.staged = static_cast<std::uint32_t>(journal_->entries.size() + 1);
                staged = stage_file(staging.get(), std::to_string(entry.staged), file);
            }
            hand_over(file, undo);
            if (staged)
                durable::sync_file(staged.get());
            journal_->entries.push_back(std::move(entry));
        }
        durable::sync_directory(staging.get());
    }

    /// Not durable yet, but on the way to the disk while the caller does what is left to do.
    Descriptor stage_file(int staging, const std::string& name, const StagedFile& file) const
    {
        auto staged = durable::create_file(staging, name, 0600);
        durable::write_all(staged.get(), *file.bytes);
        if (const auto like = file.like.empty() ? Descriptor{} : tree_.open_file(file.like))
            copy_metadata(like.get(), staged.get(), tree_.shown(file.path));
        else
            durable::set_mode(staged.get(), 0644);
        durable::begin_sync(staged.get());
        verify(staged.get(), *file.bytes, tree_.shown(file.path));
        return staged;
    }

    void hand_over(const StagedFile& file, UndoSink& undo) const
    {
        const auto before = file.before ? std::optional{store_.read_before(file)} : std::nullopt;
        PreImage image{Volume::windows, guest_path(file.path), {}, {}, file.before, file.after};
        if (before)
            image.before = *before;
        if (file.bytes)
            image.after = *file.bytes;
        undo.keep(image);
    }

    void write_journal() const
    {
        const auto bytes = encode(*journal_);
        if (journal_->entries.size() > journal_entries_limit || bytes.size() > journal_limit)
            throw Error{"one transaction changes more files than its journal holds", tree_.shown({})};
        const auto file = durable::create_file(tree_.root(), temporary_name, 0600);
        durable::write_all(file.get(), bytes);
        durable::sync_file(file.get());
        // The staging directory must be durable before a journal that counts on it.
        durable::sync_directory(tree_.root());
    }

    // Takes back what was staged, unless the commit has happened. The error that led here is the one to tell.
    void clean_up() noexcept
    {
        if (!std::exchange(journal_, std::nullopt))
            return;
        try {
            if (!find_leftovers(tree_).journal)
                roll_back(tree_);
        } catch (const std::exception&) {
            return;  // the leftovers change nothing, and the next `recover` removes them
        }
    }

    DirectoryTree tree_;
    Lock lock_;
    DirectoryStore store_;
    std::optional<Journal> journal_;  // prepared and not committed
};

}  // namespace

std::unique_ptr<Transaction> open_directory(const std::filesystem::path& root, Lock lock)
{
    return std::make_unique<DirectoryTransaction>(root, lock);
}

}  // namespace hivemend::storage
