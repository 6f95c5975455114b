// bcd copy: copies a boot object with all its elements. Declared and documented in stdlib/bcd.mend.
#include "runtime/engine/primitive/boot_object.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/storage/store/store.hpp"
#include "runtime/windows/bcd/known.hpp"

namespace hivemend::engine {
namespace {

/// The same for the same source and the same statement, so that planning twice, before and after, gives the same copy.
/// A UUID of version 8: its bits are ours to choose.
lang::Guid derived_id(const lang::Guid& source, const std::string& place)
{
    const auto seed = lang::to_text(source) + " copied by statement " + place;
    const auto hash = storage::sha256(std::as_bytes(std::span(seed)));
    lang::Guid id;
    std::ranges::transform(std::span(hash).first(id.bytes.size()), id.bytes.begin(),
                           [](std::byte byte) { return std::to_integer<std::uint8_t>(byte); });
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x80);
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
    return id;
}

/// Whether both start the same: what a later statement writes into a copy (a description, a switch) is no difference.
bool starts_the_same(const windows::BcdObject& one, const windows::BcdObject& other)
{
    return one.type == other.type &&
           element_of(one, windows::element::osdevice) == element_of(other, windows::element::osdevice) &&
           element_of(one, windows::element::systemroot) == element_of(other, windows::element::systemroot);
}

Proposal plan_bcd_copy(const Call& call, const Target& target)
{
    const auto& subject = call.subject<lang::BootObject>();
    const auto found = boot_object(subject, target);
    if (const auto* refused = std::get_if<Refused>(&found))
        return *refused;
    const auto& source = std::get<std::optional<windows::BcdObject>>(found);
    if (!source)
        return Refused{fmt::format("the boot store has no object {}", name_of(subject))};
    const auto id = call.argument<lang::Guid>("to").value_or(derived_id(source->id, call.place()));
    if (id == source->id)
        return Refused{"an object cannot be copied to itself"};
    const lang::BootObject copy{{}, id, windows::object_kind(source->type)};
    const auto present = target.boot().object(id);
    if (const auto* known = call.declarations().object(id); known != nullptr && known->kind != copy.kind)
        return Refused{
            fmt::format("{} is the id of {}, which is of kind {}", lang::to_text(id), known->name, known->kind)};
    if (present && starts_the_same(*present, *source))
        return Changes{CreateBootObject{id, name_of(copy), copy.kind, present->type, present->type}};
    if (present)
        return Refused{fmt::format(
            "{} is there already, and no copy of {}: it is \"{}\", of kind {}", lang::to_text(id), name_of(subject),
            windows::element_value<std::string>(*present, windows::element::description).value_or(""),
            windows::object_kind(present->type))};
    Changes changes{CreateBootObject{id, name_of(copy), copy.kind, {}, source->type}};
    for (const auto& [element, data] : source->elements)
        changes.push_back(
            element_data(copy, element, element_name(call.declarations(), element, source->type), {}, data));
    return changes;
}

const Primitive bcd_copy{"bcd copy", plan_bcd_copy};

}  // namespace
}  // namespace hivemend::engine
