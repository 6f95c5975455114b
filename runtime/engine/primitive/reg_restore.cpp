// reg restore: gives values back what they were before this run. Declared and documented in stdlib/registry.mend.
#include "runtime/engine/primitive/registry_key.hpp"
#include "runtime/engine/primitive/restore.hpp"

namespace hivemend::engine {
namespace {

Change value_to(const lang::RegKey& key, const std::string& name, const std::optional<lang::RegData>& now,
                const std::optional<lang::RegData>& wanted)
{
    if (wanted)
        return SetRegValue{key, name, now, *wanted};
    return DeleteRegValue{key, name, now};
}

Proposal plan_reg_restore(const Call& call, const Target& target)
{
    const auto& key = call.subject<lang::RegKey>();
    if (auto nothing = nothing_at(key, target))
        return *nothing;
    Changes changes;
    std::vector<std::string> left;
    for (const auto& setting : call.settings()) {
        const auto now = target.registry().value(key, setting.name);
        if (const auto before = before_this_run(call, DeleteRegValue{key, setting.name, now}))
            changes.push_back(value_to(key, setting.name, now, before->data));
        else if (setting.value)
            changes.push_back(value_to(key, setting.name, now, setting.value->get<lang::RegData>()));
        else if (call.originals().in_a_whole_key(DeleteRegValue{key, setting.name, now}))
            left.push_back(left_with_its_key(setting.name));
        else
            left.push_back(left_as_it_is(setting.name));
    }
    return given_back(std::move(changes), std::move(left));
}

const Primitive reg_restore{"reg restore", plan_reg_restore, Touch::gives_back};

}  // namespace
}  // namespace hivemend::engine
