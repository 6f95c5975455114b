// edit_hive: checks, a private copy in memory, the child with hivex, the normaliser, and the comparison at the end.
#include "runtime/windows/hive/edit.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/storage/sandbox/child.hpp"
#include "runtime/windows/hive/copy_key.hpp"
#include "runtime/windows/hive/guards.hpp"
#include "runtime/windows/hive/hivex_edit.hpp"
#include "runtime/windows/hive/key_edits.hpp"
#include "runtime/windows/hive/normalise.hpp"
#include "runtime/windows/hive/records.hpp"
#include "runtime/windows/hive/verify.hpp"

namespace hivemend::windows {
namespace {

constexpr std::uint32_t last_sequence = 0xffffff00;  // Windows counts on from here

/// A file that only this process and its child know.
class MemoryFile {
public:
    MemoryFile() : descriptor_(memfd_create("hive", MFD_CLOEXEC))
    {
        if (descriptor_ < 0)
            throw system_error(errno, "making a file in memory", "");
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { close(descriptor_); }

    int descriptor() const { return descriptor_; }

    void write(ByteView bytes) const
    {
        while (!bytes.empty()) {
            const auto written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno != EINTR)
                throw system_error(errno, "writing a file in memory", "");
            if (written > 0)
                bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
    }

    Bytes read() const
    {
        struct stat status {};
        if (fstat(descriptor_, &status) != 0)
            throw system_error(errno, "reading a file in memory", "");
        if (static_cast<std::uint64_t>(status.st_size) > max_hive_bytes + first_bin)
            throw Error("the hive grew beyond 512 MiB while it was edited");
        Bytes bytes(static_cast<std::size_t>(status.st_size));
        for (std::size_t at = 0; at < bytes.size();) {
            const auto got = pread(descriptor_, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
            if (got == 0 || (got < 0 && errno != EINTR))
                throw system_error(got == 0 ? EIO : errno, "reading a file in memory", "");
            at += got > 0 ? static_cast<std::size_t>(got) : 0;
        }
        return bytes;
    }

private:
    int descriptor_;
};

std::uint32_t next_sequence(const HiveSet& set, const HiveHeader& header)
{
    auto highest = std::max(header.sequence1, header.sequence2);
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
void write_private_copy(const MemoryFile& file, const HiveSet& set, std::uint32_t sequence)
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
    const MemoryFile file;
    write_private_copy(file, set, sequence);
    hold_security(file.descriptor(), HiveImage(set.primary), edits);
    const int keep[] = {file.descriptor()};
    const storage::ChildLimits limits{.memory = 4 * set.primary.size() + (256u << 20)};
    const auto child = storage::run_in_child(limits, keep, [&] { return edit_with_hivex(file.descriptor(), edits); });
    if (child.done())
        return file.read();
    const std::vector<std::string> said =
        child.message.empty() ? std::vector<std::string>{} : std::vector{child.message};
    const auto help =
        "the hive has damage that hivex does not survive; nothing was written. Put back a whole copy of the hive";
    if (child.timed_out)
        throw Error("hive refused: the editing process did not end in time", {}, said, help);
    if (child.signal != 0)
        throw Error(fmt::format("hive refused: the editing process died (signal {}, {})", child.signal,
                                strsignal(child.signal)),
                    {}, said, help);
    throw Error("hive refused: hivex could not make the change", {}, said, help);
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
void check_new_names(const HiveSet& set, const KeyEdits& edits, std::uint32_t minor)
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
            if (!value.kept)
                refuse_if(data_obstacle(minor, value.name, value.data), edit);
        }
    }
}

/// Mends and checks what the child left.
void finish(const HiveImage& before, const KeyEdits& edits, EditedHive& edited)
{
    auto lists = edits.changed_parents();
    {
        const HiveImage raw(edited.bytes);
        for (const auto& one : edits.edits)
            if (const auto key = one.key ? std::nullopt : raw.find(one.path))
                lists.push_back(*key);
    }
    give_security(edited.bytes, edits);
    const auto normalised = normalise(edited.bytes, lists);
    edited.report.lists_converted = normalised.lists_converted;
    edited.report.empty_lists_removed = normalised.empty_lists_removed;
    verify_edit(before, HiveImage(edited.bytes), edits, edited.report.sequence);
}

EditedHive edit(const HiveSet& set, std::span<const HiveChange> changes)
{
    const HiveImage before(set.primary);
    if (const auto reason = hive_obstacle(before))
        throw Error(*reason, set.name, {},
                    "start this Windows and shut it down cleanly, or use its last clean copy; nothing was written");
    for (const auto& change : changes)
        if (const auto reason = obstacle(before, change))
            throw Error(*reason, place_of(set, change), {},
                        "this version cannot make this change to this hive; nothing was written");
    const auto edits = key_edits(before, changes);
    if (edits.empty())
        return {set.primary, {.sequence = before.header().sequence1}};
    check_new_names(set, edits, before.header().minor);

    const auto sequence = next_sequence(set, before.header());
    EditedHive edited{edit_in_child(set, edits, sequence), {.sequence = sequence}};
    try {
        finish(before, edits, edited);
    } catch (const Malformed& damage) {
        throw Error("the edited hive is not sound, so it was thrown away", {},
                    {fmt::format("{} (at offset 0x{:x})", damage.headline, damage.offset)},
                    "the hive has damage that no check found before the edit; nothing was written. Put back a whole "
                    "copy of the hive");
    }
    return edited;
}

}  // namespace

EditedHive edit_hive(const HiveSet& set, std::span<const HiveChange> changes)
{
    try {
        return edit(set, changes);
    } catch (Error& problem) {
        if (problem.where.empty())
            problem.where = set.name;
        throw;
    }
}

}  // namespace hivemend::windows
