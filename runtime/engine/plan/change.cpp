// What counts as a difference, and what a change is about.
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

std::string place_of(const Change& change)
{
    using lang::ascii_lower;
    return std::visit(
        overloaded{
            [](const SetRegValue& c) { return "v" + ascii_lower(c.key.text) + '\0' + ascii_lower(c.name); },
            [](const DeleteRegValue& c) { return "v" + ascii_lower(c.key.text) + '\0' + ascii_lower(c.name); },
            [](const CreateRegKey& c) { return "k" + ascii_lower(c.key.text); },
            [](const SetBootElement& c) { return "e" + lang::to_text(c.object) + std::to_string(c.element); },
            [](const DeleteBootElement& c) { return "e" + lang::to_text(c.object) + std::to_string(c.element); },
            [](const CreateBootObject& c) { return "o" + lang::to_text(c.object); },
        },
        change);
}

}  // namespace hivemend::engine
