// Elements and kinds of objects in the words of the language.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "runtime/windows/bcd/codec.hpp"

namespace hivemend::windows {
namespace {

struct Kind {
    std::uint32_t type;
    const char* name;
};

/// From G. Chappell, "BCD Objects"; what bcdedit /create gives each kind.
constexpr std::array kinds{
    Kind{0x10100001, "fwbootmgr"},
    Kind{0x10100002, "bootmgr"},
    Kind{0x10200003, "osloader"},
    Kind{0x10200004, "resume"},
    Kind{0x10200005, "memdiag"},
    Kind{0x1020000a, "bootapp"},
    Kind{0x10300006, "ntldr"},
    Kind{0x10300007, "setupldr"},
    Kind{0x10400008, "bootsector"},
    Kind{0x10400009, "startup"},
    Kind{0x20100000, "settings"},
    Kind{0x20200001, "fwbootmgr_settings"},
    Kind{0x20200002, "bootmgr_settings"},
    Kind{0x20200003, "osloader_settings"},
    Kind{0x20200004, "resume_settings"},
    Kind{0x20200005, "memdiag_settings"},
    Kind{0x20200006, "ntldr_settings"},
    Kind{0x20200007, "setupldr_settings"},
    Kind{0x20200008, "bootsector_settings"},
    Kind{0x20200009, "startup_settings"},
    Kind{0x20300000, "device_settings"},
    Kind{0x30000000, "device"},
};

std::string object_text(const lang::Value& value, const lang::Declarations& declarations)
{
    const auto& id = *value.get<lang::BootObject>().id;
    const auto* declared = declarations.object(id);
    return declared ? declared->name : to_text(id);
}

template <class Text>
std::string list_text(const lang::Value& value, Text text)
{
    std::vector<std::string> items;
    for (const auto& item : value.get<std::vector<lang::Value>>())
        items.push_back(text(item));
    return fmt::format("[{}]", fmt::join(items, ", "));
}

}  // namespace

std::optional<std::string> symbol_of(const lang::Declarations& declarations, std::uint32_t id, std::string_view kind,
                                     std::uint64_t number)
{
    const auto* declared = declarations.element(id, kind);
    const auto symbols = declarations.enums.find(declared != nullptr ? declared->values : "");
    if (symbols != declarations.enums.end())
        for (const auto& member : symbols->second.members)
            if (member.number == number)
                return member.name;
    return std::nullopt;
}

std::string element_text(std::uint32_t id, const lang::RegData& data, const lang::Declarations& declarations,
                         std::string_view kind)
{
    using lang::ElementFormat;
    const auto value = decode_element(id, data);
    if (!value)
        return to_text(data);
    switch (lang::element_format(id)) {
    case ElementFormat::object:
        return object_text(*value, declarations);
    case ElementFormat::object_list:
        return list_text(*value, [&](const lang::Value& item) { return object_text(item, declarations); });
    case ElementFormat::integer:
        return symbol_of(declarations, id, kind, value->get<std::uint64_t>())
            .value_or(std::to_string(value->get<std::uint64_t>()));
    case ElementFormat::integer_list:  // in hexadecimal, as bcdedit lists them: page numbers and element numbers
        return list_text(*value,
                         [](const lang::Value& item) { return fmt::format("0x{:x}", item.get<std::uint64_t>()); });
    default:
        return to_text(*value);
    }
}

std::string object_kind(std::uint32_t type)
{
    const auto found = std::ranges::find(kinds, type, &Kind::type);
    return found == kinds.end() ? "unknown" : found->name;
}

std::optional<std::uint32_t> object_type(std::string_view kind)
{
    const auto found = std::ranges::find(kinds, kind, &Kind::name);
    return found == kinds.end() ? std::nullopt : std::optional(found->type);
}

}  // namespace hivemend::windows
