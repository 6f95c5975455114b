// Boot objects by id, with their kinds checked on the disk.
#include "runtime/engine/primitive/boot_object.hpp"

#include "runtime/windows/bcd/codec.hpp"

#include <fmt/format.h>

namespace hivemend::engine {

std::variant<std::optional<windows::BcdObject>, Refused> boot_object(const lang::BootObject& wanted,
                                                                     const Target& target)
{
    if (!target.boot().present())
        return Refused{"this target has no boot store"};
    auto object = target.boot().object(*wanted.id);
    if (object && !wanted.kind.empty() && windows::object_kind(object->type) != wanted.kind)
        return Refused{fmt::format("{} is of kind {} in this store (type {:#010x}), not {}", name_of(wanted),
                                   windows::object_kind(object->type), object->type, wanted.kind)};
    return object;
}

std::variant<windows::BcdObject, Proposal> object_to_lessen(const lang::BootObject& wanted, const Target& target)
{
    auto found = boot_object(wanted, target);
    if (auto* refused = std::get_if<Refused>(&found))
        return Proposal{std::move(*refused)};
    auto& object = std::get<std::optional<windows::BcdObject>>(found);
    if (!object)
        return Proposal{NotNeeded{fmt::format("the boot store has no object {}", name_of(wanted))}};
    return std::move(*object);
}

std::optional<lang::RegData> element_of(const windows::BcdObject& object, std::uint32_t element)
{
    const auto found = object.elements.find(element);
    return found == object.elements.end() ? std::nullopt : std::optional(found->second);
}

Change element_change(const lang::BootObject& subject, const CallSetting& setting,
                      const std::optional<windows::BcdObject>& object)
{
    const auto* list = setting.value->get_if<std::vector<lang::Value>>();
    if (list != nullptr && list->empty())
        return element_deletion(subject, setting, object);  // Windows has no empty lists in a store
    auto wanted = windows::encode_element(*setting.element, *setting.value);
    const auto before = object ? element_of(*object, *setting.element) : std::nullopt;
    if (before &&
        windows::decode_element(*setting.element, *before) == windows::decode_element(*setting.element, wanted))
        wanted = *before;
    return SetBootElement{*subject.id,  name_of(subject), subject.kind,     *setting.element,
                          setting.name, before,           std::move(wanted)};
}

Change element_deletion(const lang::BootObject& subject, const CallSetting& setting,
                        const std::optional<windows::BcdObject>& object)
{
    return DeleteBootElement{*subject.id,  name_of(subject),
                             subject.kind, *setting.element,
                             setting.name, object ? element_of(*object, *setting.element) : std::nullopt};
}

Change element_data(const lang::BootObject& subject, std::uint32_t element, const std::string& name,
                    const std::optional<windows::BcdObject>& object, lang::RegData data)
{
    return SetBootElement{*subject.id,    name_of(subject),
                          subject.kind,   element,
                          name,           object ? element_of(*object, element) : std::nullopt,
                          std::move(data)};
}

Changes object_deletion(const lang::BootObject& subject, const windows::BcdObject& object,
                        const lang::Declarations& declarations)
{
    const auto kind = windows::object_kind(object.type);
    Changes changes;
    for (const auto& [element, data] : object.elements)
        changes.push_back(DeleteBootElement{object.id, name_of(subject), kind, element,
                                            element_name(declarations, element, object.type), data});
    changes.push_back(DeleteBootObject{object.id, name_of(subject), kind, object.type});
    return changes;
}

std::string element_name(const lang::Declarations& declarations, std::uint32_t element, std::uint32_t type)
{
    const auto* declared = declarations.element(element, windows::object_kind(type));
    return declared != nullptr ? declared->name : std::string{};
}

std::string name_of(const lang::BootObject& object)
{
    return object.name.empty() && object.id ? lang::to_text(*object.id) : object.name;
}

std::optional<std::uint32_t> creatable_type(const lang::BootObject& object)
{
    const bool well_known = !object.name.empty() && object.name != "default";
    const bool settings = object.kind == "settings" || object.kind.ends_with("_settings");
    return well_known && settings ? windows::object_type(object.kind) : std::nullopt;
}

}  // namespace hivemend::engine
