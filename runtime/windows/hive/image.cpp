// The view over a hive: its bins and cells are checked once, so that every later read knows where it may look.
#include "runtime/windows/hive/image.hpp"

#include <fmt/format.h>

#include "lang/types/value.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

/// Marks the cells in use of one bin, which ends at `end`, and counts them. Sizes are checked here and nowhere else.
std::size_t mark_cells(ByteView bytes, std::uint32_t begin, std::uint32_t end, std::span<std::uint64_t> cells)
{
    std::size_t used = 0;
    for (std::uint32_t at = begin + bin_header; at < end;) {
        const auto size = static_cast<std::int32_t>(le32(bytes, first_bin + at));
        const auto length = size < 0 ? 0u - static_cast<std::uint32_t>(size) : static_cast<std::uint32_t>(size);
        if (length < 8 || length % 8 != 0 || length > end - at)
            throw damaged(
                at, fmt::format("a cell of the hive says it has {} bytes, {} are left in its bin", length, end - at));
        if (size < 0) {
            cells[at / 512] |= std::uint64_t{1} << at / 8 % 64;
            ++used;
        }
        at += length;
    }
    return used;
}

}  // namespace

HiveImage::HiveImage(ByteView bytes) : bytes_(bytes), header_(read_header(bytes))
{
    cells_.resize(header_.bins_size / 512);
    for (std::uint32_t at = 0; at < header_.bins_size;) {
        const std::size_t bin = first_bin + at;
        if (!has_signature(bytes_, bin, "hbin"))
            throw damaged(at, "a bin of the hive does not start with `hbin`");
        const auto offset = le32(bytes_, bin + 4), size = le32(bytes_, bin + 8);
        if (offset != at || size == 0 || size % 4096 != 0 || size > header_.bins_size - at)
            throw damaged(
                at, fmt::format("a bin of the hive says that it starts at 0x{:x} and has {} bytes", offset, size));
        used_cells_ += mark_cells(bytes_, at, at + size, cells_);
        at += size;
    }
}

bool HiveImage::in_use(std::uint32_t offset) const
{
    return offset < header_.bins_size && offset % 8 == 0 && (cells_[offset / 512] >> offset / 8 % 64 & 1) != 0;
}

ByteView HiveImage::cell(std::uint32_t offset, std::size_t least, const char* what) const
{
    if (!in_use(offset))
        throw damaged(offset, fmt::format("{} points to where no cell in use starts", what));
    const auto length =
        0u - le32(bytes_, std::size_t{first_bin} + offset);  // negative while in use; checked by mark_cells
    if (length - 4 < least)
        throw damaged(offset, fmt::format("the cell of {} has {} bytes, {} are needed", what, length - 4, least));
    return bytes_.subspan(std::size_t{first_bin} + offset + 4, length - 4);
}

KeyRef HiveImage::root() const
{
    return {header_.root};
}

KeyRecord HiveImage::key(KeyRef ref) const
{
    const auto node = key_node(*this, ref.cell);
    KeyRecord record{.ref = ref, .name = node.name(), .flags = node.flags(), .last_write = le64(node.bytes, 4)};
    record.subkeys = node.subkeys();
    record.values = node.values();
    const auto list = subkey_list(*this, node);
    record.list = list.kind;
    for (const auto& leaf : list.leaves)
        if (record.leaf != ListKind::li)
            record.leaf = leaf.kind;
    return record;
}

std::vector<KeyRef> HiveImage::subkeys(KeyRef ref) const
{
    const auto node = key_node(*this, ref.cell);
    const auto list = subkey_list(*this, node);
    std::vector<KeyRef> keys;
    keys.reserve(node.subkeys());
    for (const auto& leaf : list.leaves)
        for (std::size_t i = 0; i < leaf.count; ++i)
            keys.push_back({leaf.key(i)});
    return keys;
}

std::optional<KeyRef> HiveImage::child(KeyRef ref, std::string_view name) const
{
    for (const auto key : subkeys(ref)) {
        const auto node = key_node(*this, key.cell);
        if (name_is(node.raw_name(), (node.flags() & key_latin1) != 0, name))
            return key;
    }
    return std::nullopt;
}

std::optional<KeyRef> HiveImage::find(std::string_view path) const
{
    std::optional<KeyRef> key = root();
    while (key && !path.empty()) {
        const auto end = path.find('\\');
        key = child(*key, path.substr(0, end));
        path = end == std::string_view::npos ? std::string_view{} : path.substr(end + 1);
    }
    return key;
}

std::vector<ValueRecord> HiveImage::values(KeyRef ref, Read read) const
{
    std::vector<ValueRecord> values;
    std::uint64_t bytes = 0;
    for (const auto cell : value_cells(*this, key_node(*this, ref.cell))) {
        auto record = value_record(*this, cell);
        bytes += record.raw_name.size() + record.size;
        // Cells are never shared in a sound hive; without this a small file could ask for terabytes.
        if (bytes > header_.bins_size)
            throw damaged(ref.cell, "the values of a key are larger together than their hive");
        if (read == Read::everything)
            record.data.bytes = value_bytes(*this, record);
        values.push_back(std::move(record));
    }
    return values;
}

std::optional<lang::RegData> HiveImage::value(KeyRef ref, std::string_view name) const
{
    for (const auto cell : value_cells(*this, key_node(*this, ref.cell))) {
        auto record = value_record(*this, cell);
        if (!name_is(record.raw_name, record.latin1_name, name))
            continue;
        record.data.bytes = value_bytes(*this, record);
        return std::move(record.data);
    }
    return std::nullopt;
}

}  // namespace hivemend::windows
