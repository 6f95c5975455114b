// Declarations: what they answer about themselves.
#include "lang/types/signature.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace hivemend::lang {

Effects Effects::operator|(const Effects& other) const
{
    return {registry || other.registry, boot || other.boot, files || other.files, disk || other.disk,
            human || other.human};
}

Effects Effects::operator-(const Effects& other) const
{
    return {registry && !other.registry, boot && !other.boot, files && !other.files, disk && !other.disk,
            human && !other.human};
}

std::string Effects::text() const
{
    const std::array<std::pair<bool, std::string_view>, 5> words{
        {{registry, "registry"}, {boot, "boot"}, {files, "files"}, {disk, "disk"}, {human, "human"}}};
    std::string list;
    for (const auto& [has, word] : words)
        if (has)
            list.append(list.empty() ? "" : ", ").append(word);
    return list.empty() ? "{ }" : "{ " + list + " }";
}

ElementFormat element_format(std::uint32_t id)
{
    return static_cast<ElementFormat>((id >> 24) & 0xf);
}

bool ElementDeclaration::belongs_to(std::string_view kind) const
{
    return std::ranges::any_of(kinds, [&](const std::string& own) { return own == "any" || own == kind; });
}

Type ElementDeclaration::type() const
{
    if (!values.empty())
        return enum_type(values);
    switch (element_format(id)) {
    case ElementFormat::device:
        return simple(Type::Kind::device);
    case ElementFormat::string:
        return simple(Type::Kind::string);
    case ElementFormat::object:
        return bcd_object_type("");
    case ElementFormat::object_list:
        return list_of(bcd_object_type(""));
    case ElementFormat::integer:
        return simple(Type::Kind::integer);
    case ElementFormat::boolean:
        return simple(Type::Kind::boolean);
    case ElementFormat::integer_list:
        return list_of(simple(Type::Kind::integer));
    case ElementFormat::binary:
        return simple(Type::Kind::reg_data);
    }
    return simple(Type::Kind::error);
}

bool ElementDeclaration::may_hold(std::string_view kind, std::string_view owner) const
{
    const bool is_started = !kind.ends_with("settings") && !kind.starts_with("device") && kind != "fwbootmgr" &&
                            (kind != "bootmgr" || owner == "fwbootmgr");
    return !starts || kind.empty() || is_started;
}

const ElementDeclaration* Declarations::element(std::string_view name, std::string_view kind) const
{
    const auto [first, last] = elements.equal_range(name);
    for (auto at = first; at != last; ++at)
        if (at->second.belongs_to(kind))
            return &at->second;
    return nullptr;
}

const ElementDeclaration* Declarations::element(std::uint32_t id, std::string_view kind) const
{
    for (const auto& [name, element] : elements)
        if (element.id == id && element.belongs_to(kind))
            return &element;
    return nullptr;
}

std::optional<ElementDeclaration> Declarations::numbered_element(std::uint32_t id, std::string_view kind) const
{
    if (const auto* declared = element(id, kind))
        return *declared;
    const auto is_it = [&](const auto& entry) { return entry.second.id == id; };
    if (std::ranges::any_of(elements, is_it))
        return std::nullopt;
    const auto element_class = id >> 28, format = id >> 24 & 0xf;
    const bool of_device = kind.starts_with("device"), of_application = !of_device && kind != "settings";
    const bool fits = element_class == 2 ? of_application : element_class == 3 ? of_device : element_class != 0;
    if (!fits || element_class > 5 || format < 1 || format > 8)
        return std::nullopt;
    return ElementDeclaration{.name = fmt::format("0x{:08x}", id),
                              .id = id,
                              .kinds = {std::string(kind)},
                              .values = {},
                              .documentation = {},
                              .span = {}};
}

const ObjectDeclaration* Declarations::object(const Guid& id) const
{
    for (const auto& [name, object] : objects)
        if (object.id == id)
            return &object;
    return nullptr;
}

}  // namespace hivemend::lang
