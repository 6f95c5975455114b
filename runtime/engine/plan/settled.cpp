// Values and obstacles.
#include "runtime/engine/plan/settled.hpp"

#include <algorithm>

namespace hivemend::engine {

using Settled = std::variant<lang::Value, Obstacle>;

Settled settled(const Evaluated& evaluated)
{
    return std::visit(overloaded{[](const Known<lang::Value>& known) -> Settled { return known.value; },
                                 [](const Absent& absent) -> Settled {
                                     return Obstacle{Outcome::refused,
                                                     "a value it needs is absent on this target" +
                                                         (absent.why.empty() ? "" : ": " + absent.why)};
                                 },
                                 [](const Unknown& unknown) -> Settled {
                                     return Obstacle{Outcome::cannot_know_yet, unknown.why};
                                 },
                                 [](const Refused& refused) -> Settled {
                                     return Obstacle{Outcome::refused, refused.why};
                                 }},
                      evaluated);
}

bool holds_secret(const lang::Value& value)
{
    const auto* items = value.get_if<std::vector<lang::Value>>();
    return value.get_if<lang::Secret>() != nullptr || (items != nullptr && std::ranges::any_of(*items, holds_secret));
}

}  // namespace hivemend::engine
