// bcd delete-object: deletes a boot object, and its id wherever the store names it. Declared and documented in
// stdlib/bcd.mend.
#include "runtime/engine/primitive/boot_object.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/windows/bcd/codec.hpp"

namespace hivemend::engine {
namespace {

using Objects = std::vector<windows::BcdObject>;

lang::BootObject named(const windows::BcdObject& object, const lang::Declarations& declarations)
{
    const auto* declared = declarations.object(object.id);
    return {declared != nullptr ? declared->name : std::string{}, object.id, windows::object_kind(object.type)};
}

bool is_id(const lang::Value& value, const lang::Guid& id)
{
    const auto* object = value.get_if<lang::BootObject>();
    return object != nullptr && object->id == id;
}

/// The element without this id, or nothing when it does not name it. A list that had nothing else goes, as with
/// bcdedit.
std::optional<Change> without(const windows::BcdObject& holder, std::uint32_t element, const lang::RegData& data,
                              const lang::Guid& id, const lang::Declarations& declarations)
{
    const auto value = windows::decode_element(element, data);
    if (!value)
        return std::nullopt;
    const auto subject = named(holder, declarations);
    const auto name = element_name(declarations, element, holder.type);
    const Change deletion = DeleteBootElement{holder.id, name_of(subject), subject.kind, element, name, data};
    if (is_id(*value, id))
        return deletion;
    const auto* list = value->get_if<std::vector<lang::Value>>();
    if (list == nullptr || std::ranges::none_of(*list, [&](const lang::Value& one) { return is_id(one, id); }))
        return std::nullopt;
    auto rest = *list;
    std::erase_if(rest, [&](const lang::Value& one) { return is_id(one, id); });
    if (rest.empty())
        return deletion;
    return element_data(subject, element, name, holder, windows::encode_element(element, lang::Value{std::move(rest)}));
}

Changes without_references(const Objects& objects, const lang::Guid& id, const lang::Declarations& declarations)
{
    Changes changes;
    for (const auto& holder : objects)
        for (const auto& [element, data] : holder.elements)
            if (auto change = holder.id == id ? std::nullopt : without(holder, element, data, id, declarations))
                changes.push_back(std::move(*change));
    return changes;
}

Proposal plan_bcd_delete_object(const Call& call, const Target& target)
{
    const auto& subject = call.subject<lang::BootObject>();
    const auto found = object_to_lessen(subject, target);
    if (const auto* proposal = std::get_if<Proposal>(&found))
        return *proposal;
    const auto& object = std::get<windows::BcdObject>(found);
    auto changes = object_deletion(subject, object, call.declarations());
    // The boot manager is made anew under the same id, so what names it stays right.
    if (windows::object_kind(object.type) != "bootmgr")
        for (auto& change : without_references(target.boot().objects(), object.id, call.declarations()))
            changes.push_back(std::move(change));
    return changes;
}

const Primitive bcd_delete_object{"bcd delete-object", plan_bcd_delete_object};

}  // namespace
}  // namespace hivemend::engine
