// What the rules of the check share: the cells already accounted for, the keys found so far, the findings.
#pragma once

#include <optional>
#include <vector>

#include <fmt/format.h>

#include "runtime/windows/hive/check.hpp"
#include "runtime/windows/hive/check_names.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {

/// A key of the walk, by its number in the order of discovery; the root is 0.
using KeyNumber = std::uint32_t;
inline constexpr KeyNumber no_key = nil;

/// Where a cell is named: what is wrong with the reference is told with the offset of this field.
struct Reference {
    std::uint64_t field = 0;  // from the start of the file
    KeyNumber key = no_key;   // whose record or list it is
    const char* what = "";    // `the list of values`
};

class CheckState {
public:
    struct FoundKey {
        std::uint32_t cell = 0;
        KeyNumber parent = no_key;
        std::uint16_t depth = 0;
    };
    struct SecurityUse {
        std::uint32_t cell = 0;
        KeyNumber key = no_key;
    };

    explicit CheckState(const HiveImage& image);

    const HiveImage& image() const { return image_; }
    bool before_version(std::uint32_t minor) const { return image_.header().minor < minor; }

    /// The content of a cell that this reference alone may lead to; empty, with a finding, when it leads nowhere, when
    /// the cell was taken before, or when it is shorter than `least` bytes.
    ByteView take(const Reference& from, std::uint32_t cell, std::uint64_t least);
    bool taken(std::uint32_t cell) const { return taken_[cell / 8]; }
    std::size_t taken_cells() const { return taken_cells_; }

    /// Takes the cell of a key and adds it to the keys of the walk; nothing, with a finding, when it holds none. A key
    /// without a name is a key.
    std::optional<KeyNode> take_key(const Reference& from, std::uint32_t cell, KeyNumber parent);
    const std::vector<FoundKey>& keys() const { return keys_; }
    KeyNode node(KeyNumber key) const;

    /// Keys are missing from the walk, so their descriptors have fewer users here than they say.
    void lose_keys() { keys_lost_ = true; }
    bool keys_lost() const { return keys_lost_; }

    template <class... Arguments>
    void found(std::uint64_t offset, KeyNumber key, fmt::format_string<Arguments...> text, Arguments&&... arguments)
    {
        if (++report.total <= max_findings)
            report.findings.push_back({offset, path(key), fmt::format(text, std::forward<Arguments>(arguments)...)});
    }
    /// File offset of a cell.
    static std::uint64_t at(std::uint32_t cell) { return std::uint64_t{first_bin} + cell; }
    /// File offset of a field of the record in a cell.
    static std::uint64_t field(std::uint32_t cell, std::size_t within) { return at(cell) + 4 + within; }

    CheckReport report;
    std::vector<SecurityUse> security;  // what each key names

private:
    std::string path(KeyNumber key) const;

    const HiveImage& image_;
    std::vector<bool> taken_;  // one bit for 8 bytes
    std::size_t taken_cells_ = 0;
    std::vector<FoundKey> keys_;
    bool keys_lost_ = false;
};

RawName key_name(const KeyNode& node);

/// The rules, one file each. A key is checked when the walk comes to it.
void check_key(CheckState& state, KeyNumber key);
void check_subkeys(CheckState& state, KeyNumber key);
void check_values(CheckState& state, KeyNumber key);
/// After all keys: they say which descriptors are in use.
void check_security(CheckState& state);

}  // namespace hivemend::windows
