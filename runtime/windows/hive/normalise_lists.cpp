// Rules for lists of subkeys.
#include "runtime/windows/hive/normalise_lists.hpp"

#include <algorithm>

namespace hivemend::windows {
namespace {

constexpr std::uint32_t first_minor_with_hashes = 5;

/// hivex 1.3.23 leaves an empty leaf behind the last subkey that it deletes; NT reads the entry before its first.
void drop_list(const HiveImage& image, KeyRef key, std::uint32_t list, Patches& patches, Normalised& done)
{
    const auto top = image.cell(list, 4, "the empty list of subkeys of a key");
    if (has_signature(top, 0, "ri")) {
        const std::size_t count = std::min<std::size_t>(le16(top, 2), (top.size() - 4) / 4);
        for (std::size_t i = 0; i < count; ++i)
            if (image.in_use(le32(top, 4 + 4 * i)))
                patches.release(le32(top, 4 + 4 * i));
    }
    patches.release(list);
    patches.set(key.cell, 28, nil);
    ++done.empty_lists_removed;
}

void drop_empty_leaves(std::uint32_t index, const SubkeyList& list, Patches& patches, Normalised& done)
{
    std::uint16_t kept = 0;
    for (const auto& leaf : list.leaves) {
        if (leaf.count == 0) {
            patches.release(leaf.cell);
            ++done.empty_lists_removed;
        } else {
            patches.set(index, 4 + 4u * kept++, leaf.cell);
        }
    }
    patches.set(index, 2, kept);
}

/// The first four characters, or zeros when one of them has no single byte.
Bytes hint(const HiveImage& image, std::uint32_t cell)
{
    const auto node = key_node(image, cell);
    const auto name = node.raw_name();
    const std::size_t width = node.flags() & key_latin1 ? 1 : 2;
    Bytes bytes(4);
    for (std::size_t i = 0; i < 4 && (i + 1) * width <= name.size(); ++i) {
        if (width == 2 && name[2 * i + 1] != std::byte{0})
            return Bytes(4);
        bytes[i] = name[i * width];
    }
    return bytes;
}

void hashes_to_hints(const HiveImage& image, const Leaf& leaf, Patches& patches, Normalised& done)
{
    patches.set_bytes(leaf.cell, 0, {std::byte{'l'}, std::byte{'f'}});
    for (std::size_t i = 0; i < leaf.count; ++i)
        patches.set_bytes(leaf.cell, 4 + 8 * i + 4, hint(image, leaf.key(i)));
    ++done.lists_converted;
}

}  // namespace

void normalise_list(const HiveImage& image, KeyRef key, Patches& patches, Normalised& done)
{
    const auto node = key_node(image, key.cell);
    if (node.subkeys() == 0) {
        if (node.list() != nil)
            drop_list(image, key, node.list(), patches, done);
        return;
    }
    const auto list = subkey_list(image, node);
    if (list.kind == ListKind::ri)
        drop_empty_leaves(node.list(), list, patches, done);
    if (image.header().minor < first_minor_with_hashes)
        for (const auto& leaf : list.leaves)
            if (leaf.kind == ListKind::lh && leaf.count != 0)
                hashes_to_hints(image, leaf, patches, done);
}

}  // namespace hivemend::windows
