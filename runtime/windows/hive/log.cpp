// Reading a log. Every entry is checked by both of its hashes before one of its pages is believed.
#include "runtime/windows/hive/log.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "runtime/windows/hive/marvin32.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

constexpr std::size_t entry_header = 40, page_reference = 8;

/// Why the entry at this place does not count, or nothing.
std::optional<std::string> entry_fault(ByteView log, std::size_t at, std::uint32_t wanted)
{
    if (!has_signature(log, at, "HvLE"))
        return "no further entry";
    if (at + entry_header > log.size())
        return "an entry is cut off";
    const std::size_t size = le32(log, at + 4), pages = le32(log, at + 20);
    const auto bins = le32(log, at + 16);
    if (size < sector || size % sector != 0 || size > log.size() - at)
        return fmt::format("an entry of {} bytes does not fit", size);
    if (bins == 0 || bins % bin_step != 0 || bins > max_hive_bytes)
        return fmt::format("an entry speaks of {} bytes of bins", bins);
    if (pages == 0 || pages > (size - entry_header) / page_reference)
        return fmt::format("an entry of {} bytes speaks of {} pages", size, pages);
    if (marvin32(log.subspan(at, 32)) != le64(log, at + 32))
        return "the hash over the head of an entry is wrong";
    if (marvin32(log.subspan(at + entry_header, size - entry_header)) != le64(log, at + 24))
        return "the hash over the pages of an entry is wrong";
    if (le32(log, at + 12) != wanted)
        return fmt::format("an entry has number {}, {} should follow", le32(log, at + 12), wanted);
    return std::nullopt;
}

/// Nothing when a page lies outside its entry or the hive: the hashes say that it was written so, not that it is right.
std::optional<LogEntry> read_entry(ByteView log, std::size_t at)
{
    LogEntry entry{.sequence = le32(log, at + 12), .flags = le32(log, at + 8), .bins_size = le32(log, at + 16)};
    const auto size = le32(log, at + 4), count = le32(log, at + 20);
    std::size_t data = entry_header + page_reference * count;
    for (std::size_t i = 0; i < count; ++i) {
        const auto reference = at + entry_header + page_reference * i;
        const std::uint64_t offset = le32(log, reference), length = le32(log, reference + 4);
        if (length == 0 || offset % sector != 0 || length % sector != 0 || offset + length > entry.bins_size ||
            data + length > size)
            return std::nullopt;
        entry.pages.push_back({static_cast<std::uint32_t>(offset), log.subspan(at + data, length)});
        data += length;
    }
    return entry;
}

void read_entries(ByteView log, ParsedLog& parsed)
{
    parsed.format = ParsedLog::Format::entries;
    auto wanted = parsed.base.sequence1;
    for (auto at = sector; at < log.size(); ++wanted) {
        if (auto fault = entry_fault(log, at, wanted)) {
            parsed.ends = std::move(*fault);
            return;
        }
        auto entry = read_entry(log, at);
        if (!entry) {
            parsed = {.base = parsed.base, .ends = fmt::format("entry {} names a page outside the hive", wanted)};
            return;
        }
        parsed.entries.push_back(std::move(*entry));
        at += le32(log, at + 4);
    }
    parsed.ends = "end of the log";
}

bool bit(ByteView bits, std::size_t index)
{
    return (std::to_integer<unsigned>(bits[index / 8]) >> index % 8 & 1) != 0;
}

/// One bit for each page of 512 bytes, then the pages whose bit is set.
void read_pages(ByteView log, ParsedLog& parsed)
{
    const std::size_t vector_bytes = parsed.base.bins_size / bin_step;
    if (!has_signature(log, sector, "DIRT") || log.size() < sector + 4 + vector_bytes) {
        parsed.ends = "no table of pages follows its base block";
        return;
    }
    const auto bits = log.subspan(sector + 4, vector_bytes);
    LogEntry entry{.sequence = parsed.base.sequence1, .flags = parsed.base.flags, .bins_size = parsed.base.bins_size};
    auto data = (sector + 4 + vector_bytes + sector - 1) / sector * sector;
    for (std::size_t page = 0; page < vector_bytes * 8; ++page) {
        if (!bit(bits, page))
            continue;
        if (log.size() < sector || data > log.size() - sector) {
            parsed.ends = fmt::format("page {} of its table is missing", page);
            return;
        }
        entry.pages.push_back({static_cast<std::uint32_t>(page * sector), log.subspan(data, sector)});
        data += sector;
    }
    if (entry.pages.empty()) {
        parsed.ends = "its table names no page";
        return;
    }
    parsed.format = ParsedLog::Format::pages;
    parsed.entries.push_back(std::move(entry));
    parsed.ends = "end of its table";
}

}  // namespace

std::size_t ParsedLog::pages() const
{
    std::size_t count = 0;
    for (const auto& entry : entries)
        count += entry.pages.size();
    return count;
}

ParsedLog read_log(ByteView log)
{
    ParsedLog parsed;
    const auto base = read_base_block(log);
    if (!base) {
        parsed.ends = log.empty() ? "it is empty" : "it has no base block";
        return parsed;
    }
    parsed.base = *base;
    if (!base->checksum_right)
        parsed.ends = "the checksum of its base block is wrong";
    else if (base->sequence1 != base->sequence2)
        parsed.ends = fmt::format("its base block has numbers {} and {}", base->sequence1, base->sequence2);
    else if (!base->known)
        parsed.ends = "its base block is of no known version";
    else if (base->type == 6)
        read_entries(log, parsed);
    else if (base->type == 1 || base->type == 2)
        read_pages(log, parsed);
    else
        parsed.ends = fmt::format("it is a file of type {}, not a log", base->type);
    return parsed;
}

}  // namespace hivemend::windows
