// Overlay: what was touched is remembered here, everything else is asked of the base.
#include "runtime/engine/target/overlay.hpp"

#include <algorithm>

#include "runtime/engine/target/overlaid_registry.hpp"
#include "runtime/engine/target/reg_tree.hpp"

namespace hivemend::engine {
namespace {

struct OverlaidObject {
    std::optional<std::uint32_t> created_type;
    bool deleted = false;
    std::map<std::uint32_t, std::optional<lang::RegData>> elements;  // nothing: deleted
};

class OverlaidBootStore final : public BootStore {
public:
    explicit OverlaidBootStore(const BootStore& base) : base_(base) {}

    bool present() const override { return base_.present(); }

    std::optional<windows::BcdObject> object(const lang::Guid& id) const override
    {
        auto result = base_.object(id);
        const auto found = objects_.find(id);
        if (found == objects_.end())
            return result;
        if (found->second.deleted)
            return std::nullopt;
        if (found->second.created_type) {
            result = result.value_or(windows::BcdObject{.id = id});
            result->type = *found->second.created_type;
        }
        if (result)
            lay(found->second, *result);
        return result;
    }

    std::vector<windows::BcdObject> objects() const override
    {
        auto result = base_.objects();
        std::erase_if(result, [&](const windows::BcdObject& one) { return objects_.contains(one.id); });
        for (const auto& [id, known] : objects_)
            if (auto touched = object(id))
                result.push_back(std::move(*touched));
        std::ranges::sort(result, {}, &windows::BcdObject::id);
        return result;
    }

    OverlaidObject& touch(const lang::Guid& id) { return objects_[id]; }

private:
    static void lay(const OverlaidObject& known, windows::BcdObject& object)
    {
        for (const auto& [element, data] : known.elements) {
            if (data)
                object.elements.insert_or_assign(element, *data);
            else
                object.elements.erase(element);
        }
    }

    const BootStore& base_;
    std::map<lang::Guid, OverlaidObject> objects_;
};

/// Changes that come to the same as all that were taken, made in their order: the latest at each place, in the order of
/// first touch. A place is there twice where a whole key was copied or deleted in between, because then the order
/// matters.
class Sequence {
public:
    void add(const Change& change)
    {
        if (const auto* deletion = std::get_if<DeleteRegKey>(&change))
            forget_below(deletion->key);
        const auto [known, is_new] = latest_.try_emplace(place_of(change), changes_.size());
        if (!is_new && may_stand_at(known->second, change)) {
            changes_[known->second] = change;
            return;
        }
        known->second = changes_.size();
        changes_.push_back(change);
        whole_keys_ = whole_keys_ || tree_of(change) != nullptr;
    }

    const Changes& all() const { return changes_; }

    /// Whether what the target has at the place of a change is still there when its turn comes.
    bool finds_base(std::size_t index) const
    {
        const auto& one = changes_[index];
        return !whole_keys_ || std::none_of(changes_.begin(), changes_.begin() + static_cast<std::ptrdiff_t>(index),
                                            [&](const Change& earlier) { return writes_same(earlier, one); });
    }

    /// Whether something was copied from the place of a change after the first change there: then it matters what was
    /// there in between, even if it is again as it was.
    bool copied_in_between(const Change& change) const
    {
        const auto first = std::ranges::find_if(changes_, [&](const Change& one) { return writes_same(one, change); });
        return std::any_of(first, changes_.end(), [&](const Change& one) { return copies_from(one, change); });
    }

private:
    Changes changes_;
    std::map<std::string, std::size_t> latest_;  // by place
    bool whole_keys_ = false;

    static bool writes_same(const Change& one, const Change& other)
    {
        return overwrites(one, other) || overwrites(other, one) || place_of(one) == place_of(other);
    }

    bool may_stand_at(std::size_t index, const Change& change) const
    {
        return (!whole_keys_ && tree_of(change) == nullptr) ||
               std::none_of(changes_.begin() + static_cast<std::ptrdiff_t>(index) + 1, changes_.end(),
                            [&](const Change& later) { return order_matters(later, change); });
    }

    /// What is done inside a key that goes does not matter, unless something is copied from there afterwards.
    void forget_below(const lang::RegKey& key)
    {
        const DeleteRegKey deletion{key, {}};
        const auto last_copy = std::find_if(changes_.rbegin(), changes_.rend(),
                                            [&](const Change& one) { return copies_from(one, deletion); });
        changes_.erase(
            std::remove_if(last_copy.base(), changes_.end(), [&](const Change& one) { return is_inside(one, key); }),
            changes_.end());
        latest_.clear();
        for (std::size_t i = 0; i < changes_.size(); ++i)
            latest_[place_of(changes_[i])] = i;
    }
};

}  // namespace

struct Overlay::State {
    explicit State(const Target& base) : registry(base.registry()), boot(base.boot()) {}
    OverlaidRegistry registry;
    OverlaidBootStore boot;
    Sequence sequence;
};

Overlay::Overlay(const Target& base) : base_(base), state_(std::make_unique<State>(base)) {}
Overlay::~Overlay() = default;

const Registry& Overlay::registry() const
{
    return state_->registry;
}

const BootStore& Overlay::boot() const
{
    return state_->boot;
}

void Overlay::take(const Changes& changes)
{
    auto& registry = state_->registry;
    auto& boot = state_->boot;
    const auto lay = overloaded{
        [&](const SetRegValue& c) { registry.set(c); },
        [&](const DeleteRegValue& c) { registry.remove(c); },
        [&](const CreateRegKey& c) { registry.create(c); },
        [&](const DeleteRegKey& c) { registry.remove(c); },
        [&](const CopyRegKey& c) { registry.copy(c); },
        [&](const ReplayHive& c) { registry.replay(c); },
        [&](const SetBootElement& c) { boot.touch(c.object).elements.insert_or_assign(c.element, c.after); },
        [&](const DeleteBootElement& c) { boot.touch(c.object).elements.insert_or_assign(c.element, std::nullopt); },
        [&](const CreateBootObject& c) {
            boot.touch(c.object).created_type = c.after;
            boot.touch(c.object).deleted = false;
        },
        [&](const DeleteBootObject& c) { boot.touch(c.object).deleted = true; },
    };
    for (const auto& change : changes) {
        if (!is_difference(change))
            continue;
        std::visit(lay, change);
        state_->sequence.add(change);
    }
}

Changes Overlay::net() const
{
    Changes result;
    std::map<lang::Guid, std::optional<windows::BcdObject>> objects;  // each is looked for once
    const auto object_before = [&](const lang::Guid& id) -> const std::optional<windows::BcdObject>& {
        const auto [found, is_new] = objects.try_emplace(id);
        if (is_new)
            found->second = base_.boot().object(id);
        return found->second;
    };
    const auto element_before = [&](const lang::Guid& id, std::uint32_t element) -> std::optional<lang::RegData> {
        const auto& object = object_before(id);
        return object && object->elements.contains(element) ? std::optional(object->elements.at(element))
                                                            : std::nullopt;
    };
    const auto type_before = [&](const lang::Guid& id) {
        const auto& object = object_before(id);
        return object ? std::optional(object->type) : std::nullopt;
    };
    const auto from_base = overloaded{
        [&](SetRegValue c) -> Change { return c.before = base_.registry().value(c.key, c.name), c; },
        [&](DeleteRegValue c) -> Change { return c.before = base_.registry().value(c.key, c.name), c; },
        [&](CreateRegKey c) -> Change { return c; },
        [&](DeleteRegKey c) -> Change { return c.tree = removal_of(reg_tree(base_.registry(), c.key), c.key), c; },
        [&](CopyRegKey c) -> Change { return c; },
        [&](ReplayHive c) -> Change { return c; },
        [&](SetBootElement c) -> Change { return c.before = element_before(c.object, c.element), c; },
        [&](DeleteBootElement c) -> Change { return c.before = element_before(c.object, c.element), c; },
        [&](CreateBootObject c) -> Change { return c.before = type_before(c.object), c; },
        [&](DeleteBootObject c) -> Change { return c.before = type_before(c.object), c; },
    };
    const auto& all = state_->sequence.all();
    std::vector<const Change*> whole_keys;  // of those that remain
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto behind = [&](const Change* one) { return overwrites(*one, all[i]); };
        if (as_in_base(all[i]) && std::ranges::none_of(whole_keys, behind) &&
            !state_->sequence.copied_in_between(all[i]))
            continue;
        if (tree_of(all[i]) != nullptr)
            whole_keys.push_back(&all[i]);
        auto settled = state_->sequence.finds_base(i) ? std::visit(from_base, all[i]) : all[i];
        if (is_difference(settled))
            result.push_back(std::move(settled));
    }
    return result;
}

bool Overlay::as_in_base(const Change& change) const
{
    const auto same_value = [&](const auto& c) {
        return registry().key_exists(c.key) == base_.registry().key_exists(c.key) &&
               registry().value(c.key, c.name) == base_.registry().value(c.key, c.name);
    };
    return std::visit(overloaded{
                          [&](const SetRegValue& c) { return same_value(c); },
                          [&](const DeleteRegValue& c) { return same_value(c); },
                          [&](const CopyRegKey& c) {
                              const auto now = reg_tree(registry(), c.to), before = reg_tree(base_.registry(), c.to);
                              return !before.keys.empty() &&
                                     !is_difference(
                                         CopyRegKey{c.from, c.to, true, copy_difference(now, before, c.to, true)});
                          },
                          [](const auto&) { return false; },
                      },
                      change);
}

}  // namespace hivemend::engine
