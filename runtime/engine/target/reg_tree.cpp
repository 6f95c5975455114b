// Walking and comparing subtrees of a registry.
#include "runtime/engine/target/reg_tree.hpp"

#include <map>

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

constexpr std::size_t most_depth = 512, most_bytes = 256u << 20;

using What = TreeItem::What;

struct Walk {
    const Registry& registry;
    const lang::RegKey& top;
    RegTree tree{};
    std::size_t bytes = 0;

    void visit(const std::string& below, std::size_t depth)
    {
        if (tree.keys.size() >= most_tree_keys)
            tree.obstacle = fmt::format("`{}` has more than {} keys", top.text, most_tree_keys);
        else if (depth > most_depth)
            tree.obstacle = fmt::format("keys below `{}` are nested deeper than {}", top.text, most_depth);
        else if (bytes > most_bytes)
            tree.obstacle = fmt::format("`{}` holds more than {} MiB", top.text, most_bytes >> 20);
        if (tree.obstacle)
            return;
        const lang::RegKey key{top.text + below};
        tree.keys.push_back({below, registry.values(key)});
        for (const auto& value : tree.keys.back().values)
            bytes += value.name.size() + value.data.bytes.size();
        for (const auto& name : registry.keys(key)) {
            visit(below + '\\' + name, depth + 1);
            if (tree.obstacle)
                return;
        }
    }
};

/// Counts everything and lists the beginning.
class Tally {
public:
    explicit Tally(const lang::RegKey& top) : top_(top) {}

    void key(const std::string& below, What what)
    {
        ++(what == What::added ? result_.keys_added : result_.keys_removed);
        list({{top_.text + below}, std::nullopt, what, std::nullopt, std::nullopt});
    }
    void added(const std::string& below, const NamedValue& value)
    {
        ++result_.values_added;
        list({{top_.text + below}, value.name, What::added, std::nullopt, value.data});
    }
    void replaced(const std::string& below, const NamedValue& before, const lang::RegData& after)
    {
        ++result_.values_replaced;
        list({{top_.text + below}, before.name, What::replaced, before.data, after});
    }
    void removed(const std::string& below, const NamedValue& value)
    {
        ++result_.values_removed;
        list({{top_.text + below}, value.name, What::removed, value.data, std::nullopt});
    }
    TreeChange take() { return std::move(result_); }

private:
    void list(TreeItem item)
    {
        if (result_.listed.size() < most_listed_items)
            result_.listed.push_back(std::move(item));
    }

    const lang::RegKey& top_;
    TreeChange result_;
};

using ByName = std::map<std::string, const NamedValue*>;

ByName by_name(const RegTreeKey* key)
{
    ByName names;
    if (key != nullptr)
        for (const auto& value : key->values)
            names.emplace(lang::ascii_lower(value.name), &value);
    return names;
}

using ByPath = std::map<std::string, const RegTreeKey*>;

ByPath by_path(const RegTree& tree)
{
    ByPath paths;
    for (const auto& key : tree.keys)
        paths.emplace(lang::ascii_lower(key.below), &key);
    return paths;
}

const RegTreeKey* find(const ByPath& paths, const std::string& below)
{
    const auto found = paths.find(lang::ascii_lower(below));
    return found == paths.end() ? nullptr : found->second;
}

void remove_all(const RegTreeKey& key, Tally& tally)
{
    tally.key(key.below, What::removed);
    for (const auto& value : key.values)
        tally.removed(key.below, value);
}

}  // namespace

RegTree reg_tree(const Registry& registry, const lang::RegKey& top)
{
    if (!registry.key_exists(top))
        return {};
    Walk walk{registry, top};
    walk.visit("", 0);
    return std::move(walk.tree);
}

TreeChange removal_of(const RegTree& tree, const lang::RegKey& top)
{
    Tally tally(top);
    for (const auto& key : tree.keys)
        remove_all(key, tally);
    return tally.take();
}

TreeChange copy_difference(const RegTree& source, const RegTree& there, const lang::RegKey& to, bool exact)
{
    Tally tally(to);
    const auto known = by_path(there), wanted = by_path(source);
    for (const auto& key : source.keys) {
        const auto* same = find(known, key.below);
        if (same == nullptr)
            tally.key(key.below, What::added);
        const auto values = by_name(same);
        for (const auto& value : key.values) {
            const auto old = values.find(lang::ascii_lower(value.name));
            if (old == values.end())
                tally.added(key.below, value);
            else if (old->second->data != value.data)
                tally.replaced(key.below, *old->second, value.data);
        }
        if (!exact || same == nullptr)
            continue;
        const auto kept = by_name(&key);
        for (const auto& value : same->values)
            if (!kept.contains(lang::ascii_lower(value.name)))
                tally.removed(key.below, value);
    }
    if (exact && !source.keys.empty())
        for (const auto& key : there.keys)
            if (find(wanted, key.below) == nullptr)
                remove_all(key, tally);
    return tally.take();
}

}  // namespace hivemend::engine
