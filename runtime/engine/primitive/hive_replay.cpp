// hive replay: writes what the logs of a hive hold into it. Declared and documented in stdlib/registry.mend.
#include <algorithm>

#include <fmt/format.h>

#include "runtime/engine/primitive/primitive.hpp"

namespace hivemend::engine {
namespace {

Proposal plan_hive_replay(const Call& call, const Target& target)
{
    auto hive = call.subject<lang::EnumMember>().name;
    std::ranges::transform(hive, hive.begin(), [](char c) { return static_cast<char>(c - 32); });
    const auto there = target.files().exists(fmt::format("{}\\System32\\config\\{}", target.windows_directory(), hive));
    if (const auto* known = std::get_if<Known<bool>>(&there); known != nullptr && !known->value)
        return NotNeeded{fmt::format("there is no {} hive", hive)};
    if (auto obstacle = target.registry().obstacle(hive))
        return Refused{*obstacle};
    return Changes{target.registry().replay(hive)};
}

const Primitive hive_replay{"hive replay", plan_hive_replay};

}  // namespace
}  // namespace hivemend::engine
