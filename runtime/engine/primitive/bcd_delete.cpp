// bcd delete: deletes elements of one boot object. Declared and documented in stdlib/bcd.mend.
#include "runtime/engine/primitive/boot_object.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

Proposal plan_bcd_delete(const Call& call, const Target& target)
{
    const auto& subject = call.subject<lang::BootObject>();
    const auto found = boot_object(subject, target);
    if (const auto* refused = std::get_if<Refused>(&found))
        return *refused;
    const auto& object = std::get<std::optional<windows::BcdObject>>(found);
    if (!object)
        return NotNeeded{fmt::format("the boot store has no object {}", name_of(subject))};
    Changes changes;
    for (const auto& setting : call.settings())
        changes.push_back(element_deletion(subject, setting, object));
    return changes;
}

const Primitive bcd_delete{"bcd delete", plan_bcd_delete};

}  // namespace
}  // namespace hivemend::engine
