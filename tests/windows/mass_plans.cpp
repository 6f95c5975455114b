// Plans for every key of a hive.
#include "tests/windows/mass_plans.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows::test {
namespace {

constexpr const char* added_value = "HivemendTest";

void collect(const HiveImage& image, KeyRef ref, std::size_t parent, std::vector<MassKey>& keys)
{
    const auto number = keys.size();
    const auto children = image.subkeys(ref);
    MassKey key{ref, parent, {}, {}, children.empty()};
    if (number != 0) {
        const auto name = key_node(image, ref.cell).name();
        key.path = parent == 0 ? name : keys[parent].path + '\\' + name;
        key.has_path = keys[parent].has_path && name.find('\\') == std::string::npos;
    }
    for (const auto& value : image.values(ref, HiveImage::Read::names))
        key.values.push_back(value.name);
    keys.push_back(std::move(key));
    for (const auto child : children)
        collect(image, child, number, keys);
}

/// Few of each kind: in the record, in a cell, in segments.
lang::RegData data_for(std::size_t number)
{
    if (number % 500 == 0)
        return lang::reg_sz(std::string(20'000, 'x'));
    if (number % 3 == 0)
        return lang::reg_dword(static_cast<std::uint32_t>(number));
    return lang::reg_sz(number % 3 == 1 ? "7" : fmt::format("number {}", number));
}

/// Names that come first, in the middle and last among their siblings.
std::string created_name(std::size_t number)
{
    constexpr const char* names[] = {"!hivemend", "Mhivemend", "~hivemend"};
    return names[number % 3];
}

std::string below(const MassKey& key, const std::string& name)
{
    return key.path.empty() ? name : key.path + '\\' + name;
}

bool is_added(const MassKey& key)
{
    return key.path.ends_with("hivemend");
}

}  // namespace

std::vector<MassKey> mass_keys(const HiveImage& image)
{
    std::vector<MassKey> keys;
    collect(image, image.root(), 0, keys);
    return keys;
}

MassPlan value_for_every_key(const std::vector<MassKey>& keys)
{
    MassPlan plan;
    for (std::size_t i = 0; i < keys.size(); ++i)
        plan.push_back({SetValue{keys[i].path, added_value, data_for(i)}, i});
    return plan;
}

MassPlan subkey_for_every_key(const std::vector<MassKey>& keys)
{
    MassPlan plan;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto name = created_name(i);
        const auto path = below(keys[i], name);
        if (i % 4 == 0)
            plan.push_back({SetValue{path, added_value, data_for(i)}, i, name});
        else
            plan.push_back({CreateKey{path}, i, name});
    }
    return plan;
}

MassPlan added_ones_go(const std::vector<MassKey>& keys)
{
    MassPlan plan;
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (is_added(keys[i]))
            plan.push_back({DeleteKey{keys[i].path}, i});
        else if (const auto value = std::ranges::find(keys[i].values, added_value); value != keys[i].values.end())
            plan.push_back({DeleteValue{keys[i].path, added_value},
                            i,
                            {},
                            static_cast<std::size_t>(value - keys[i].values.begin())});
    return plan;
}

MassPlan real_ones_go(const std::vector<MassKey>& keys)
{
    MassPlan plan;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (keys[i].leaf && i != 0 && i % 4 != 0) {
            plan.push_back({DeleteKey{keys[i].path}, i});
            continue;
        }
        for (std::size_t value = 0; value < keys[i].values.size(); value += 3)
            plan.push_back({DeleteValue{keys[i].path, keys[i].values[value]}, i, {}, value});
    }
    return plan;
}

Listing planned_listing(const HiveReader& reader, Listing listing, const std::vector<MassKey>& keys,
                        const MassPlan& plan, std::uint64_t time)
{
    const auto when = reader.time(time);
    std::vector<bool> gone(listing.size());
    Listing created;
    for (auto at = plan.rbegin(); at != plan.rend(); ++at) {  // later values go first, so that places stay right
        auto& key = listing[at->key];
        const bool deleted = std::holds_alternative<DeleteKey>(at->change);
        (deleted ? listing[keys[at->key].parent] : key).time = when;
        gone[at->key] = gone[at->key] || deleted;
        if (!at->created.empty()) {
            created.push_back(reader.below(key, at->created));
            created.back().time = when;
        }
        if (const auto* set = std::get_if<SetValue>(&at->change))
            (at->created.empty() ? key : created.back()).values.push_back(reader.value(set->name, set->data));
        if (std::holds_alternative<DeleteValue>(at->change))
            key.values.erase(key.values.begin() + static_cast<std::ptrdiff_t>(at->value));
    }
    for (std::size_t i = 0; i < listing.size(); ++i)
        if (!gone[i])
            created.push_back(std::move(listing[i]));
    return created;
}

}  // namespace hivemend::windows::test
