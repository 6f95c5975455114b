// edit_hive: checks, a private copy in memory, the child with hivex, the normaliser, and the comparison at the end.
#include "runtime/windows/hive/edit.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/storage/sandbox/child.hpp"
#include "runtime/storage/sandbox/memory_file.hpp"
#include "runtime/windows/hive/check.hpp"
#include "runtime/windows/hive/copy_key.hpp"
#include "runtime/windows/hive/guards.hpp"
#include "runtime/windows/hive/hivex_edit.hpp"
#include "runtime/windows/hive/key_edits.hpp"
#include "runtime/windows/hive/log.hpp"
#include "runtime/windows/hive/normalise.hpp"
#include "runtime/windows/hive/records.hpp"
#include "runtime/windows/hive/verify.hpp"

namespace hivemend::windows {
namespace {

constexpr std::uint32_t last_sequence = 0xffffff00;  // Windows counts on from here

std::uint32_t next_sequence(const HiveSet& set, const HiveHeader& header)
{
    auto highest = std::max({header.sequence1, header.sequence2, set.above});
    std::string holder = set.name;
    for (const auto& log : set.logs)
        if (const auto number = highest_sequence(log.bytes); number && *number > highest) {
            highest = *number;
            holder = log.name;
        }
    if (highest >= last_sequence)
        throw Error(
            fmt::format("the sequence number {} leaves no room for another", highest), holder, {},
            "a number this high is damage: look at the file, or move a log that does not belong to the hive away");
    return highest + 1;
}

/// The hive as hivex shall find it: its commit adds one to both numbers.
void write_private_copy(const storage::MemoryFile& file, const HiveSet& set, std::uint32_t sequence)
{
    Bytes base(set.primary.begin(), set.primary.begin() + first_bin);
    put(std::span(base), 4, sequence - 1);
    put(std::span(base), 8, sequence - 1);
    put(std::span(base), 508, base_block_checksum(base));
    file.write(base);
    file.write(ByteView(set.primary).subspan(first_bin));
}

Bytes edit_in_child(const HiveSet& set, const KeyEdits& edits, std::uint32_t sequence)
{
    const storage::MemoryFile file;
    write_private_copy(file, set, sequence);
    prepare_hivex();
    hold_security(file.descriptor(), HiveImage(set.primary), edits);
    const int keep[] = {file.descriptor()};
    const storage::ChildLimits limits{.memory = 4 * set.primary.size() + (256u << 20),
                                      .file = max_hive_bytes + first_bin};
    const auto child = storage::run_in_child(limits, keep, [&] { return edit_with_hivex(file.descriptor(), edits); });
    if (child.done())
        return file.read(limits.file);
    throw storage::child_error(
        child, "hive refused", "the editing process",
        "the hive has damage that hivex does not survive; nothing was written. Put back a whole copy of the hive");
}

std::string place_of(const HiveSet& set, const HiveChange& change)
{
    const auto key = std::visit(
        [](const auto& one) {
            if constexpr (requires { one.to; })
                return one.to;
            else
                return one.key;
        },
        change);
    return key.empty() ? set.name : set.name + '\\' + key;
}

/// Keys and values that an earlier change of the same list deletes are created anew, which `obstacle` alone cannot
/// know.
void check_new_names(const HiveSet& set, const KeyEdits& edits)
{
    const auto refuse_if = [&](const std::optional<std::string>& reason, const KeyEdit& edit) {
        if (reason)
            throw Error(*reason, set.name + '\\' + edit.path, {}, "nothing was written");
    };
    for (const auto& edit : edits.edits) {
        if (!edit.key)
            refuse_if(name_obstacle("key", edit.name), edit);
        for (const auto& value : edit.values) {
            if (!value.kept && !value.name.empty())
                refuse_if(name_obstacle("value", value.name), edit);
            if (value.changed)
                refuse_if(data_obstacle(value.name, value.data), edit);
        }
    }
}

/// A log of the older format is told from a later one by its time, so the hive must be newer than all of them.
EditTimes times_of(const HiveSet& set, std::uint64_t now)
{
    EditTimes times{.keys = now};
    for (const auto& log : set.logs)
        if (const auto parsed = read_log(log.bytes); now != 0 && parsed.format == ParsedLog::Format::pages)
            times.header = std::max({times.header, now, parsed.base.last_written + 1});
    return times;
}

/// Mends and checks what the child left.
void finish(const HiveImage& before, const KeyEdits& edits, const EditTimes& times, EditedHive& edited)
{
    give_security(edited.bytes, edits);
    const auto normalised = normalise(edited.bytes, before, edits, times);
    edited.report.lists_converted = normalised.lists_converted;
    edited.report.empty_lists_removed = normalised.empty_lists_removed;
    edited.report.values_segmented = normalised.values_segmented;
    const HiveImage after(edited.bytes);
    verify_edit(before, after, edits, edited.report.sequence, times);
    if (const auto check = check_hive(after); !check.sound())
        throw damaged_at(check.findings[0].offset, check.findings[0].what);
}

EditedHive edit(const HiveSet& set, std::span<const HiveChange> changes, std::uint64_t now)
{
    const HiveImage before(set.primary);
    if (const auto reason = hive_obstacle(before))
        throw Error(*reason, set.name, {}, "nothing was written");
    for (const auto& change : changes)
        if (const auto reason = obstacle(before, change))
            throw Error(*reason, place_of(set, change), {},
                        "this version cannot make this change to this hive; nothing was written");
    const auto edits = key_edits(before, changes);
    if (edits.empty())
        return {set.primary, {.sequence = before.header().sequence1}};
    check_new_names(set, edits);

    const auto sequence = next_sequence(set, before.header());
    EditedHive edited{edit_in_child(set, edits, sequence), {.sequence = sequence}};
    try {
        finish(before, edits, times_of(set, now), edited);
    } catch (const Malformed& damage) {
        throw Error("the edited hive is not sound, so it was thrown away", {},
                    {fmt::format("{} (at offset 0x{:x})", damage.headline, damage.offset)},
                    "the hive has damage that no check found before the edit; nothing was written. Put back a whole "
                    "copy of the hive");
    }
    return edited;
}

}  // namespace

EditedHive edit_hive(const HiveSet& set, std::span<const HiveChange> changes, std::uint64_t now)
{
    try {
        return edit(set, changes, now);
    } catch (Error& problem) {
        if (problem.where.empty())
            problem.where = set.name;
        throw;
    }
}

}  // namespace hivemend::windows
