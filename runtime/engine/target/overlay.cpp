// Overlay: what was touched is remembered here, everything else is asked of the base.
#include "runtime/engine/target/overlay.hpp"

#include <algorithm>

namespace hivemend::engine {
namespace {

using lang::ascii_lower;

struct OverlaidKey {
    lang::RegKey key;
    bool created = false;
    std::map<std::string, NamedValue> set;       // by lower-case name
    std::map<std::string, std::string> deleted;  // lower-case name to name
};

struct OverlaidObject {
    std::optional<std::uint32_t> created_type;
    std::map<std::uint32_t, std::optional<lang::RegData>> elements;  // nothing: deleted
};

bool lies_below(std::string_view key, std::string_view parent)
{
    return key.size() > parent.size() && key.substr(0, parent.size()) == parent && key[parent.size()] == '\\';
}

class OverlaidRegistry final : public Registry {
public:
    explicit OverlaidRegistry(const Registry& base) : base_(base) {}

    bool has_hive(std::string_view hive) const override { return base_.has_hive(hive); }

    std::optional<std::string> obstacle(std::string_view hive) const override { return base_.obstacle(hive); }

    bool key_exists(const lang::RegKey& key) const override { return created(key) || base_.key_exists(key); }

    std::optional<lang::RegData> value(const lang::RegKey& key, std::string_view name) const override
    {
        if (const auto* known = find(key)) {
            const auto lower = ascii_lower(name);
            if (const auto set = known->set.find(lower); set != known->set.end())
                return set->second.data;
            if (known->deleted.contains(lower))
                return std::nullopt;
        }
        return base_.value(key, name);
    }

    std::vector<std::string> keys(const lang::RegKey& key) const override
    {
        auto names = base_.keys(key);
        const auto parent = ascii_lower(key.text);
        for (const auto& [lower, known] : keys_) {
            if (!known.created || !lies_below(lower, parent))
                continue;
            auto name = known.key.text.substr(parent.size() + 1);
            name = name.substr(0, name.find('\\'));
            if (std::ranges::none_of(names, [&](const auto& other) { return lang::equal_without_case(other, name); }))
                names.push_back(std::move(name));
        }
        return names;
    }

    std::vector<NamedValue> values(const lang::RegKey& key) const override
    {
        auto result = base_.values(key);
        const auto* known = find(key);
        if (known == nullptr)
            return result;
        std::erase_if(result,
                      [&](const NamedValue& value) { return known->deleted.contains(ascii_lower(value.name)); });
        for (const auto& entry : known->set) {
            const auto& value = entry.second;
            const auto same = std::ranges::find_if(
                result, [&](const NamedValue& other) { return lang::equal_without_case(other.name, value.name); });
            if (same != result.end())
                same->data = value.data;
            else
                result.push_back(value);
        }
        return result;
    }

    OverlaidKey& touch(const lang::RegKey& key)
    {
        auto& known = keys_[ascii_lower(key.text)];
        known.key = key;
        return known;
    }

private:
    const OverlaidKey* find(const lang::RegKey& key) const
    {
        const auto found = keys_.find(ascii_lower(key.text));
        return found == keys_.end() ? nullptr : &found->second;
    }

    /// A created key brings the parents that were missing.
    bool created(const lang::RegKey& key) const
    {
        const auto lower = ascii_lower(key.text);
        return std::ranges::any_of(keys_, [&](const auto& entry) {
            return entry.second.created && (entry.first == lower || lies_below(entry.first, lower));
        });
    }

    const Registry& base_;
    std::map<std::string, OverlaidKey> keys_;  // by lower-case path
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
        if (!result && found->second.created_type)
            result = windows::BcdObject{id, *found->second.created_type, {}};
        if (result)
            lay(found->second, *result);
        return result;
    }

    std::vector<windows::BcdObject> objects() const override
    {
        auto result = base_.objects();
        for (const auto& [id, known] : objects_) {
            const auto same = std::ranges::find(result, id, &windows::BcdObject::id);
            if (same != result.end())
                lay(known, *same);
            else if (auto created = object(id))
                result.push_back(std::move(*created));
        }
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

}  // namespace

struct Overlay::State {
    explicit State(const Target& base) : registry(base.registry()), boot(base.boot()) {}
    OverlaidRegistry registry;
    OverlaidBootStore boot;
    Changes touched;  // the latest change at each place, in the order of first touch
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
        [&](const SetRegValue& c) {
            auto& key = registry.touch(c.key);
            key.deleted.erase(ascii_lower(c.name));
            key.set.insert_or_assign(ascii_lower(c.name), NamedValue{c.name, c.after});
        },
        [&](const DeleteRegValue& c) {
            auto& key = registry.touch(c.key);
            key.set.erase(ascii_lower(c.name));
            key.deleted.emplace(ascii_lower(c.name), c.name);
        },
        [&](const CreateRegKey& c) { registry.touch(c.key).created = true; },
        [&](const SetBootElement& c) { boot.touch(c.object).elements.insert_or_assign(c.element, c.after); },
        [&](const DeleteBootElement& c) { boot.touch(c.object).elements.insert_or_assign(c.element, std::nullopt); },
        [&](const CreateBootObject& c) { boot.touch(c.object).created_type = c.type; },
    };
    for (const auto& change : changes) {
        if (!is_difference(change))
            continue;
        std::visit(lay, change);
        const auto known = std::ranges::find(state_->touched, place_of(change), place_of);
        if (known == state_->touched.end())
            state_->touched.push_back(change);
        else
            *known = change;
    }
}

Changes Overlay::net() const
{
    Changes result;
    const auto element_before = [&](const lang::Guid& id, std::uint32_t element) -> std::optional<lang::RegData> {
        const auto object = base_.boot().object(id);
        return object && object->elements.contains(element) ? std::optional(object->elements.at(element))
                                                            : std::nullopt;
    };
    const auto from_base = overloaded{
        [&](SetRegValue c) -> Change { return c.before = base_.registry().value(c.key, c.name), c; },
        [&](DeleteRegValue c) -> Change { return c.before = base_.registry().value(c.key, c.name), c; },
        [&](CreateRegKey c) -> Change { return c; },
        [&](SetBootElement c) -> Change { return c.before = element_before(c.object, c.element), c; },
        [&](DeleteBootElement c) -> Change { return c.before = element_before(c.object, c.element), c; },
        [&](CreateBootObject c) -> Change { return c; },
    };
    for (const auto& change : state_->touched)
        if (auto settled = std::visit(from_base, change); is_difference(settled))
            result.push_back(std::move(settled));
    return result;
}

}  // namespace hivemend::engine
