// Examining a hive, and the words for what is wrong with it.
#include "runtime/windows/hive/examine.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "runtime/storage/sandbox/child.hpp"
#include "runtime/windows/hive/base_block.hpp"
#include "runtime/windows/hive/examine_wire.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

constexpr std::size_t most_shown = 5;

/// A dirty hive as Windows would take it without logs: its own bytes, called clean.
Bytes without_logs(const HiveSet& set, const HiveHeader& header)
{
    Bytes bytes = set.primary;
    put_sequence(bytes, std::max(header.sequence1, header.sequence2));
    return bytes;
}

void find_newest(const HiveSet& set, HiveReport& report)
{
    report.highest = std::max(report.header->sequence1, report.header->sequence2);
    report.highest_in = set.name;
    for (const auto& log : set.logs) {
        if (const auto number = highest_sequence(log.bytes); number && *number > report.highest) {
            report.highest = *number;
            report.highest_in = log.name;
        }
        report.newest_pages = std::max(report.newest_pages, time_of_pages(log.bytes).value_or(0));
    }
}

void say_dirty(const HiveSet& set, HiveReport& report)
{
    const auto& header = *report.header;
    report.problem = header.checksum_right
                         ? fmt::format("the {} hive is dirty (sequence numbers {} and {}), and {}", set.name,
                                       header.sequence1, header.sequence2, *report.replay.refusal)
                         : fmt::format("the base block of the {} hive is torn (wrong checksum), and {}", set.name,
                                       *report.replay.refusal);
    for (const auto& log : report.replay.logs)
        report.seen.push_back(fmt::format("{}: {}", log.name, log.note));
    report.help =
        "`hivemend explain dirty-hive` says what is missing and what there is to do; --accept-log-loss goes on "
        "without it";
}

void say_unsound(const HiveSet& set, HiveReport& report)
{
    report.problem = fmt::format("the {} hive is damaged: {} {} in its structure", set.name, report.check.total,
                                 report.check.total == 1 ? "fault" : "faults");
    for (std::size_t i = 0; i < std::min(most_shown, report.check.findings.size()); ++i) {
        const auto& one = report.check.findings[i];
        report.seen.push_back(
            fmt::format("0x{:x}{}: {}", one.offset, one.key.empty() ? "" : ", `" + one.key + "`", one.what));
    }
    if (report.check.total > most_shown)
        report.seen.push_back(fmt::format("and {} more; `hivemend inspect` lists up to {}",
                                          report.check.total - most_shown, max_findings));
    report.help = "editing a damaged hive makes it worse: `hivemend explain damaged-hive` says what there is to do; "
                  "nothing was changed";
}

ExaminedHive examine(const HiveSet& set, LogLoss log_loss)
{
    ExaminedHive result;
    auto& report = result.report;
    report.size = set.primary.size();
    try {
        report.replay = replay_logs(set);
        if (report.replay.replayed())
            result.image = std::exchange(report.replay.bytes, {});
        // A torn base block is told by the log's copy; one that is whole says itself what it is.
        report.header = read_header(report.replay.base_from_log ? ByteView(*result.image) : ByteView(set.primary));
    } catch (const Malformed& damage) {
        report.problem = damage.headline;
        report.help = damage.help;
        return result;
    }
    if (report.replay.base_from_log) {
        const auto own = read_base_block(set.primary);
        report.header->checksum_right = false;
        report.header->sequence1 = own->sequence1;
        report.header->sequence2 = own->sequence2;
    }
    find_newest(set, report);
    if (report.replay.refusal && log_loss == LogLoss::refused) {
        say_dirty(set, report);
        return result;
    }
    if (report.replay.refusal) {
        result.image = without_logs(set, *report.header);
        report.logs_lost = true;
    }
    report.check = check_hive(result.image ? ByteView(*result.image) : ByteView(set.primary));
    if (!report.check.sound())
        say_unsound(set, report);
    return result;
}

}  // namespace

ExaminedHive examine_hive(const HiveSet& set, LogLoss log_loss, const std::function<void()>& meanwhile)
{
    auto room = set.primary.size();
    for (const auto& log : set.logs)
        room += log.bytes.size();
    const storage::ChildLimits limits{.memory = 4 * room + (256u << 20),
                                      .file = max_hive_bytes + first_bin + (1u << 20)};
    ExaminedHive result;
    storage::Computation examining(limits, [&] {
        WireWriter out;
        auto examined = examine(set, log_loss);
        fields(out, examined);
        return out.take();
    });
    if (meanwhile)
        meanwhile();
    Bytes said;
    const auto child = examining.wait(said);
    if (child.done()) {
        WireReader in(said);
        fields(in, result);
        return result;
    }
    const auto refusal = storage::child_error(child, "hive refused", "the examining process",
                                              "`hivemend explain damaged-hive` says what there is to do; nothing was "
                                              "changed");
    result.report.size = set.primary.size();
    result.report.problem = refusal.headline;
    result.report.seen = refusal.seen;
    result.report.help = refusal.help;
    return result;
}

}  // namespace hivemend::windows
