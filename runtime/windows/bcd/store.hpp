// The boot store: objects and elements over a hive.
// Layout: Objects\{guid}\Description\Type (REG_DWORD) and Objects\{guid}\Elements\XXXXXXXX\Element.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "lang/types/value.hpp"
#include "runtime/windows/hive/edit.hpp"
#include "runtime/windows/hive/image.hpp"

namespace hivemend::windows {

struct BcdObject {
    lang::Guid id;
    std::uint32_t type = 0;
    std::map<std::uint32_t, lang::RegData> elements;  // by number
};

/// All objects, ordered by id. Keys that are no GUIDs or have no type are left out; element keys that are no numbers
/// too. Malformed when there is no `Objects` key: not a boot store.
std::vector<BcdObject> read_objects(const HiveImage& image);

/// The hive changes behind boot changes; `Elements` and element keys are spelled as Windows spells them (lower-case
/// hex).
HiveChange set_element(const lang::Guid& object, std::uint32_t element, lang::RegData data);
HiveChange delete_element(const lang::Guid& object, std::uint32_t element);
HiveChange delete_object(const lang::Guid& object);
/// Description with its type, and an empty `Elements`: what bcdedit's /create writes.
std::vector<HiveChange> create_object(const lang::Guid& object, std::uint32_t type);

}  // namespace hivemend::windows
