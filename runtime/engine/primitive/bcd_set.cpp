// bcd set: sets elements of one boot object. Declared and documented in stdlib/bcd.mend.
#include "runtime/engine/primitive/boot_object.hpp"
#include "runtime/windows/bcd/codec.hpp"

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
        changes.push_back(CreateBootObject{*subject.id, name_of(subject), subject.kind, *type});
    }
    for (const auto& setting : call.settings()) {
        const auto before = object ? element_of(*object, *setting.element) : std::nullopt;
        auto wanted = windows::encode_element(*setting.element, *setting.value);
        if (before &&
            windows::decode_element(*setting.element, *before) == windows::decode_element(*setting.element, wanted))
            wanted = *before;  // an integer of one byte, a string with two NULs: the same value in an older spelling
        changes.push_back(SetBootElement{*subject.id, name_of(subject), subject.kind, *setting.element, setting.name,
                                         before, wanted});
    }
    return changes;
}

const Primitive bcd_set{"bcd set", plan_bcd_set};

}  // namespace
}  // namespace hivemend::engine
