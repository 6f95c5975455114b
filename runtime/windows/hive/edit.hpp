// Changing a hive: bytes in, bytes out. What lies behind it (a child with hivex, guards, a normaliser) can change; the
// promise does not.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "lang/types/reg_data.hpp"
#include "runtime/storage/sandbox/child.hpp"
#include "runtime/windows/hive/image.hpp"

namespace hivemend::windows {

struct HiveLog {
    std::string name;  // `SYSTEM.LOG1`
    Bytes bytes;
};

/// A hive with its logs, as one snapshot.
struct HiveSet {
    std::string name;  // `SYSTEM`, for messages
    Bytes primary;
    std::vector<HiveLog> logs{};
    // What is known of the set already, where these are not all of its files: the numbers of an edited image are higher
    // than `above`, and its time, where logs go by time, is later.
    std::uint32_t above = 0;
    std::string above_in{};  // the file that has this number
    std::uint64_t newer_than = 0;
};

/// Key paths are below the root of the hive, separated by backslashes, without the hive's name.
struct SetValue {
    std::string key;  // created when it is missing, with the security of its nearest existing parent
    std::string name;
    lang::RegData data;
};
struct DeleteValue {
    std::string key;
    std::string name;
};
struct CreateKey {
    std::string key;
};
/// With everything below it.
struct DeleteKey {
    std::string key;
};
/// With everything below it and its security. What the copy has already stays, unless the source has a value of the
/// same name or `exact` is set; keys that are there keep their security.
struct CopyKey {
    std::string from;
    std::string to;      // created when it is missing, with the keys above it
    bool exact = false;  // what the source does not have goes from the copy
};
using HiveChange = std::variant<SetValue, DeleteValue, CreateKey, DeleteKey, CopyKey>;

struct EditReport {
    std::uint32_t sequence = 0;       // of the new image, both numbers
    std::size_t lists_converted = 0;  // lh to lf in a 1.3 hive
    std::size_t empty_lists_removed = 0;
    std::size_t values_segmented = 0;  // new ones over 16,344 bytes
};

struct EditedHive {
    Bytes bytes;
    EditReport report;
};

/// An edit that is as planned, and whose whole structure is still being checked in a child. Its bytes may be hashed and
/// kept aside meanwhile, and nothing else.
struct PendingEdit {
    std::string name;  // of the hive
    EditedHive hive;
    std::optional<storage::Computation> check{};  // nothing: it is sound

    /// Waits for the check. Error when the hive is not sound.
    void require_sound();
};

/// Why this change cannot be made safely to this hive, or nothing. Cheap: no child, no copy. The sentence names what
/// stands in the way: a name that is not ASCII, an `li` list, a dirty hive with both numbers, …
std::optional<std::string> obstacle(const HiveImage& image, const HiveChange& change);

/// Why no image can get higher numbers than all in the set, or nothing. Malformed when the primary is no hive.
std::optional<std::string> numbers_obstacle(const HiveSet& set);

/// The hive with exactly these changes, clean, its sequence number above every number in the primary and its logs.
/// Values that are already as wanted are not touched. `now` is the time (FILETIME) that changed keys get, and the hive
/// too where a log of the older format lies beside it; 0 leaves all times. Error when there is an obstacle, Malformed
/// when the hive is not sound, Error "hive refused" when the editing child dies; nothing is ever half done, because
/// nothing is written.
EditedHive edit_hive(const HiveSet& set, std::span<const HiveChange> changes, std::uint64_t now = 0);

/// The same without waiting for the last check. `before` is the image of the set's primary.
PendingEdit begin_edit(const HiveSet& set, const HiveImage& before, std::span<const HiveChange> changes,
                       std::uint64_t now = 0);

/// The hive as it is, with numbers above all others in the set, and the time where a log goes by it: what writing a
/// replayed image back takes, so that Windows never replays again. The primary must be sound. Error when there is no
/// higher number.
EditedHive renumber_hive(const HiveSet& set, const HiveImage& image, std::uint64_t now = 0);

/// Every sequence number in a log: base block, entries, and remnants of entries.
std::optional<std::uint32_t> highest_sequence(ByteView log);
/// The time (FILETIME) by which a log of the older format is told from a later one; nothing for other logs.
std::optional<std::uint64_t> time_of_pages(ByteView log);

/// An empty, sound hive of 8,192 bytes: a root key of this name and its security descriptor.
Bytes new_hive(std::string_view root_name, std::uint32_t minor);

}  // namespace hivemend::windows
