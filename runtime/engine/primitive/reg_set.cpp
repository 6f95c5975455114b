// reg set: changes values of a key that is there. Declared and documented in stdlib/registry.mend.
#include "runtime/engine/primitive/registry_key.hpp"

namespace hivemend::engine {
namespace {

Proposal plan_reg_set(const Call& call, const Target& target)
{
    const auto& key = call.subject<lang::RegKey>();
    if (auto nothing = nothing_at(key, target))
        return *nothing;
    Changes changes;
    for (const auto& [name, wanted] : call.settings<lang::RegData>())
        changes.push_back(SetRegValue{key, name, target.registry().value(key, name), wanted});
    return changes;
}

const Primitive reg_set{"reg set", plan_reg_set};

}  // namespace
}  // namespace hivemend::engine
