// The strict check of a hive's structure: what must hold before it is edited, and after.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/windows/hive/image.hpp"

namespace hivemend::windows {

/// One thing that no sound hive has.
struct Finding {
    std::uint64_t offset = 0;  // from the start of the file: the field that is wrong, else the record
    std::string key;           // path below the root; empty: the root, or nothing that belongs to a key
    std::string what;          // one sentence
};

struct CheckReport {
    std::vector<Finding> findings;  // from the root down, at most `max_findings` of them
    std::size_t total = 0;          // with those that were not kept
    std::size_t keys = 0, values = 0;
    /// Cells in use that nothing leads to. Real hives have some; they cost room and are no findings.
    std::size_t leaked_cells = 0;
    std::uint64_t leaked_bytes = 0;
    bool sound() const { return total == 0; }
};

inline constexpr std::size_t max_findings = 100;

/// Every rule that a hive keeps when Windows has written it completely:
/// - header: right checksum, equal sequence numbers (so a dirty hive is not sound, and its logs come first);
/// - references: each leads to a cell in use that is long enough and that nothing else leads to, but security
///   descriptors, which keys share; no circles, no more than 512 keys below each other;
/// - keys: signature, root flag, parent, name of 1 to 255 characters in its shortest encoding, a cell of at most 0x45C
///   bytes, class name inside its cell, longest name of a subkey;
/// - lists of subkeys: kinds that the version has, none empty, as many subkeys as the key says, ascending without
///   repetition by upper-case UTF-16, right hashes and hints;
/// - values: signature, names without repetition, data inside its cell, data over 16,344 bytes in segments;
/// - security descriptors: one for each key, one closed ring, reference counts.
/// Order, hashes and repetition are only judged where the upper case of a name is the same in every version of Windows.
/// A reference that leads nowhere is one finding: what lies behind it is not counted and not missed. Takes time and
/// memory in proportion to the hive, whatever is in it, and throws nothing but std::bad_alloc.
/// Sources: M. Suhanov, "Windows registry file format specification"; ReactOS, `CmCheckRegistry`.
CheckReport check_hive(const HiveImage& image);
/// The same for bytes that may be no hive at all: what HiveImage refuses is one finding, and then the only one.
CheckReport check_hive(ByteView bytes);

}  // namespace hivemend::windows
