// The files of a directory target: read beneath its root, staged in memory until the transaction writes them.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "runtime/storage/store/directory_tree.hpp"
#include "runtime/storage/store/store.hpp"
#include "runtime/storage/txn/journal.hpp"

namespace hivemend::storage {

struct StagedFile {
    std::string path;            // spelled; for a new file as the caller spelled its name
    std::string like;            // spelled; empty when there is no such file
    std::optional<Bytes> bytes;  // nothing: the file is removed
    std::optional<Fingerprint> before, after;
};

/// What a look at a file found is remembered: a file that is something else on the next look is an Error, because the
/// plan that is being made rests on the first. A committed journal on the target is laid over what is read.
class DirectoryStore : public Store {
public:
    explicit DirectoryStore(const DirectoryTree& tree) : tree_(tree) {}

    std::optional<Bytes> fetch(const std::string& path, std::uint64_t limit) override;
    Fingerprint note(const std::string& path, ByteView fetched) override;
    std::vector<Entry> list(const std::string& path) override;
    bool exists(const std::string& path) override;
    std::optional<std::string> spelling(const std::string& path) override;
    std::optional<Fingerprint> fingerprint(const std::string& path) override;
    void stage(const std::string& path, Bytes bytes, const std::string& like) override;
    void remove(const std::string& path) override;

    /// Staged files by their path without case. Content equal to what is there is no change and not among them.
    const std::map<std::string, StagedFile>& changes() const { return changes_; }
    /// The present bytes of a staged file, which must still be those that were read.
    Bytes read_before(const StagedFile& file) const;
    /// Error when a staged file is no longer what was read.
    void check_unchanged() const;
    /// Drops all that was seen and staged, after the target has changed.
    void forget();

private:
    struct Seen {
        std::optional<Fingerprint> print;
        std::optional<Identity> identity;  // nothing when an equal one would not prove an equal content
    };

    const std::map<std::string, JournalEntry>& laid_over();
    const JournalEntry* laid_over(const std::string& path);
    /// Where the bytes of a file are that a committed journal writes: in their place already, or still staged.
    std::string place_of(const JournalEntry& entry) const;
    void remember(const std::string& path, const std::optional<Fingerprint>& print,
                  const std::optional<Identity>& identity);
    void keep(const std::string& path, StagedFile file);
    void refuse_staging(const std::string& path);

    const DirectoryTree& tree_;
    std::map<std::string, Identity> fetched_;  // of files whose bytes are not noted yet
    std::map<std::string, Seen> seen_;
    std::map<std::string, StagedFile> changes_;
    std::optional<std::map<std::string, JournalEntry>> laid_over_;
};

}  // namespace hivemend::storage
