// Change: one difference, before and after; the unit of dry run, apply, journal and undo.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lang/types/value.hpp"

namespace hivemend::engine {

/// `before` absent: the value does not exist yet.
struct SetRegValue {
    lang::RegKey key;
    std::string name;
    std::optional<lang::RegData> before;
    lang::RegData after;
    bool operator==(const SetRegValue&) const = default;
};
struct DeleteRegValue {
    lang::RegKey key;
    std::string name;
    std::optional<lang::RegData> before;  // absent: it is not there, and nothing changes
    bool operator==(const DeleteRegValue&) const = default;
};
struct CreateRegKey {
    lang::RegKey key;
    bool operator==(const CreateRegKey&) const = default;
};
/// A key or a value inside a whole key that comes, changes or goes.
struct TreeItem {
    enum class What { added, replaced, removed };

    lang::RegKey key;
    std::optional<std::string> value;  // absent: the key itself
    What what = What::added;
    std::optional<lang::RegData> before, after;  // of a value
    bool operator==(const TreeItem&) const = default;
};
/// What becomes of all keys and values of a whole key: how many, and the first of them.
struct TreeChange {
    std::uint64_t keys_added = 0, keys_removed = 0;
    std::uint64_t values_added = 0, values_replaced = 0, values_removed = 0;
    std::vector<TreeItem> listed{};
    std::uint64_t keys() const { return keys_added + keys_removed; }
    std::uint64_t values() const { return values_added + values_replaced + values_removed; }
    bool operator==(const TreeChange&) const = default;
};
/// No key in it: it is not there, and nothing changes.
struct DeleteRegKey {
    lang::RegKey key;
    TreeChange tree;
    bool operator==(const DeleteRegKey&) const = default;
};
/// With everything below it and its security, over what is there. Nothing in it: the copy is as its source already.
struct CopyRegKey {
    lang::RegKey from, to;
    bool exact = false;  // what the source does not have goes from the copy
    TreeChange tree;
    bool operator==(const CopyRegKey&) const = default;
};
/// A transaction log that a hive is read with.
struct ReplayedLog {
    std::string name;                    // `SYSTEM.LOG1`
    std::optional<std::uint32_t> first;  // numbers of its entries; the older format has none
    std::optional<std::uint32_t> last;
    std::uint64_t pages = 0;
    bool operator==(const ReplayedLog&) const = default;
};
/// `SYSTEM.LOG1 2107..2110 (12 pages), SYSTEM.LOG2 2111..2130 (4 pages)`
std::string to_text(const std::vector<ReplayedLog>& logs);

/// A dirty hive becomes clean, with what its logs hold; without logs, what was only in them is lost.
struct ReplayHive {
    std::string hive;    // `SYSTEM`
    bool dirty = false;  // it is not: nothing changes
    std::vector<ReplayedLog> logs{};
    bool operator==(const ReplayHive&) const = default;
};
/// `object_name` is what the playbook or the library calls it: `bootmgr`, `default`, or the id again.
struct SetBootElement {
    lang::Guid object;
    std::string object_name, kind;
    std::uint32_t element = 0;
    std::string element_name;
    std::optional<lang::RegData> before;
    lang::RegData after;
    bool operator==(const SetBootElement&) const = default;
};
struct DeleteBootElement {
    lang::Guid object;
    std::string object_name, kind;
    std::uint32_t element = 0;
    std::string element_name;
    std::optional<lang::RegData> before;  // absent: it is not there, and nothing changes
    bool operator==(const DeleteBootElement&) const = default;
};
/// Without elements; type numbers before and after.
struct CreateBootObject {
    lang::Guid object;
    std::string object_name, kind;
    std::optional<std::uint32_t> before;
    std::uint32_t after = 0;
    bool operator==(const CreateBootObject&) const = default;
};
/// Its elements are deleted one by one, before it.
struct DeleteBootObject {
    lang::Guid object;
    std::string object_name, kind;
    std::optional<std::uint32_t> before;  // its type; absent: it is not there, and nothing changes
    bool operator==(const DeleteBootObject&) const = default;
};

using Change = std::variant<SetRegValue, DeleteRegValue, CreateRegKey, DeleteRegKey, CopyRegKey, ReplayHive,
                            SetBootElement, DeleteBootElement, CreateBootObject, DeleteBootObject>;
using Changes = std::vector<Change>;

/// Whether before and after differ. Primitives propose every setting; what is already so stays visible in the plan.
bool is_difference(const Change& change);

/// The key, value, hive, object or element that a change is about, whatever it does to it; names compare without case.
/// A key that is created, one that goes whole and one that is copied to are three.
std::string place_of(const Change& change);

/// What a change of a whole key does inside it, or nothing for other changes.
const TreeChange* tree_of(const Change& change);

/// Whether one key is the other or lies below it.
bool is_or_lies_below(const lang::RegKey& key, const lang::RegKey& ancestor);

/// Whether what a change writes or takes away is in this key or below it.
bool is_inside(const Change& change, const lang::RegKey& key);
/// Whether a change of a whole key takes away, or copies over, what another change writes, be it only a part of it.
bool overwrites(const Change& whole_key, const Change& other);
/// Whether a change copies from what another one writes, be it only a part of it.
bool copies_from(const Change& copy, const Change& other);
/// Whether two changes at different places come to something else the other way round.
bool order_matters(const Change& one, const Change& other);

}  // namespace hivemend::engine
