// Rules for subkey lists. The image is read first and the bytes are changed afterwards, so that no view sees a
// half-made list.
#include "runtime/windows/hive/normalise.hpp"

#include <algorithm>
#include <array>

#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

constexpr std::uint32_t first_minor_with_hashes = 5;

struct Patch {
    std::size_t at = 0;  // from the start of the file
    Bytes bytes;
};

class ListRules {
public:
    ListRules(const HiveImage& image, std::vector<Patch>& patches, Normalised& done)
        : image_(image), patches_(patches), done_(done)
    {}

    void apply(KeyRef key)
    {
        const auto node = key_node(image_, key.cell);
        if (node.subkeys() == 0) {
            if (node.list() != nil)
                drop_list(key, node.list());
            return;
        }
        const auto list = subkey_list(image_, node);
        if (list.kind == ListKind::ri)
            drop_empty_leaves(node.list(), list);
        if (image_.header().minor < first_minor_with_hashes)
            for (const auto& leaf : list.leaves)
                if (leaf.kind == ListKind::lh && leaf.count != 0)
                    hashes_to_hints(leaf);
    }

private:
    template <class T>
    void set(std::size_t at, T value)
    {
        Bytes bytes(sizeof value);
        put(std::span(bytes), 0, value);
        patches_.push_back({at, std::move(bytes)});
    }

    static std::size_t content(std::uint32_t cell) { return std::size_t{first_bin} + cell + 4; }

    void release(std::uint32_t cell) { set(content(cell) - 4, 0u - le32(image_.bytes(), content(cell) - 4)); }

    /// hivex 1.3.23 leaves an empty leaf behind the last subkey that it deletes; NT reads the entry before its first.
    void drop_list(KeyRef key, std::uint32_t list)
    {
        const auto top = image_.cell(list, 4, "the empty list of subkeys of a key");
        if (has_signature(top, 0, "ri")) {
            const std::size_t count = std::min<std::size_t>(le16(top, 2), (top.size() - 4) / 4);
            for (std::size_t i = 0; i < count; ++i)
                if (image_.in_use(le32(top, 4 + 4 * i)))
                    release(le32(top, 4 + 4 * i));
        }
        release(list);
        set(content(key.cell) + 28, nil);
        ++done_.empty_lists_removed;
    }

    void drop_empty_leaves(std::uint32_t index, const SubkeyList& list)
    {
        std::uint16_t kept = 0;
        for (const auto& leaf : list.leaves) {
            if (leaf.count == 0) {
                release(leaf.cell);
                ++done_.empty_lists_removed;
            } else {
                set(content(index) + 4 + 4u * kept++, leaf.cell);
            }
        }
        set(content(index) + 2, kept);
    }

    void hashes_to_hints(const Leaf& leaf)
    {
        patches_.push_back({content(leaf.cell), {std::byte{'l'}, std::byte{'f'}}});
        for (std::size_t i = 0; i < leaf.count; ++i)
            patches_.push_back({content(leaf.cell) + 4 + 8 * i + 4, hint(leaf.key(i))});
        ++done_.lists_converted;
    }

    /// The first four characters, or zeros when one of them has no single byte.
    Bytes hint(std::uint32_t cell) const
    {
        const auto node = key_node(image_, cell);
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

    const HiveImage& image_;
    std::vector<Patch>& patches_;
    Normalised& done_;
};

}  // namespace

Normalised normalise(Bytes& hive, std::span<const KeyRef> keys)
{
    Normalised done;
    std::vector<Patch> patches;
    const HiveImage image(hive);
    ListRules rules(image, patches, done);
    for (const auto key : keys)
        rules.apply(key);
    for (const auto& patch : patches)
        std::copy(patch.bytes.begin(), patch.bytes.end(), hive.begin() + static_cast<std::ptrdiff_t>(patch.at));
    put(std::span(hive), 508, base_block_checksum(hive));
    return done;
}

}  // namespace hivemend::windows
