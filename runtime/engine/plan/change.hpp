// Change: one difference, before and after; the unit of dry run, apply, journal and undo.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lang/types/value.hpp"

namespace hivemend::engine {

/// `before` absent: the value does not exist yet.
struct SetRegValue {
    lang::RegKey key;
    std::string name;
    std::optional<lang::RegData> before;
    lang::RegData after;
    bool operator==(const SetRegValue&) const = default;
};
struct DeleteRegValue {
    lang::RegKey key;
    std::string name;
    std::optional<lang::RegData> before;  // absent: it is not there, and nothing changes
    bool operator==(const DeleteRegValue&) const = default;
};
struct CreateRegKey {
    lang::RegKey key;
    bool operator==(const CreateRegKey&) const = default;
};
/// `object_name` is what the playbook or the library calls it: `bootmgr`, `default`, or the id again.
struct SetBootElement {
    lang::Guid object;
    std::string object_name, kind;
    std::uint32_t element = 0;
    std::string element_name;
    std::optional<lang::RegData> before;
    lang::RegData after;
    bool operator==(const SetBootElement&) const = default;
};
struct DeleteBootElement {
    lang::Guid object;
    std::string object_name, kind;
    std::uint32_t element = 0;
    std::string element_name;
    std::optional<lang::RegData> before;  // absent: it is not there, and nothing changes
    bool operator==(const DeleteBootElement&) const = default;
};
struct CreateBootObject {
    lang::Guid object;
    std::string object_name, kind;
    std::uint32_t type = 0;
    bool operator==(const CreateBootObject&) const = default;
};

using Change =
    std::variant<SetRegValue, DeleteRegValue, CreateRegKey, SetBootElement, DeleteBootElement, CreateBootObject>;
using Changes = std::vector<Change>;

/// Whether before and after differ. Primitives propose every setting; what is already so stays visible in the plan.
bool is_difference(const Change& change);

/// The key, value, object or element that a change is about, whatever it does to it; names compare without case.
std::string place_of(const Change& change);

}  // namespace hivemend::engine
