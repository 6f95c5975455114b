// A transaction log of a hive: the pages that Windows had not written into the hive itself when the machine stopped.
// Format: M. Suhanov, "Windows registry file format specification", sections "Format of transaction log files" (entries
// `HvLE` since Windows 8.1; before, one set of pages behind `DIRT`).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/windows/hive/base_block.hpp"

namespace hivemend::windows {

struct LogPage {
    std::uint32_t offset = 0;  // from the first bin
    ByteView bytes;
};

/// Pages that are written together.
struct LogEntry {
    std::uint32_t sequence = 0;
    std::uint32_t flags = 0;      // bit 0 goes into the flags of the hive
    std::uint32_t bins_size = 0;  // of the hive with these pages, bytes
    std::vector<LogPage> pages;
};

/// A view of a log, which must outlive it.
struct ParsedLog {
    enum class Format : std::uint8_t {
        unusable,  // `ends` says why
        entries,   // HvLE: as many as are whole and follow each other; may be none
        pages      // DIRT: one entry
    };
    Format format = Format::unusable;
    BaseBlock base{};
    std::vector<LogEntry> entries{};
    std::string ends{};  // why there is no further entry, or why the log is not used

    std::size_t pages() const;
};

/// Never an error: what cannot be used is said. Bounded by the size of the log.
ParsedLog read_log(ByteView log);

}  // namespace hivemend::windows
