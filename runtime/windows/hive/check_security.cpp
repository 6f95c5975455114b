// Rules for security descriptors: keys share them, all of them form one ring, each counts the keys that use it.
#include <algorithm>

#include "runtime/windows/hive/check_state.hpp"

namespace hivemend::windows {
namespace {

constexpr std::size_t least_descriptor = 20;

class SecurityRules {
public:
    explicit SecurityRules(CheckState& state) : state_(state) {}

    void apply()
    {
        take_used();
        if (used_.empty())
            return;
        const auto root = std::ranges::min_element(used_, {}, &Descriptor::key);
        const bool closed = follow_ring(root->cell);
        for (const auto& descriptor : used_)
            if (closed && !descriptor.in_ring)
                state_.found(CheckState::field(descriptor.cell, 4), descriptor.key,
                             "the security descriptor of the key is not in the ring of descriptors");
        for (const auto* some : {&used_, &unused_})
            for (const auto& descriptor : *some)
                check_count(descriptor);
    }

private:
    struct Descriptor {
        std::uint32_t cell = 0;
        KeyNumber key = no_key;  // the first that uses it
        std::size_t users = 0;
        bool in_ring = false;
    };

    std::uint32_t field(std::uint32_t cell, std::size_t at) const
    {
        return le32(state_.image().bytes(), CheckState::field(cell, at));
    }

    bool take(const Reference& from, std::uint32_t cell)
    {
        const auto record = state_.take(from, cell, least_descriptor);
        if (record.empty())
            return false;
        if (!has_signature(record, 0, "sk")) {
            state_.found(CheckState::field(cell, 0), from.key, "{} does not start with `sk`", from.what);
            return false;
        }
        if (const std::size_t length = le32(record, 16); length > record.size() - least_descriptor)
            state_.found(CheckState::field(cell, 16), from.key, "{} has {} bytes; its cell has room for {}", from.what,
                         length, record.size() - least_descriptor);
        return true;
    }

    /// Every descriptor that a key names, once, in the order of their cells.
    void take_used()
    {
        auto uses = state_.security;
        std::ranges::stable_sort(uses, {}, &CheckState::SecurityUse::cell);
        for (auto use = uses.begin(); use != uses.end();) {
            const auto end = std::find_if(use, uses.end(), [&](const auto& other) { return other.cell != use->cell; });
            const auto key_cell = state_.keys()[use->key].cell;
            if (take({CheckState::field(key_cell, 44), use->key, "the security descriptor of the key"}, use->cell))
                used_.push_back({use->cell, use->key, static_cast<std::size_t>(end - use)});
            else
                state_.lose_keys();  // they are missing from the descriptor that they should have
            use = end;
        }
    }

    Descriptor* find_used(std::uint32_t cell)
    {
        const auto place = std::ranges::lower_bound(used_, cell, {}, &Descriptor::cell);
        return place != used_.end() && place->cell == cell ? &*place : nullptr;
    }

    /// From one descriptor to the next until the first comes again; whether it did. Each is visited once.
    bool follow_ring(std::uint32_t first)
    {
        for (auto cell = first;;) {
            const auto next = field(cell, 4);
            auto* const used = find_used(next);
            if (used == nullptr) {
                if (!take({CheckState::field(cell, 4), no_key, "the next security descriptor"}, next))
                    return false;
                unused_.push_back({next});
            } else if (used->in_ring) {
                state_.found(CheckState::field(cell, 4), no_key,
                             "the ring of security descriptors comes back to the one at 0x{:x} before it is closed",
                             CheckState::at(next));
                return false;
            }
            if (field(next, 8) != cell)
                state_.found(CheckState::field(next, 8), no_key,
                             "a security descriptor says that the one before it is at 0x{:x}; it is at 0x{:x}",
                             CheckState::at(field(next, 8)), CheckState::at(cell));
            if (used != nullptr)
                used->in_ring = true;
            if (next == first)
                return true;
            cell = next;
        }
    }

    void check_count(const Descriptor& descriptor)
    {
        const std::size_t count = field(descriptor.cell, 12);
        if (descriptor.users > count || (descriptor.users < count && !state_.keys_lost()))
            state_.found(CheckState::field(descriptor.cell, 12), descriptor.key,
                         "a security descriptor counts its keys as {}; those that use it are {}", count,
                         descriptor.users);
    }

    CheckState& state_;
    std::vector<Descriptor> used_, unused_;
};

}  // namespace

void check_security(CheckState& state)
{
    SecurityRules(state).apply();
}

}  // namespace hivemend::windows
