// reg delete: deletes values of one key. Declared and documented in stdlib/registry.mend.
#include "runtime/engine/primitive/registry_key.hpp"

namespace hivemend::engine {
namespace {

Proposal plan_reg_delete(const Call& call, const Target& target)
{
    const auto& key = call.subject<lang::RegKey>();
    if (auto obstacle = target.registry().obstacle(hive_of(key)))
        return Refused{*obstacle};
    Changes changes;
    for (const auto& setting : call.settings())
        changes.push_back(DeleteRegValue{key, setting.name, target.registry().value(key, setting.name)});
    return changes;
}

const Primitive reg_delete{"reg delete", plan_reg_delete};

}  // namespace
}  // namespace hivemend::engine
