// What an edit may change is collected from the hive before it; everything else is compared byte by byte.
#include "runtime/windows/hive/verify.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "lang/types/value.hpp"
#include "runtime/windows/hive/cells.hpp"
#include "runtime/windows/hive/copy_key.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

Error differs(std::string seen)
{
    return Error("the edited hive is not what was planned, so it was thrown away", {}, {std::move(seen)},
                 "this is a mistake of hivemend or of hivex, or damage in the hive that no check found: report it with "
                 "the hive");
}

bool is_time_of_header(std::size_t at, const EditTimes& times)
{
    return times.header != 0 && (at == 12 || at == 16);
}

void verify_header(const HiveImage& before, const HiveImage& after, std::uint32_t sequence, const EditTimes& times)
{
    if (after.header().sequence1 != sequence || after.header().dirty())
        throw differs(
            fmt::format("its sequence numbers are {} and {}", after.header().sequence1, after.header().sequence2));
    // Both numbers, the size of the bins and the checksum are new; the 512 bytes hold nothing else that may change.
    for (std::size_t at = 0; at < 512; at += 4)
        if (at != 4 && at != 8 && at != 40 && at != 508 && !is_time_of_header(at, times) &&
            le32(before.bytes(), at) != le32(after.bytes(), at))
            throw differs(fmt::format("its base block differs at offset {}", at));
    if (times.header != 0 && after.header().last_written != times.header)
        throw differs("it does not carry the time of the edit");
}

/// What stays lies where it lay; verify_rest compares those bytes.
bool same_value(const WantedValue& wanted, const ValueRecord& found)
{
    if (!wanted.changed)
        return found.ref.cell == wanted.kept->ref.cell;
    if (found.data != wanted.data)
        return false;
    if (!wanted.kept)
        return found.name == wanted.name;
    return found.raw_name == wanted.kept->raw_name &&
           (found.raw_name.empty() || found.latin1_name == wanted.kept->latin1_name);
}

void verify_values(const HiveImage& after, const KeyEdit& edit)
{
    const auto key = edit.key ? edit.key : after.find(edit.path);
    if (!key)
        throw differs(fmt::format("key `{}` is missing", edit.path));
    const auto found = after.values(*key);
    if (!std::equal(edit.values.begin(), edit.values.end(), found.begin(), found.end(), same_value))
        throw differs(fmt::format("the values of key `{}` differ", edit.path));
}

/// Counts, lists and maxima may change, and the time as it was to; flags, parent, security, class and name may not.
void verify_record(const HiveImage& before, const HiveImage& after, KeyRef key, const EditTimes& times)
{
    const auto old_node = key_node(before, key.cell).bytes, new_node = key_node(after, key.cell).bytes;
    const std::set<std::size_t> may_change{20, 28, 36, 40, 52, 60, 64};
    if (old_node.size() != new_node.size())
        throw differs(fmt::format("the record of key `{}` has another size", before.key(key).name));
    if (le64(new_node, 4) != (times.keys != 0 ? times.keys : le64(old_node, 4)))
        throw differs(fmt::format("key `{}` does not carry the time of the edit", before.key(key).name));
    for (std::size_t at = 0; at + 4 <= old_node.size(); at += 4)
        if (at != 4 && at != 8 && !may_change.contains(at) && le32(old_node, at) != le32(new_node, at))
            throw differs(fmt::format("the record of key `{}` differs at its offset {}", before.key(key).name, at));
}

/// Windows finds keys by binary search, so a new one must stand in its place. Only ASCII names are created.
void verify_place(const HiveImage& after, const KeyEdit& edit)
{
    const auto parent = edit.in ? edit.in : after.find(edit.parent);
    if (!parent)
        throw differs(fmt::format("key `{}` is missing", edit.parent));
    const auto upper = [](std::string name) {
        for (auto& c : name)
            if (c >= 'a' && c <= 'z')
                c = static_cast<char>(c - 'a' + 'A');
        return name;
    };
    std::vector<std::string> names;
    for (const auto key : after.subkeys(*parent))
        names.push_back(upper(key_node(after, key.cell).name()));
    const auto place = std::find(names.begin(), names.end(), upper(edit.name));
    // UTF-8 sorts by code point, which is the order of UTF-16 for all that can stand beside an ASCII name.
    if (place == names.end() || (place != names.begin() && *(place - 1) >= *place) ||
        (place + 1 != names.end() && *(place + 1) <= *place))
        throw differs(fmt::format("key `{}` is not in its place among its siblings", edit.path));
}

void verify_subkeys(const HiveImage& before, const HiveImage& after, KeyRef parent, const KeyEdits& edits)
{
    std::set<std::uint32_t> left, now;
    std::size_t created = 0;
    for (const auto key : before.subkeys(parent))
        left.insert(key.cell);
    for (const auto& deletion : edits.deletions)
        left.erase(deletion.key.cell);
    for (const auto& edit : edits.edits)
        created += !edit.key && edit.in && edit.in->cell == parent.cell;
    for (const auto key : after.subkeys(parent))
        now.insert(key.cell);
    if (now.size() != left.size() + created || !std::includes(now.begin(), now.end(), left.begin(), left.end()))
        throw differs(fmt::format("the subkeys of key `{}` differ", before.key(parent).name));
}

Cells touched_cells(const HiveImage& before, const KeyEdits& edits)
{
    Cells cells;
    for (const auto& edit : edits.edits) {
        if (edit.security)
            cells.push_back(*edit.security);
        if (!edit.key)
            continue;
        const auto node = key_node(before, edit.key->cell);
        cells.push_back(edit.key->cell);
        if (node.values() != 0)
            cells.push_back(node.value_list());
        for (const auto& value : edit.gone) {
            cells.push_back(value.ref.cell);
            add_data_cells(before, value, cells);
        }
    }
    for (const auto parent : edits.changed_parents()) {
        add_list_cells(before, parent, cells);
        add_security_cells(before, parent, cells);  // counts the keys that use it
    }
    for (const auto& deletion : edits.deletions)
        for (const auto key : subtree(before, deletion.key)) {
            add_value_cells(before, key, cells);
            add_list_cells(before, key, cells);
            add_security_cells(before, key, cells);
            if (const auto name = key_node(before, key.cell).class_name(); name != nil)
                cells.push_back(name);
        }
    std::sort(cells.begin(), cells.end());
    return cells;
}

/// hivex takes room only behind the last bin, so all that was there must still be there.
void verify_rest(const HiveImage& before, const HiveImage& after, const Cells& touched, const EditTimes& times)
{
    const auto old_bytes = before.bytes(), new_bytes = after.bytes();
    const std::size_t end = std::size_t{first_bin} + before.header().bins_size;
    if (after.header().bins_size < before.header().bins_size)
        throw differs("it has fewer bins");
    for (std::size_t bin = first_bin; bin < end; bin += le32(old_bytes, bin + 8)) {
        const std::size_t bin_end = bin + le32(old_bytes, bin + 8);
        if (std::memcmp(old_bytes.data() + bin, new_bytes.data() + bin, bin_end - bin) == 0)
            continue;
        // The first bin repeats the time of the hive, between its offsets 20 and 28.
        const std::size_t checked = times.header != 0 && bin == first_bin ? 20 : bin_header;
        if (std::memcmp(old_bytes.data() + bin, new_bytes.data() + bin, checked) != 0)
            throw differs(fmt::format("the bin at offset 0x{:x} has another header", bin));
        for (std::size_t cell = bin + bin_header; cell < bin_end;) {
            const auto size = static_cast<std::int32_t>(le32(old_bytes, cell));
            const auto length = static_cast<std::size_t>(size < 0 ? -static_cast<std::int64_t>(size) : size);
            if (std::memcmp(old_bytes.data() + cell, new_bytes.data() + cell, length) != 0 &&
                !std::binary_search(touched.begin(), touched.end(), static_cast<std::uint32_t>(cell - first_bin)))
                throw differs(fmt::format("the cell at offset 0x{:x}, which no edit had to touch, differs", cell));
            cell += length;
        }
    }
}

}  // namespace

void verify_edit(const HiveImage& before, const HiveImage& after, const KeyEdits& edits, std::uint32_t sequence,
                 const EditTimes& times)
{
    verify_header(before, after, sequence, times);
    verify_rest(before, after, touched_cells(before, edits), times);
    for (const auto parent : edits.changed_parents()) {
        verify_record(before, after, parent, times);
        verify_subkeys(before, after, parent, edits);
    }
    for (const auto& edit : edits.edits) {
        verify_values(after, edit);
        if (edit.key)
            verify_record(before, after, *edit.key, times);
        else
            verify_place(after, edit);
    }
    verify_security(before, after, edits);
}

}  // namespace hivemend::windows
