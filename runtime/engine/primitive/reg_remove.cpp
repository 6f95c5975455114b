// reg remove: takes strings out of a multi_sz. Declared and documented in stdlib/registry.mend.
#include "runtime/engine/primitive/multi_sz_edit.hpp"

namespace hivemend::engine {
namespace {

Proposal plan_reg_remove(const Call& call, const Target& target)
{
    if (auto nothing = nothing_at(call.subject<lang::RegKey>(), target))
        return *nothing;
    return edit_multi_sz(call, target, [](std::vector<std::string>& strings, const std::vector<std::string>& unwanted) {
        std::erase_if(strings, [&](const std::string& text) { return has_string(unwanted, text); });
    });
}

const Primitive reg_remove{"reg remove", plan_reg_remove, Touch::builds_on};

}  // namespace
}  // namespace hivemend::engine
