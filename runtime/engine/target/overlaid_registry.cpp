// Keys and values laid over those of the base.
#include "runtime/engine/target/overlaid_registry.hpp"

#include <algorithm>
#include <set>

#include "runtime/engine/target/reg_tree.hpp"

namespace hivemend::engine {

using lang::ascii_lower;

OverlaidRegistry::Key& OverlaidRegistry::touch(const lang::RegKey& key)
{
    auto& known = keys_[ascii_lower(key.text)];
    known.key = key;
    return known;
}

const OverlaidRegistry::Key* OverlaidRegistry::find(const lang::RegKey& key) const
{
    const auto found = keys_.find(ascii_lower(key.text));
    return found == keys_.end() ? nullptr : &found->second;
}

/// A created key brings the parents that were missing.
bool OverlaidRegistry::created(const std::string& lower) const
{
    const auto own = keys_.find(lower);
    if (own != keys_.end() && own->second.created)
        return true;
    const auto prefix = lower + '\\';
    for (auto at = keys_.lower_bound(prefix); at != keys_.end() && at->first.starts_with(prefix); ++at)
        if (at->second.created)
            return true;
    return false;
}

/// Whether what the base has at this path still counts.
bool OverlaidRegistry::in_base(const std::string& lower) const
{
    for (auto end = lower.size(); end != std::string::npos && end != 0; end = lower.rfind('\\', end - 1))
        if (const auto known = keys_.find(lower.substr(0, end)); known != keys_.end() && known->second.deleted)
            return false;
    return true;
}

bool OverlaidRegistry::key_exists(const lang::RegKey& key) const
{
    const auto lower = ascii_lower(key.text);
    return created(lower) || (in_base(lower) && base_.key_exists(key));
}

std::optional<lang::RegData> OverlaidRegistry::value(const lang::RegKey& key, std::string_view name) const
{
    const auto lower = ascii_lower(name);
    if (const auto* known = find(key)) {
        if (const auto set = known->set.find(lower); set != known->set.end())
            return set->second.data;
        if (known->removed.contains(lower))
            return std::nullopt;
    }
    return in_base(ascii_lower(key.text)) ? base_.value(key, name) : std::nullopt;
}

std::vector<std::string> OverlaidRegistry::keys(const lang::RegKey& key) const
{
    const auto prefix = ascii_lower(key.text) + '\\';
    std::vector<std::string> names;
    std::set<std::string> seen;
    if (in_base(ascii_lower(key.text)))
        for (auto& name : base_.keys(key)) {
            const auto known = keys_.find(prefix + ascii_lower(name));
            if (known == keys_.end() || !known->second.deleted)
                if (seen.insert(ascii_lower(name)).second)
                    names.push_back(std::move(name));
        }
    for (auto at = keys_.lower_bound(prefix); at != keys_.end() && at->first.starts_with(prefix); ++at) {
        if (!at->second.created)
            continue;
        auto name = at->second.key.text.substr(prefix.size());
        name = name.substr(0, name.find('\\'));
        if (seen.insert(ascii_lower(name)).second)
            names.push_back(std::move(name));
    }
    return names;
}

std::vector<NamedValue> OverlaidRegistry::values(const lang::RegKey& key) const
{
    std::vector<NamedValue> result;
    if (in_base(ascii_lower(key.text)))
        result = base_.values(key);
    const auto* known = find(key);
    if (known == nullptr)
        return result;
    std::erase_if(result, [&](const NamedValue& value) { return known->removed.contains(ascii_lower(value.name)); });
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

void OverlaidRegistry::set(const SetRegValue& change)
{
    auto& key = touch(change.key);
    key.removed.erase(ascii_lower(change.name));
    key.set.insert_or_assign(ascii_lower(change.name), NamedValue{change.name, change.after});
}

void OverlaidRegistry::remove(const DeleteRegValue& change)
{
    auto& key = touch(change.key);
    key.set.erase(ascii_lower(change.name));
    key.removed.emplace(ascii_lower(change.name), change.name);
}

void OverlaidRegistry::create(const CreateRegKey& change)
{
    touch(change.key).created = true;
}

void OverlaidRegistry::remove(const DeleteRegKey& change)
{
    const auto prefix = ascii_lower(change.key.text) + '\\';
    auto last = keys_.lower_bound(prefix);
    while (last != keys_.end() && last->first.starts_with(prefix))
        last = keys_.erase(last);
    auto& key = touch(change.key);
    key = {.key = change.key, .created = false, .deleted = true, .set = {}, .removed = {}};
}

ReplayHive OverlaidRegistry::replay(std::string_view hive) const
{
    return replayed_.contains(hive) ? ReplayHive{std::string(hive)} : base_.replay(hive);
}

void OverlaidRegistry::copy(const CopyRegKey& change)
{
    const auto source = reg_tree(*this, change.from);
    std::set<std::string> wanted;
    for (const auto& one : source.keys) {
        const lang::RegKey key{change.to.text + one.below};
        wanted.insert(ascii_lower(key.text));
        if (change.exact)
            for (const auto& value : values(key))
                if (std::ranges::none_of(one.values, [&](const NamedValue& other) {
                        return lang::equal_without_case(other.name, value.name);
                    }))
                    remove(DeleteRegValue{key, value.name, std::nullopt});
        if (!key_exists(key))
            create({key});
        for (const auto& value : one.values)
            set({key, value.name, std::nullopt, value.data});
    }
    if (!change.exact || source.keys.empty())
        return;
    for (const auto& one : reg_tree(*this, change.to).keys)
        if (const lang::RegKey key{change.to.text + one.below}; !wanted.contains(ascii_lower(key.text)))
            remove(DeleteRegKey{key, {}});
}

}  // namespace hivemend::engine
