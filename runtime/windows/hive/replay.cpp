// Which logs are applied, in which order, and the base block at the end.
#include "runtime/windows/hive/replay.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include <fmt/format.h>

#include "runtime/windows/hive/log.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

using Format = ParsedLog::Format;

struct Log {
    ParsedLog parsed;
    LogReport* report;
    std::uint32_t first() const { return parsed.base.sequence1; }
};

LogReport report_of(const std::string& name, const ParsedLog& log)
{
    LogReport report{.name = name, .entries = log.entries.size(), .pages = log.pages(), .note = log.ends};
    if (log.format != Format::unusable)
        report.format = log.format == Format::entries ? "HvLE" : "DIRT";
    if (!log.entries.empty()) {
        report.first = log.entries.front().sequence;
        report.last = log.entries.back().sequence;
    }
    return report;
}

class Replaying {
public:
    Replaying(const HiveSet& set, const BaseBlock& base, Replay& replay) : set_(set), base_(base), replay_(replay) {}

    void run(std::vector<Log> logs)
    {
        const auto has = [](Format format) {
            return [format](const Log& log) { return log.parsed.format == format && !log.parsed.entries.empty(); };
        };
        std::vector<Log> entries;
        std::copy_if(logs.begin(), logs.end(), std::back_inserter(entries), has(Format::entries));
        if (!entries.empty())
            apply_entries(std::move(entries));
        std::vector<Log> pages;
        std::copy_if(logs.begin(), logs.end(), std::back_inserter(pages), has(Format::pages));
        if (!last_ && !replay_.refusal && !pages.empty())
            apply_pages(pages);
        if (!last_ && !replay_.refusal)
            replay_.refusal = logs.empty() ? "no log lies beside it" : "none of its logs can be used";
        if (!replay_.refusal)
            finish();
        if (replay_.refusal) {
            replay_.bytes.clear();
            for (auto& log : replay_.logs)
                log.applied = false;
        }
    }

private:
    /// Earliest first. A log older than the hive has nothing new; the second must go on where the first ends.
    void apply_entries(std::vector<Log> logs)
    {
        const auto pivot = logs.front().first() - 0x80000000;
        std::sort(logs.begin(), logs.end(),
                  [&](const Log& left, const Log& right) { return left.first() - pivot < right.first() - pivot; });
        if (!base_.checksum_right) {  // nothing says how old the hive is, so only the latest log can be right
            for (std::size_t i = 0; i + 1 < logs.size(); ++i)
                logs[i].report->note = "a later log holds the base block";
            logs.erase(logs.begin(), logs.end() - 1);
            take_base_block(logs[0].parsed.base);
        }
        std::size_t applied = 0;
        for (const auto& log : logs) {
            if (!last_ && base_.checksum_right && is_before(log.first(), base_.sequence2)) {
                log.report->note = fmt::format("it is older than the hive, which has number {}", base_.sequence2);
                continue;
            }
            if (last_ && log.first() != *last_ + 1) {
                log.report->note = fmt::format("it begins with {}, and {} should follow", log.first(), *last_ + 1);
                continue;
            }
            if (!last_ && base_.checksum_right)
                replay_.missing = log.first() - base_.sequence2;
            for (const auto& entry : log.parsed.entries)
                apply(entry);
            log.report->applied = true;
            ++applied;
        }
        // Numbers are missing after a flush that left the header alone, which takes two changes of the log: then both
        // are whole and join. One log behind a gap means that a log is lost.
        if (replay_.missing != 0 && applied < 2)
            replay_.refusal = fmt::format("{} log entries are missing between the hive and `{}`, and no second log "
                                          "shows that they are in the hive already",
                                          replay_.missing, applied_log());
    }

    /// The older format knows times, not numbers: the newest log that is not older than the hive.
    void apply_pages(const std::vector<Log>& logs)
    {
        const auto since = base_.checksum_right                            ? base_.last_written
                           : set_.primary.size() >= first_bin + bin_header ? le64(set_.primary, first_bin + 20)
                                                                           : 0;
        const Log* newest = nullptr;
        for (const auto& log : logs) {
            if (log.parsed.base.last_written < since)
                log.report->note = "it was written before the hive";
            else if (newest == nullptr || log.parsed.base.last_written > newest->parsed.base.last_written)
                newest = &log;
        }
        if (newest == nullptr)
            return;
        for (const auto& log : logs)
            if (&log != newest && log.parsed.base.last_written >= since)
                log.report->note = fmt::format("`{}` is as new or newer", newest->report->name);
        if (!base_.checksum_right)
            take_base_block(newest->parsed.base);
        last_written_ = newest->parsed.base.last_written;
        flags_ = newest->parsed.base.flags;
        apply(newest->parsed.entries[0]);
        flags_ = newest->parsed.base.flags;
        newest->report->applied = true;
    }

    void take_base_block(const BaseBlock& block)
    {
        replay_.base_from_log = true;
        header_.assign(first_bin, std::byte{0});
        std::copy(block.bytes.begin(), block.bytes.end(), header_.begin());
        flags_ = block.flags;
    }

    Bytes& bytes()
    {
        if (replay_.bytes.empty())
            replay_.bytes = set_.primary;
        return replay_.bytes;
    }

    void apply(const LogEntry& entry)
    {
        for (const auto& page : entry.pages) {
            const auto begin = std::size_t{first_bin} + page.offset;
            if (bytes().size() < begin + page.bytes.size())
                bytes().resize(begin + page.bytes.size());
            std::memcpy(bytes().data() + begin, page.bytes.data(), page.bytes.size());
        }
        bins_size_ = entry.bins_size;
        flags_ = (flags_.value_or(base_.flags) & ~1u) | (entry.flags & 1u);
        last_ = entry.sequence;
    }

    void finish()
    {
        if (bytes().size() < std::size_t{first_bin} + bins_size_)
            bytes().resize(std::size_t{first_bin} + bins_size_);
        if (!header_.empty())
            std::copy(header_.begin(), header_.end(), bytes().begin());
        const std::span out(bytes());
        if (last_written_)
            put(out, 12, *last_written_);
        put(out, 28, std::uint32_t{0});
        put(out, 40, bins_size_);
        put(out, 144, *flags_);
        put_sequence(out, *last_);
        try {
            HiveImage{bytes()};
        } catch (const Malformed& damage) {
            replay_.refusal =
                fmt::format("with its logs it is no sound hive: {} (at offset 0x{:x})", damage.headline, damage.offset);
        }
    }

    std::string applied_log() const
    {
        const auto found =
            std::find_if(replay_.logs.begin(), replay_.logs.end(), [](const LogReport& log) { return log.applied; });
        return found == replay_.logs.end() ? std::string{} : found->name;
    }

    const HiveSet& set_;
    const BaseBlock& base_;
    Replay& replay_;
    Bytes header_;  // from a log, when the hive's own is torn
    std::uint32_t bins_size_ = 0;
    std::optional<std::uint32_t> flags_, last_;
    std::optional<std::uint64_t> last_written_;
};

}  // namespace

Replay replay_logs(const HiveSet& set)
{
    Replay replay;
    std::vector<Log> logs;
    replay.logs.reserve(set.logs.size());  // the logs below point into it
    for (const auto& log : set.logs) {
        auto parsed = read_log(log.bytes);
        replay.logs.push_back(report_of(log.name, parsed));
        logs.push_back({std::move(parsed), &replay.logs.back()});
    }
    const auto base = read_base_block(set.primary);
    if (!base) {
        replay.refusal = "it does not start with `regf`";
        return replay;
    }
    if (base->checksum_right && (!base->known || base->type != 0)) {
        replay.refusal = "its base block is not that of a hive of version 1.3 to 1.6";
        return replay;
    }
    replay.dirty = !base->checksum_right || base->sequence1 != base->sequence2;
    if (replay.dirty)
        Replaying(set, *base, replay).run(std::move(logs));
    return replay;
}

}  // namespace hivemend::windows
