// edit_hive: checks, a private copy in memory, the child with hivex, and a second child that finishes the edit.
#include "runtime/windows/hive/edit.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "runtime/storage/sandbox/child.hpp"
#include "runtime/storage/sandbox/memory_file.hpp"
#include "runtime/windows/hive/base_block.hpp"
#include "runtime/windows/hive/copy_key.hpp"
#include "runtime/windows/hive/finish.hpp"
#include "runtime/windows/hive/guards.hpp"
#include "runtime/windows/hive/hivex_edit.hpp"
#include "runtime/windows/hive/key_edits.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

constexpr std::uint32_t last_sequence = 0xffffff00;  // Windows counts on from here

struct Highest {
    std::uint32_t number = 0;
    std::string holder;  // the file that has it

    std::optional<std::string> obstacle() const
    {
        if (number < last_sequence)
            return std::nullopt;
        return fmt::format("the sequence number {} of {} is damage: it leaves no room for a higher one", number,
                           holder);
    }
};

Highest highest_of(const HiveSet& set, const HiveHeader& header)
{
    Highest highest{std::max(header.sequence1, header.sequence2), set.name};
    if (set.above > highest.number)
        highest = {set.above, set.above_in};
    for (const auto& log : set.logs)
        if (const auto number = highest_sequence(log.bytes); number && *number > highest.number)
            highest = {*number, log.name};
    return highest;
}

std::uint32_t next_sequence(const HiveSet& set, const HiveHeader& header)
{
    const auto highest = highest_of(set, header);
    if (const auto reason = highest.obstacle())
        throw Error(*reason, set.name, {}, "look at the file, or move a log that does not belong to the hive away");
    return highest.number + 1;
}

/// The hive as hivex shall find it: its commit adds one to both numbers.
void write_private_copy(const storage::MemoryFile& file, const HiveSet& set, std::uint32_t sequence)
{
    Bytes base(set.primary.begin(), set.primary.begin() + first_bin);
    put_sequence(base, sequence - 1);
    file.write(base);
    file.write(ByteView(set.primary).subspan(first_bin));
}

void edit_in_child(const storage::MemoryFile& file, const HiveImage& before, const KeyEdits& edits)
{
    prepare_hivex();
    hold_security(file.descriptor(), before, edits);
    const int keep[] = {file.descriptor()};
    const storage::ChildLimits limits{.memory = 4 * before.bytes().size() + (256u << 20),
                                      .file = max_hive_bytes + first_bin};
    const auto child = storage::run_in_child(limits, keep, [&] { return edit_with_hivex(file.descriptor(), edits); });
    if (!child.done())
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
    auto newest = set.newer_than;
    for (const auto& log : set.logs)
        newest = std::max(newest, time_of_pages(log.bytes).value_or(0));
    return {.keys = now, .header = now != 0 && newest != 0 ? std::max(now, newest + 1) : 0};
}

PendingEdit edit(const HiveSet& set, const HiveImage& before, std::span<const HiveChange> changes, std::uint64_t now)
{
    if (const auto reason = hive_obstacle(before))
        throw Error(*reason, set.name, {}, "nothing was written");
    for (const auto& change : changes)
        if (const auto reason = obstacle(before, change))
            throw Error(*reason, place_of(set, change), {},
                        "this version cannot make this change to this hive; nothing was written");
    const auto edits = key_edits(before, changes);
    if (edits.empty())
        return {set.name, {set.primary, {.sequence = before.header().sequence1}}};
    check_new_names(set, edits);

    const auto sequence = next_sequence(set, before.header());
    const storage::MemoryFile file;
    write_private_copy(file, set, sequence);
    edit_in_child(file, before, edits);
    auto pending = finish_edit(file, before, edits, sequence, times_of(set, now));
    pending.name = set.name;
    return pending;
}

/// What a clean hive with these numbers and times has in its base block and its first bin.
void stamp(Bytes& hive, std::uint32_t sequence, const EditTimes& times)
{
    if (times.header != 0)
        for (const auto at : {std::size_t{12}, std::size_t{first_bin} + 20})
            put(std::span(hive), at, times.header);
    put_sequence(hive, sequence);
}

/// What is wrong inside a hive is told with the hive.
template <class Work>
auto placed(const std::string& hive, const Work& work)
{
    try {
        return work();
    } catch (Error& problem) {
        if (problem.where.empty())
            problem.where = hive;
        throw;
    }
}

}  // namespace

std::optional<std::string> numbers_obstacle(const HiveSet& set)
{
    return highest_of(set, read_header(set.primary)).obstacle();
}

EditedHive edit_hive(const HiveSet& set, std::span<const HiveChange> changes, std::uint64_t now)
{
    return placed(set.name, [&] {
        auto pending = edit(set, HiveImage(set.primary), changes, now);
        pending.require_sound();
        return std::move(pending.hive);
    });
}

PendingEdit begin_edit(const HiveSet& set, const HiveImage& before, std::span<const HiveChange> changes,
                       std::uint64_t now)
{
    return placed(set.name, [&] { return edit(set, before, changes, now); });
}

void PendingEdit::require_sound()
{
    if (auto running = std::exchange(check, std::nullopt))
        placed(name, [&] { hear_check(*running); });
}

EditedHive renumber_hive(const HiveSet& set, const HiveImage& image, std::uint64_t now)
{
    if (const auto reason = hive_obstacle(image))
        throw Error(*reason, set.name, {}, "nothing was written");
    EditedHive result{set.primary, {.sequence = next_sequence(set, image.header())}};
    stamp(result.bytes, result.report.sequence, times_of(set, now));
    return result;
}

}  // namespace hivemend::windows
