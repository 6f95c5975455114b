// What counts as a difference.
#include "runtime/engine/plan/change.hpp"

#include "runtime/engine/answer.hpp"

namespace hivemend::engine {

bool is_difference(const Change& change)
{
    return std::visit(overloaded{
                          [](const SetRegValue& set) { return set.before != set.after; },
                          [](const DeleteRegValue& removal) { return removal.before.has_value(); },
                          [](const CreateRegKey&) { return true; },
                          [](const SetBootElement& set) { return set.before != set.after; },
                          [](const DeleteBootElement& removal) { return removal.before.has_value(); },
                          [](const CreateBootObject&) { return true; },
                      },
                      change);
}

}  // namespace hivemend::engine
