// reg delete-key: deletes a key with everything below it. Declared and documented in stdlib/registry.mend.
#include "runtime/engine/primitive/registry_key.hpp"
#include "runtime/engine/target/reg_tree.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

/// Without `Select`, or without a control set that it names, Windows does not start.
std::optional<Refused> needed_to_start(const lang::RegKey& key, const Registry& registry)
{
    const lang::RegKey select{"SYSTEM\\Select"};
    if (lang::equal_without_case(key.text, select.text))
        return Refused{"`SYSTEM\\Select` says which control set Windows starts with, so it is not deleted"};
    for (const auto* name : {"Current", "Default"}) {
        const auto data = registry.value(select, name);
        const auto number = data ? lang::as_dword(*data) : std::nullopt;
        if (number && lang::equal_without_case(key.text, fmt::format("SYSTEM\\ControlSet{:03}", *number)))
            return Refused{fmt::format("`SYSTEM\\Select` names `{}` as the {} control set, so it is not deleted",
                                       below_hive(key), lang::ascii_lower(name))};
    }
    return std::nullopt;
}

Proposal plan_reg_delete_key(const Call& call, const Target& target)
{
    const auto& key = call.subject<lang::RegKey>();
    if (auto obstacle = target.registry().obstacle(hive_of(key)))
        return Refused{*obstacle};
    if (below_hive(key).empty())
        return Refused{fmt::format("`{}` is the root key of its hive, which every hive has", key.text)};
    if (auto refused = needed_to_start(key, target.registry()))
        return *refused;
    const auto tree = reg_tree(target.registry(), key);
    if (tree.obstacle)
        return Refused{*tree.obstacle};
    return Changes{DeleteRegKey{key, removal_of(tree, key)}};
}

const Primitive reg_delete_key{"reg delete-key", plan_reg_delete_key};

}  // namespace
}  // namespace hivemend::engine
