// The object and the elements of a boot store that the runtime itself looks at. All others, and these again with their
// documentation, are declared in stdlib/bcd.mend; a test compares both.
#pragma once

#include <cstdint>
#include <optional>

#include "runtime/windows/bcd/codec.hpp"
#include "runtime/windows/bcd/device.hpp"
#include "runtime/windows/bcd/store.hpp"

namespace hivemend::windows {

/// {9dea862c-5cdd-4e70-acc1-f32b344d4795}
inline constexpr lang::Guid boot_manager{
    {0x9d, 0xea, 0x86, 0x2c, 0x5c, 0xdd, 0x4e, 0x70, 0xac, 0xc1, 0xf3, 0x2b, 0x34, 0x4d, 0x47, 0x95}};
/// {0ce4991b-e6b3-4b16-b23c-5e0d9250e5d9}
inline constexpr lang::Guid ems_settings{
    {0x0c, 0xe4, 0x99, 0x1b, 0xe6, 0xb3, 0x4b, 0x16, 0xb2, 0x3c, 0x5e, 0x0d, 0x92, 0x50, 0xe5, 0xd9}};

namespace element {
inline constexpr std::uint32_t device = 0x11000001, path = 0x12000002, description = 0x12000004, inherit = 0x14000006,
                               recoverysequence = 0x14000008, bootems = 0x16000020, osdevice = 0x21000001,
                               systemroot = 0x22000002, default_entry = 0x23000003, winpe = 0x26000022,
                               ems = 0x260000b0;
}

/// The value of an element, when the object has it and its bytes are a T.
template <class T>
std::optional<T> element_value(const BcdObject& object, std::uint32_t number)
{
    const auto found = object.elements.find(number);
    const auto value = found == object.elements.end() ? std::nullopt : decode_element(number, found->second);
    const auto* content = value ? value->get_if<T>() : nullptr;
    return content != nullptr ? std::optional(*content) : std::nullopt;
}

/// The device that an element names, when its data is one that `decode_device` reads.
inline std::optional<BcdDevice> element_device(const BcdObject& object, std::uint32_t number)
{
    const auto found = object.elements.find(number);
    return found == object.elements.end() ? std::nullopt : decode_device(found->second);
}

}  // namespace hivemend::windows
