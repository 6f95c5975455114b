// reg append: adds strings to a multi_sz that does not have them. Declared and documented in stdlib/registry.mend.
#include "runtime/engine/primitive/multi_sz_edit.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

Proposal plan_reg_append(const Call& call, const Target& target)
{
    const auto& key = call.subject<lang::RegKey>();
    if (auto obstacle = target.registry().obstacle(hive_of(key)))
        return Refused{*obstacle};
    if (!target.registry().key_exists(key))
        return Refused{"there is no such key; `reg add` creates one"};
    return edit_multi_sz(call, target, [](std::vector<std::string>& strings, const std::vector<std::string>& wanted) {
        for (const auto& text : wanted)
            if (!has_string(strings, text))
                strings.push_back(text);
    });
}

const Primitive reg_append{"reg append", plan_reg_append, Touch::builds_on};

}  // namespace
}  // namespace hivemend::engine
