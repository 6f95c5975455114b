// Mending, comparing and checking in the child, and the way of the result out of it.
#include "runtime/windows/hive/finish.hpp"

#include <utility>

#include <fmt/format.h>

#include "runtime/storage/sandbox/child.hpp"
#include "runtime/windows/hive/check.hpp"
#include "runtime/windows/hive/copy_key.hpp"
#include "runtime/windows/hive/verify.hpp"
#include "runtime/windows/hive/wire.hpp"

namespace hivemend::windows {
namespace {

constexpr std::uint64_t longest = max_hive_bytes + first_bin;

/// What the child says beside the bytes, which stay in the memory file.
struct Finished {
    EditReport report;
    std::string problem;  // a headline; empty: there is none
    std::vector<std::string> seen;
    std::string help;
};

template <class Wire>
void fields(Wire& wire, Finished& it)
{
    wire.field(it.report.sequence);
    wire.field(it.report.lists_converted);
    wire.field(it.report.empty_lists_removed);
    wire.field(it.report.values_segmented);
    wire.field(it.problem);
    wire.field(it.seen);
    wire.field(it.help);
}

void finish(storage::MappedFile& hive, EditReport& report, const HiveImage& before, const KeyEdits& edits,
            const EditTimes& times)
{
    give_security(hive.bytes(), edits);
    const HiveImage by_hivex(hive.bytes());
    Patches patches(by_hivex);
    const auto normalised = normalise(before, by_hivex, edits, times, patches);
    report.lists_converted = normalised.lists_converted;
    report.empty_lists_removed = normalised.empty_lists_removed;
    report.values_segmented = normalised.values_segmented;
    if (const auto size = patches.size_needed(); size != hive.bytes().size())
        hive.grow(size);
    patches.apply(hive.bytes());
    verify_edit(before, HiveImage(hive.bytes()), edits, report.sequence, times);
}

Bytes told(Finished it)
{
    WireWriter out;
    fields(out, it);
    return out.take();
}

void say_unsound(Finished& it, const std::string& what, std::uint64_t offset)
{
    it.problem = "the edited hive is not sound, so it was thrown away";
    it.seen = {fmt::format("{} (at offset 0x{:x})", what, offset)};
    it.help = "the hive has damage that no check found before the edit; nothing was written. Put back a whole copy of "
              "the hive";
}

Bytes finish_and_tell(const storage::MemoryFile& edited, EditReport report, const HiveImage& before,
                      const KeyEdits& edits, const EditTimes& times)
{
    Finished it{report, {}, {}, {}};
    try {
        storage::MappedFile hive(edited, longest);
        finish(hive, it.report, before, edits, times);
    } catch (const Malformed& damage) {
        say_unsound(it, damage.headline, damage.offset);
    } catch (const Error& error) {
        it.problem = error.headline;
        it.seen = error.seen;
        it.help = error.help;
    }
    return told(std::move(it));
}

Bytes check_and_tell(const storage::MemoryFile& edited)
{
    Finished it;
    try {
        const storage::MappedFile hive(edited, longest);
        if (const auto check = check_hive(ByteView(hive.bytes())); !check.sound())
            say_unsound(it, check.findings[0].what, check.findings[0].offset);
    } catch (const Malformed& damage) {
        say_unsound(it, damage.headline, damage.offset);
    }
    return told(std::move(it));
}

/// What a child said, once it is dead. Error when it found something, or did not come to its end.
Finished heard(storage::Computation& computing)
{
    Bytes said;
    const auto child = computing.wait(said);
    if (!child.done())
        throw storage::child_error(
            child, "hive refused", "the process that checks an edit",
            "the hive has damage that no check found before the edit; nothing was written. Put back a whole copy of "
            "the hive");
    Finished it;
    WireReader in(said);
    fields(in, it);
    if (!it.problem.empty())
        throw Error(it.problem, {}, it.seen, it.help);
    return it;
}

}  // namespace

PendingEdit finish_edit(const storage::MemoryFile& edited, const HiveImage& before, const KeyEdits& edits,
                        std::uint32_t sequence, const EditTimes& times)
{
    const storage::ChildLimits limits{.memory = 4 * before.bytes().size() + (256u << 20), .file = longest};
    const int keep[] = {edited.descriptor()};
    storage::Computation finishing(
        limits, [&] { return finish_and_tell(edited, {.sequence = sequence}, before, edits, times); }, keep);
    PendingEdit result{.name = {}, .hive = {.bytes = {}, .report = heard(finishing).report}};
    result.check.emplace(
        limits, [&] { return check_and_tell(edited); }, keep);
    result.hive.bytes = edited.read(longest);
    return result;
}

void hear_check(storage::Computation& check)
{
    heard(check);
}

}  // namespace hivemend::windows
