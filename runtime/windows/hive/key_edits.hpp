// What a list of changes comes to, key by key: the step between the changes asked for and the calls that make them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/windows/hive/edit.hpp"
#include "runtime/windows/hive/image.hpp"

namespace hivemend::windows {

/// A value as its key will hold it.
struct WantedValue {
    std::string name;                 // UTF-8
    lang::RegData data{};             // empty for one that stays
    std::optional<ValueRecord> kept;  // one that is there already, so that its spelling stays
    bool changed = true;              // no: record and data of `kept` stay as they lie there
};

/// A key that is created, or whose values are written anew, or both.
struct KeyEdit {
    std::string path;           // below the root, as asked for
    std::string name;           // its last component
    std::optional<KeyRef> key;  // nothing: it is created
    std::string parent;         // path of its parent
    std::optional<KeyRef> in;   // the parent, when that exists before the edit
    /// Of a key that is created: the cell of its security descriptor, where that is not the one of the nearest key
    /// above it that exists before the edit.
    std::optional<std::uint32_t> security{};
    bool write_values = false;
    std::vector<WantedValue> values{};  // all of them, in order
    std::vector<ValueRecord> gone{};    // records that no longer count: of values deleted or changed
};

struct KeyDeletion {
    std::string path;
    KeyRef key;
    KeyRef parent;
};

/// Deletions first, then edits in an order in which parents come before children. Empty when the hive is already as
/// wanted.
struct KeyEdits {
    std::vector<KeyDeletion> deletions;
    std::vector<KeyEdit> edits;
    bool empty() const { return deletions.empty() && edits.empty(); }
    /// Keys of the image whose list of subkeys changes, without repetition.
    std::vector<KeyRef> changed_parents() const;
};

/// Changes in their order against the image; what is already so falls away.
KeyEdits key_edits(const HiveImage& image, std::span<const HiveChange> changes);

/// Path without its last component, and that component.
std::pair<std::string, std::string> split_path(const std::string& path);

}  // namespace hivemend::windows
