// bcd set: sets elements of one boot object. Declared and documented in stdlib/bcd.mend.
#include "runtime/engine/primitive/boot_object.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

Proposal plan_bcd_set(const Call& call, const Target& target)
{
    const auto& subject = call.subject<lang::BootObject>();
    const auto found = boot_object(subject, target);
    if (const auto* refused = std::get_if<Refused>(&found))
        return *refused;
    const auto& object = std::get<std::optional<windows::BcdObject>>(found);
    Changes changes;
    if (!object) {
        const auto type = creatable_type(subject);
        if (!type)
            return Refused{fmt::format("the boot store has no object {}", name_of(subject))};
        changes.push_back(CreateBootObject{*subject.id, name_of(subject), subject.kind, {}, *type});
    }
    for (const auto& setting : call.settings())
        changes.push_back(element_change(subject, setting, object));
    return changes;
}

const Primitive bcd_set{"bcd set", plan_bcd_set};

}  // namespace
}  // namespace hivemend::engine
