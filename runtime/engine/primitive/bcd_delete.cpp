// bcd delete: deletes elements of one boot object. Declared and documented in stdlib/bcd.mend.
#include "runtime/engine/primitive/boot_object.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

Proposal plan_bcd_delete(const Call& call, const Target& target)
{
    const auto& subject = call.subject<lang::BootObject>();
    const auto found = object_to_lessen(subject, target);
    if (const auto* proposal = std::get_if<Proposal>(&found))
        return *proposal;
    const auto& object = std::get<windows::BcdObject>(found);
    Changes changes;
    for (const auto& setting : call.settings())
        changes.push_back(element_deletion(subject, setting, object));
    return changes;
}

const Primitive bcd_delete{"bcd delete", plan_bcd_delete};

}  // namespace
}  // namespace hivemend::engine
