// bcd create: creates an empty boot object. Declared and documented in stdlib/bcd.mend.
#include "runtime/engine/primitive/boot_object.hpp"

#include <fmt/format.h>

#include "runtime/windows/bcd/codec.hpp"

namespace hivemend::engine {
namespace {

Proposal plan_bcd_create(const Call& call, const Target& target)
{
    auto subject = call.subject<lang::BootObject>();
    const auto kind = call.argument<lang::EnumMember>("kind")->name;
    if (!subject.kind.empty() && subject.kind != kind)
        return Refused{fmt::format("{} is of kind {}, not {}", name_of(subject), subject.kind, kind)};
    subject.kind = kind;
    const auto found = boot_object(subject, target);
    if (const auto* refused = std::get_if<Refused>(&found))
        return *refused;
    const auto& object = std::get<std::optional<windows::BcdObject>>(found);
    return Changes{CreateBootObject{*subject.id, name_of(subject), kind,
                                    object ? std::optional(object->type) : std::nullopt, *windows::object_type(kind)}};
}

const Primitive bcd_create{"bcd create", plan_bcd_create};

}  // namespace
}  // namespace hivemend::engine
