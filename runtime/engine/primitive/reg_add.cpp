// reg add: creates or changes values of one key. Declared and documented in stdlib/registry.mend.
#include "runtime/engine/primitive/registry_key.hpp"

namespace hivemend::engine {
namespace {

Proposal plan_reg_add(const Call& call, const Target& target)
{
    const auto& key = call.subject<lang::RegKey>();
    if (auto obstacle = target.registry().obstacle(hive_of(key)))
        return Refused{*obstacle};
    Changes changes;
    if (!target.registry().key_exists(key))
        changes.push_back(CreateRegKey{key});
    for (const auto& [name, wanted] : call.settings<lang::RegData>())
        changes.push_back(SetRegValue{key, name, target.registry().value(key, name), wanted});
    return changes;
}

const Primitive reg_add{"reg add", plan_reg_add};

}  // namespace
}  // namespace hivemend::engine
