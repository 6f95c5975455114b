// Mending, comparing and checking in the child, and the way of the result out of it.
#include "runtime/windows/hive/finish.hpp"

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

void finish(Bytes& bytes, EditReport& report, const HiveImage& before, const KeyEdits& edits, const EditTimes& times)
{
    give_security(bytes, edits);
    const auto normalised = normalise(bytes, before, edits, times);
    report.lists_converted = normalised.lists_converted;
    report.empty_lists_removed = normalised.empty_lists_removed;
    report.values_segmented = normalised.values_segmented;
    const HiveImage after(bytes);
    verify_edit(before, after, edits, report.sequence, times);
    if (const auto check = check_hive(after); !check.sound())
        throw damaged_at(check.findings[0].offset, check.findings[0].what);
}

Bytes finish_and_tell(const storage::MemoryFile& edited, EditReport report, const HiveImage& before,
                      const KeyEdits& edits, const EditTimes& times)
{
    Finished it{report, {}, {}, {}};
    try {
        auto bytes = edited.read(longest);
        finish(bytes, it.report, before, edits, times);
        edited.replace(bytes);
    } catch (const Malformed& damage) {
        it.problem = "the edited hive is not sound, so it was thrown away";
        it.seen = {fmt::format("{} (at offset 0x{:x})", damage.headline, damage.offset)};
        it.help = "the hive has damage that no check found before the edit; nothing was written. Put back a whole copy "
                  "of the hive";
    } catch (const Error& error) {
        it.problem = error.headline;
        it.seen = error.seen;
        it.help = error.help;
    }
    WireWriter out;
    fields(out, it);
    return out.take();
}

}  // namespace

EditedHive finish_edit(const storage::MemoryFile& edited, const HiveImage& before, const KeyEdits& edits,
                       std::uint32_t sequence, const EditTimes& times)
{
    const storage::ChildLimits limits{.memory = 4 * before.bytes().size() + (256u << 20), .file = longest};
    const int keep[] = {edited.descriptor()};
    Bytes said;
    const auto child = storage::compute_in_child(
        limits, [&] { return finish_and_tell(edited, {.sequence = sequence}, before, edits, times); }, said, keep);
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
    return {edited.read(longest), it.report};
}

}  // namespace hivemend::windows
