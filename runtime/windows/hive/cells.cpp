// Collecting the cells of keys.
#include "runtime/windows/hive/cells.hpp"

#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

constexpr std::size_t deepest_key = 512;

struct Walk {
    const HiveImage& image;
    std::vector<bool> seen;
    std::vector<KeyRef> keys;

    void visit(KeyRef key, std::size_t depth)
    {
        if (depth > deepest_key)
            throw damaged(key.cell, "keys of the hive are nested deeper than 512");
        const auto children = image.subkeys(key);
        if (seen[key.cell / 8])
            throw damaged(key.cell, "a key of the hive is in two lists of subkeys");
        seen[key.cell / 8] = true;
        keys.push_back(key);
        for (const auto child : children)
            visit(child, depth + 1);
    }
};

ByteView security_record(const HiveImage& image, std::uint32_t cell)
{
    const auto record = image.cell(cell, 20, "a security descriptor");
    if (!has_signature(record, 0, "sk"))
        throw damaged(cell, "a cell that should hold a security descriptor does not start with `sk`");
    return record;
}

}  // namespace

void add_data_cells(const HiveImage& image, const ValueRecord& value, Cells& cells)
{
    if (value.stored_inline || value.size == 0)
        return;
    const auto data = le32(image.cell(value.ref.cell, 20, "a value"), 8);
    cells.push_back(data);
    if (value.size <= big_data || image.header().minor < first_minor_with_segments)
        return;
    const auto record = image.cell(data, 8, "the data of a value");
    const std::size_t count = le16(record, 2);
    const auto list = image.cell(le32(record, 4), 4 * count, "the segment list of a value");
    cells.push_back(le32(record, 4));
    for (std::size_t i = 0; i < count; ++i)
        cells.push_back(le32(list, 4 * i));
}

void add_value_cells(const HiveImage& image, KeyRef key, Cells& cells)
{
    const auto node = key_node(image, key.cell);
    cells.push_back(key.cell);
    if (node.values() != 0)
        cells.push_back(node.value_list());
    for (const auto cell : value_cells(image, node)) {
        cells.push_back(cell);
        add_data_cells(image, value_record(image, cell), cells);
    }
}

void add_list_cells(const HiveImage& image, KeyRef key, Cells& cells)
{
    const auto node = key_node(image, key.cell);
    cells.push_back(key.cell);
    if (node.list() != nil)
        cells.push_back(node.list());
    for (const auto& leaf : subkey_list(image, node).leaves)
        cells.push_back(leaf.cell);
}

void add_security_cells(const HiveImage& image, KeyRef key, Cells& cells)
{
    const auto cell = key_node(image, key.cell).security();
    const auto record = security_record(image, cell);
    cells.push_back(cell);
    for (const std::size_t neighbour : {4, 8}) {
        security_record(image, le32(record, neighbour));
        cells.push_back(le32(record, neighbour));
    }
}

std::vector<KeyRef> subtree(const HiveImage& image, KeyRef key)
{
    Walk walk{image, std::vector<bool>(image.header().bins_size / 8), {}};
    walk.visit(key, 0);
    return std::move(walk.keys);
}

}  // namespace hivemend::windows
