// What the boot primitives share: finding the object they are about.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "runtime/engine/primitive/primitive.hpp"

namespace hivemend::engine {

/// The object of this id, nothing when the store has none, or why it cannot be used: no boot store, another kind.
std::variant<std::optional<windows::BcdObject>, Refused> boot_object(const lang::BootObject& wanted,
                                                                     const Target& target);

std::optional<lang::RegData> element_of(const windows::BcdObject& object, std::uint32_t element);

/// The setting as a change of the object, or of one that is about to be created. A value that the store has already in
/// an older spelling (an integer of one byte, a string with two NULs) keeps its bytes. Refused for devices.
std::variant<Change, Refused> element_change(const lang::BootObject& subject, const CallSetting& setting,
                                             const std::optional<windows::BcdObject>& object);

Change element_deletion(const lang::BootObject& subject, const CallSetting& setting,
                        const std::optional<windows::BcdObject>& object);

/// The declared name, else the id.
std::string name_of(const lang::BootObject& object);

/// The type of a well-known settings object that `bcd set` may create; nothing for loaders and everything else.
std::optional<std::uint32_t> creatable_type(const lang::BootObject& object);

}  // namespace hivemend::engine
