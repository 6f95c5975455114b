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

/// The object, or what a statement proposes that only takes away from it: without the object nothing is left to do.
std::variant<windows::BcdObject, Proposal> object_to_lessen(const lang::BootObject& wanted, const Target& target);

std::optional<lang::RegData> element_of(const windows::BcdObject& object, std::uint32_t element);

/// The setting as a change of the object, or of one that is about to be created. A value that the store has already in
/// an older spelling (an integer of one byte, a string with two NULs) keeps its bytes; an empty list is no element.
Change element_change(const lang::BootObject& subject, const CallSetting& setting,
                      const std::optional<windows::BcdObject>& object);

Change element_deletion(const lang::BootObject& subject, const CallSetting& setting,
                        const std::optional<windows::BcdObject>& object);

/// Sets an element to these bytes, whatever it holds.
Change element_data(const lang::BootObject& subject, std::uint32_t element, const std::string& name,
                    const std::optional<windows::BcdObject>& object, lang::RegData data);

/// The elements of an object of the store, each deleted, and then the object itself.
Changes object_deletion(const lang::BootObject& subject, const windows::BcdObject& object,
                        const lang::Declarations& declarations);

/// The name of an element of an object of this type, or nothing but its number.
std::string element_name(const lang::Declarations& declarations, std::uint32_t element, std::uint32_t type);

/// The declared name, else the id.
std::string name_of(const lang::BootObject& object);

/// The type of a well-known settings object that `bcd set` may create; nothing for loaders and everything else.
std::optional<std::uint32_t> creatable_type(const lang::BootObject& object);

}  // namespace hivemend::engine
