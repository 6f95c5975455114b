// reg copy: copies a key with everything below it. Declared and documented in stdlib/registry.mend.
#include "runtime/engine/primitive/registry_key.hpp"
#include "runtime/engine/target/reg_tree.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

std::optional<Refused> wrong_places(const lang::RegKey& from, const lang::RegKey& to)
{
    if (!lang::equal_without_case(hive_of(from), hive_of(to)))
        return Refused{
            fmt::format("`{}` is in another hive than `{}`, and security is kept hive by hive", to.text, from.text)};
    if (below_hive(to).empty())
        return Refused{fmt::format("`{}` is the root key of its hive, and nothing is copied over it", to.text)};
    if (lang::equal_without_case(from.text, to.text))
        return Refused{fmt::format("`{}` would be copied to itself", from.text)};
    if (is_or_lies_below(to, from))
        return Refused{fmt::format("`{}` lies below `{}`, so the copy would hold itself", to.text, from.text)};
    if (is_or_lies_below(from, to))
        return Refused{fmt::format("`{}` lies below `{}`, so it would be copied over itself", from.text, to.text)};
    return std::nullopt;
}

Proposal plan_reg_copy(const Call& call, const Target& target)
{
    const auto& from = call.subject<lang::RegKey>();
    const auto to = *call.argument<lang::RegKey>("to");
    const bool exact = call.argument<bool>("exact").value_or(false);
    if (auto refused = wrong_places(from, to))
        return *refused;
    if (auto nothing = nothing_at(from, target))
        return *nothing;
    const auto source = reg_tree(target.registry(), from), there = reg_tree(target.registry(), to);
    for (const auto* tree : {&source, &there})
        if (tree->obstacle)
            return Refused{*tree->obstacle};
    return Changes{CopyRegKey{from, to, exact, copy_difference(source, there, to, exact)}};
}

const Primitive reg_copy{"reg copy", plan_reg_copy};

}  // namespace
}  // namespace hivemend::engine
