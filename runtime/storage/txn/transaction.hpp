// The one way to change a patient: everything is staged, made durable, and takes effect at one commit point, or not at
// all.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/storage/error.hpp"
#include "runtime/storage/store/store.hpp"

namespace hivemend::storage {

/// One file before and after a transaction; the bytes an undo needs. Views are valid during the call only.
struct PreImage {
    Volume volume = Volume::windows;
    std::string path;
    std::optional<ByteView> before;                            // nothing: the file did not exist
    std::optional<ByteView> after;                             // nothing: the file is removed
    std::optional<Fingerprint> before_print{}, after_print{};  // of these bytes, so that nobody hashes them again
};

/// Keeps what undo needs. `sync` returns when all of it is durable; the transaction calls it before the commit.
class UndoSink {
public:
    virtual ~UndoSink() = default;
    virtual void keep(const PreImage& image) = 0;
    virtual void sync() = 0;
};

/// An interrupted transaction found on a target.
struct Pending {
    std::string id;
    bool committed = false;          // committed: the new state wins; not: leftovers that change nothing
    std::vector<std::string> files;  // paths with what each is: `\Windows\…\SYSTEM: before`, `…: after`
};

struct Recovery {
    enum class Outcome { nothing, rolled_back, completed } outcome = Outcome::nothing;
    std::string id;
    std::vector<std::string> files;
};

enum class Lock { none, exclusive };

/// States and invariants: NONE → staged (durable, target untouched) → committed (one rename) → applied → NONE.
/// Opened without the lock it only reads, and a committed transaction that was interrupted is laid over the files in
/// memory.
class Transaction {
public:
    virtual ~Transaction() = default;

    virtual Store& store(Volume volume) = 0;
    /// Writes all staged files beside the target's, durable, and hands every pre-image to the sink, then syncs it. The
    /// target is unchanged. What happens between this and the commit may still refuse.
    virtual void prepare(UndoSink& undo) = 0;
    /// The commit point and everything after it. Error before it leaves the target untouched; after it, `recover`
    /// completes. Error "changed meanwhile" when a file is no longer what was read.
    virtual void commit() = 0;
    virtual std::optional<Pending> pending() = 0;
    /// Completes or takes back what an interrupted transaction left. Error, and nothing touched, when a file is neither
    /// before nor after.
    virtual Recovery recover() = 0;
    /// An id of this very place (device and inode), to find unfinished runs again; content decides whether they fit.
    virtual std::string place() const = 0;
};

/// A directory that holds a Windows tree. Error when it is none, when another hivemend holds the lock (naming its
/// process), or, with the lock, when it cannot be written.
std::unique_ptr<Transaction> open_directory(const std::filesystem::path& root, Lock lock);

}  // namespace hivemend::storage
