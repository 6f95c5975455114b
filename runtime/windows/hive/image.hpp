// A registry hive as bytes, read only: header, keys and values. Bounded and checked; damaged bytes are Malformed, never
// a crash. Beside hivex, because guards and comparison need raw names, flags and exact types, which hivex hides, and
// hivex aborts on damage. Format: M. Suhanov, "Windows registry file format specification". Offsets in messages are
// from the start of the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/types/reg_data.hpp"
#include "runtime/storage/error.hpp"

namespace hivemend::windows {

/// The largest hive that is read: 512 MiB.
inline constexpr std::uint64_t max_hive_bytes = 512ull << 20;

/// Flags of a base block: transactions of the kernel may wait in `config\\TxR`, which only Windows can finish (the flag
/// is set in most SYSTEM hives); the hive has layers or is half defragmented.
inline constexpr std::uint32_t transacted_hive = 1, layered_hive = 2;

/// What the base block says.
struct HiveHeader {
    std::uint32_t sequence1 = 0, sequence2 = 0;
    std::uint64_t last_written = 0;  // FILETIME
    std::uint32_t minor = 0;         // version 1.minor
    std::uint32_t root = 0;          // cell offset
    std::uint32_t bins_size = 0;     // bytes
    std::uint32_t flags = 0;         // see transacted_hive, layered_hive
    bool checksum_right = false;
    /// A hive is dirty when a part of it is only in its logs: different numbers or a wrong checksum.
    bool dirty() const { return !checksum_right || sequence1 != sequence2; }
};

/// Reads and checks the base block alone. Malformed: not a hive, not a primary file, a version other than 1.3 … 1.6, a
/// clustering factor other than 1, or bins that reach past the end of the file (truncated). A dirty hive is not an
/// error here.
HiveHeader read_header(ByteView bytes);

/// A key or value of an image: an offset, only meaningful with the image it came from.
struct KeyRef {
    std::uint32_t cell = 0;
    bool operator==(const KeyRef&) const = default;
};
struct ValueRef {
    std::uint32_t cell = 0;
};

/// The raw fields that guards and comparison need.
struct ValueRecord {
    ValueRef ref;
    std::string name;  // UTF-8; empty: the default value
    Bytes raw_name;
    bool latin1_name = false;
    std::uint16_t flags = 0;     // 1 Latin-1 name, 2 tombstone
    std::uint32_t size = 0;      // bytes, also where the data was not read
    bool stored_inline = false;  // the data is in the record itself
    lang::RegData data;
};

enum class ListKind { none, lf, lh, li, ri };

struct KeyRecord {
    KeyRef ref;
    std::string name;         // UTF-8
    std::uint16_t flags = 0;  // 4 root, 0x10 symbolic link, 0x20 Latin-1 name, 0x40 predefined handle
    std::uint64_t last_write = 0;
    std::uint32_t subkeys = 0;
    std::uint32_t values = 0;
    ListKind list = ListKind::none;  // the list itself (ri: an index of leaves)
    ListKind leaf = ListKind::none;  // the kind of its leaves; li if one of them is
};

/// A view over the bytes of a hive, which must outlive it.
class HiveImage {
public:
    /// Checks header, the chain of bins and every cell's size, so that later reads stay inside. Malformed as
    /// read_header, and for a broken chain. A dirty hive is accepted: whether to refuse it is the caller's decision.
    explicit HiveImage(ByteView bytes);

    const HiveHeader& header() const { return header_; }
    ByteView bytes() const { return bytes_; }

    KeyRef root() const;
    KeyRecord key(KeyRef key) const;
    /// Subkeys in the order of their list.
    std::vector<KeyRef> subkeys(KeyRef key) const;
    /// The child of this name, compared without case; nothing when there is none.
    std::optional<KeyRef> child(KeyRef key, std::string_view name) const;
    /// A path of names below the root, separated by backslashes; the empty path is the root.
    std::optional<KeyRef> find(std::string_view path) const;
    /// All values in the order of their list; without data only sizes and names are read, which is what guards need
    /// first.
    enum class Read { names, everything };
    std::vector<ValueRecord> values(KeyRef key, Read read = Read::everything) const;
    /// One value by name, without reading the data of its siblings.
    std::optional<lang::RegData> value(KeyRef key, std::string_view name) const;

    /// The content of a cell in use, after its size. Malformed when none starts at this offset (from the first bin) or
    /// when it is shorter than `least` bytes; `what` names the reference that led here.
    ByteView cell(std::uint32_t offset, std::size_t least, const char* what) const;
    bool in_use(std::uint32_t offset) const;
    /// How many cells are in use.
    std::size_t used_cells() const { return used_cells_; }

private:
    ByteView bytes_;
    HiveHeader header_;
    std::vector<std::uint64_t> cells_;  // where a cell in use starts, one bit for 8 bytes
    std::size_t used_cells_ = 0;
};

}  // namespace hivemend::windows
