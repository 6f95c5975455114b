// Rules for the lists of subkeys. Windows finds a subkey by hash or by bisection, so that one in the wrong place is not
// there for it.
#include <algorithm>

#include "runtime/windows/hive/check_state.hpp"

namespace hivemend::windows {
namespace {

constexpr std::uint32_t minor_with_lh = 5;

class SubkeyRules {
public:
    SubkeyRules(CheckState& state, KeyNumber key)
        : state_(state), key_(key), cell_(state.keys()[key].cell), node_(state.node(key))
    {}

    void apply()
    {
        if (node_.subkeys() == 0)
            return;
        const auto top_cell = node_.list();
        const auto top = state_.take({CheckState::field(cell_, 28), key_, "the list of subkeys"}, top_cell, 4);
        if (top.empty())
            lose();
        else if (has_signature(top, 0, "ri"))
            check_index(top_cell, top);
        else
            check_leaf(top_cell, top);
        if (complete_)
            check_totals();
    }

private:
    void check_index(std::uint32_t cell, ByteView index)
    {
        const std::size_t count = le16(index, 2);
        if (count == 0)
            state_.found(CheckState::field(cell, 2), key_, "the index of the lists of subkeys is empty");
        if (!fits(cell, index, count, 4))
            return;
        for (std::size_t i = 0; i < count; ++i) {
            const auto leaf = le32(index, 4 + 4 * i);
            const auto content = state_.take({CheckState::field(cell, 4 + 4 * i), key_, "a list of subkeys"}, leaf, 4);
            if (content.empty())
                lose();
            else
                check_leaf(leaf, content);
        }
    }

    void check_leaf(std::uint32_t cell, ByteView leaf)
    {
        const bool hashes = has_signature(leaf, 0, "lh"), hints = has_signature(leaf, 0, "lf");
        if (!hashes && !hints && !has_signature(leaf, 0, "li")) {
            state_.found(CheckState::field(cell, 0), key_,
                         "a list of subkeys starts with neither `lf` nor `lh` nor `li`");
            return lose();
        }
        if (hashes && state_.before_version(minor_with_lh))
            state_.found(CheckState::field(cell, 0), key_,
                         "a list of subkeys is `lh`, which a hive of version 1.{} has not",
                         state_.image().header().minor);
        const std::size_t count = le16(leaf, 2), stride = hashes || hints ? 8 : 4;
        if (count == 0)
            state_.found(CheckState::field(cell, 2), key_, "a list of subkeys is empty");
        if (!fits(cell, leaf, count, stride))
            return;
        total_ += count;
        for (std::size_t i = 0; i < count; ++i) {
            const auto at = 4 + stride * i;
            const auto child = state_.take_key({CheckState::field(cell, at), key_, "a subkey"}, le32(leaf, at), key_);
            if (!child) {
                previous_ = {};
                continue;
            }
            const auto name = key_name(*child);
            check_place(CheckState::field(cell, at), name);
            if (hashes)
                check_hash(CheckState::field(cell, at + 4), le32(leaf, at + 4), name);
            if (hints)
                check_hint(CheckState::field(cell, at + 4), leaf.subspan(at + 4, 4), name);
        }
    }

    bool fits(std::uint32_t cell, ByteView list, std::size_t count, std::size_t stride)
    {
        if (4 + count * stride <= list.size())
            return true;
        state_.found(CheckState::field(cell, 2), key_, "a list of subkeys has {} entries; its cell has room for {}",
                     count, (list.size() - 4) / stride);
        lose();
        return false;
    }

    /// The newest key is the subkey whose entry is looked at, so that findings name it.
    KeyNumber newest() const { return static_cast<KeyNumber>(state_.keys().size() - 1); }

    void check_place(std::uint64_t entry, const RawName& name)
    {
        longest_ = std::max(longest_, 2 * name.size());
        const auto order = previous_ ? compare_names(*previous_, name) : NameOrder::before;
        if (order == NameOrder::same)
            state_.found(entry, newest(), "the name of the key is used twice below its parent");
        else if (order == NameOrder::after)
            state_.found(entry, newest(), "the key stands behind one whose name is greater");
        previous_ = name;
    }

    void check_hash(std::uint64_t at, std::uint32_t kept, const RawName& name)
    {
        if (const auto [hash, certain] = hash_of(name); certain && hash != kept)
            state_.found(at, newest(), "the list of its parent has hash {:08x} for the key; its name gives {:08x}",
                         kept, hash);
    }

    void check_hint(std::uint64_t at, ByteView kept, const RawName& name)
    {
        if (const auto hint = name_hint(name); !std::ranges::equal(kept, hint))
            state_.found(at, newest(), "the list of its parent has hint {:08x} for the key; its name gives {:08x}",
                         le32(kept, 0), le32(hint, 0));
    }

    void check_totals()
    {
        if (total_ != node_.subkeys()) {
            lose();
            state_.found(CheckState::field(cell_, 20), key_,
                         "the key counts its subkeys as {}; those in its lists are {}", node_.subkeys(), total_);
        }
        if (const std::size_t kept = le16(node_.bytes, 52); longest_ > kept)
            state_.found(CheckState::field(cell_, 52), key_,
                         "the key says that names of its subkeys have at most {} bytes; one has {}", kept, longest_);
    }

    void lose()
    {
        complete_ = false;
        state_.lose_keys();
    }

    CheckState& state_;
    KeyNumber key_;
    std::uint32_t cell_;
    KeyNode node_;
    bool complete_ = true;
    std::uint64_t total_ = 0;
    std::size_t longest_ = 0;  // bytes of UTF-16
    std::optional<RawName> previous_;
};

}  // namespace

void check_subkeys(CheckState& state, KeyNumber key)
{
    SubkeyRules(state, key).apply();
}

}  // namespace hivemend::windows
