// A text with its `${}` taken as single marks, so that its literal parts can be checked in place. Private to
// lang/check.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lang/check/checker.hpp"

namespace hivemend::lang::rules {

/// Stands for one `${}`; control characters cannot be in a text.
inline constexpr char hole = '\x01';

struct Skeleton {
    std::string text;
    std::vector<Span> places;  // of each character

    Span place(std::size_t begin, std::size_t length) const;
};

Skeleton skeleton_of(const syntax::StringLiteral& literal);

/// Registry keys: hive, components, no control set written out. Says what is wrong, at most one thing; true when
/// nothing is. `continues`: the text begins with a `${}` that is a key itself.
bool check_key(Checker& checker, const Skeleton& key, Span whole, bool continues);

/// Whether a component is a control set that is written out: `ControlSet001`, `CurrentControlSet`, and with a `${}` or
/// a letter that articles leave to their reader in place of digits.
bool names_control_set(std::string_view component);

/// Paths of the patient. With `wildcards` the last component may hold `*` and `?`.
bool check_guest_path(Checker& checker, const Skeleton& path, Span whole, bool continues, bool wildcards);

/// `"{9dea862c-…}"`, for a place of this kind (empty: any); a name that people write in braces gets its word as fix.
std::optional<BootObject> check_object_id(Checker& checker, std::string_view text, Span whole, const std::string& kind);
/// An id for an object that is made.
bool check_new_id(Checker& checker, const Guid& id, Span whole);
/// "current" or "default" for the ids that bcdedit has for them, which stand for another object each time and are in no
/// store; empty for every other id.
std::string_view name_without_object(const Guid& id);

}  // namespace hivemend::lang::rules
