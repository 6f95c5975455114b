// Boot objects by id, with their kinds checked on the disk.
#include "runtime/engine/primitive/boot_object.hpp"

#include "runtime/windows/bcd/codec.hpp"
#include "runtime/windows/bcd/device.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

/// `boot`, or `partition(os)` and `partition(system)`, which the target names.
Answer<windows::BcdDevice> device_of(const std::string& text, const Target& target)
{
    if (text == "boot")
        return Known<windows::BcdDevice>{windows::device_of(windows::BootDevice{})};
    const auto begin = text.find('(') + 1;
    return target.partition(std::string_view(text).substr(begin, text.size() - begin - 1));
}

std::variant<lang::RegData, Unknown> element_bytes(const CallSetting& setting, const Target& target)
{
    const auto* named = setting.value->get_if<lang::Device>();
    if (named == nullptr)
        return windows::encode_element(*setting.element, *setting.value);
    return std::visit(
        overloaded{
            [](const Known<windows::BcdDevice>& device) -> std::variant<lang::RegData, Unknown> {
                return lang::reg_binary(windows::encode_device(device.value));
            },
            [](const Absent& absent) -> std::variant<lang::RegData, Unknown> { return Unknown{absent.why}; },
            [](const Unknown& unknown) -> std::variant<lang::RegData, Unknown> { return unknown; },
        },
        device_of(named->text, target));
}

}  // namespace

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

std::optional<lang::RegData> element_of(const windows::BcdObject& object, std::uint32_t element)
{
    const auto found = object.elements.find(element);
    return found == object.elements.end() ? std::nullopt : std::optional(found->second);
}

std::variant<Change, Unknown> element_change(const lang::BootObject& subject, const CallSetting& setting,
                                             const std::optional<windows::BcdObject>& object, const Target& target)
{
    auto data = element_bytes(setting, target);
    if (auto* unknown = std::get_if<Unknown>(&data))
        return std::move(*unknown);
    auto& wanted = std::get<lang::RegData>(data);
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
