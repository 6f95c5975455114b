// Rules for values.
#include "runtime/windows/hive/normalise_values.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "runtime/windows/hive/cells.hpp"

namespace hivemend::windows {
namespace {

constexpr std::uint32_t segment_cell = 16352;  // Windows gives the last segment as much, and readers count on it
constexpr std::uint32_t record_cell = 16;

/// A bin in the making; cells are taken one behind the other.
class Bin {
public:
    Bin(std::uint32_t offset, std::size_t cells)
        : offset_(offset), bytes_((bin_header + cells + bin_step - 1) / bin_step * bin_step)
    {
        std::memcpy(bytes_.data(), "hbin", 4);
        put(std::span(bytes_), 4, offset_);
        put(std::span(bytes_), 8, static_cast<std::uint32_t>(bytes_.size()));
    }

    /// Content of a cell in use, and its offset.
    std::pair<std::span<std::byte>, std::uint32_t> take(std::uint32_t size)
    {
        const auto at = std::exchange(used_, used_ + size);
        put(std::span(bytes_), at, 0u - size);
        return {std::span(bytes_).subspan(at + 4, size - 4), offset_ + at};
    }

    Bytes finish()
    {
        if (const auto left = static_cast<std::uint32_t>(bytes_.size()) - used_; left != 0)
            put(std::span(bytes_), used_, left);
        return std::move(bytes_);
    }

private:
    std::uint32_t offset_, used_ = bin_header;
    Bytes bytes_;
};

/// Puts `data` into segments in a bin of their own; the offset of their record.
std::uint32_t append_segments(ByteView data, Patches& patches)
{
    const auto count = static_cast<std::uint32_t>((data.size() + big_data - 1) / big_data);
    const auto list_cell = (4 + 4 * count + 7) / 8 * 8;
    Bin bin(patches.end(), std::size_t{count} * segment_cell + list_cell + record_cell);
    const auto record = bin.take(record_cell);
    const auto list = bin.take(list_cell);
    std::memcpy(record.first.data(), "db", 2);
    put(record.first, 2, static_cast<std::uint16_t>(count));
    put(record.first, 4, list.second);
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto part =
            data.subspan(std::size_t{i} * big_data, std::min<std::size_t>(big_data, data.size() - i * big_data));
        const auto segment = bin.take(segment_cell);
        std::copy(part.begin(), part.end(), segment.first.begin());
        put(list.first, 4 * std::size_t{i}, segment.second);
    }
    patches.append_bin(bin.finish());
    return record.second;
}

void put_back(const HiveImage& before, const ValueRecord& kept, Patches& patches)
{
    patches.occupy(kept.ref.cell);
    Cells data;
    add_data_cells(before, kept, data);
    for (const auto cell : data)
        patches.occupy(cell);
}

/// Longest name and largest data stay as they were, or grow by what is new.
void set_longest(const HiveImage& before, const KeyEdit& edit, KeyRef key, Patches& patches)
{
    const auto node = key_node(before, key.cell);
    auto name = le32(node.bytes, 60), data = le32(node.bytes, 64);
    for (const auto& value : edit.values)
        if (value.changed) {
            if (!value.kept)
                name = std::max(name, static_cast<std::uint32_t>(2 * value.name.size()));  // ASCII, in UTF-16
            data = std::max(data, static_cast<std::uint32_t>(value.data.bytes.size()));
        }
    patches.set(key.cell, 60, name);
    patches.set(key.cell, 64, data);
}

}  // namespace

void normalise_values(const HiveImage& before, const HiveImage& after, const KeyEdit& edit, KeyRef key,
                      Patches& patches, Normalised& done)
{
    const auto node = key_node(after, key.cell);
    const auto cells = value_cells(after, node);
    if (cells.size() != edit.values.size())
        throw damaged(key.cell, "the key has another number of values than were written");
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto& value = edit.values[i];
        if (!value.changed) {
            patches.release(cells[i]);
            put_back(before, *value.kept, patches);
            patches.set(node.value_list(), 4 * i, value.kept->ref.cell);
        } else if (value.data.bytes.size() > big_data && after.header().minor >= first_minor_with_segments) {
            patches.release(le32(after.cell(cells[i], 20, "a value"), 8));
            patches.set(cells[i], 8, append_segments(value.data.bytes, patches));
            ++done.values_segmented;
        }
    }
    Cells gone;
    for (const auto& value : edit.gone) {
        gone.push_back(value.ref.cell);
        add_data_cells(before, value, gone);
    }
    for (const auto cell : gone)
        patches.release(cell);
    if (edit.key)
        set_longest(before, edit, key, patches);
}

void release_deleted(const HiveImage& before, const KeyDeletion& deletion, Patches& patches)
{
    Cells data;
    for (const auto key : subtree(before, deletion.key))
        for (const auto& value : before.values(key, HiveImage::Read::names))
            add_data_cells(before, value, data);
    for (const auto cell : data)
        patches.release(cell);
}

}  // namespace hivemend::windows
