// Types of the language: a closed set. `int`, `list(string)`, `optional(size)`, `bcd_object(osloader)`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hivemend::lang {

struct Type {
    enum class Kind {
        error,  // stands where a diagnostic has been given already; fits everywhere, so that one mistake stays one
                // message
        boolean,
        integer,
        string,
        size,
        duration,
        date,
        version,
        guid,
        enumeration,  // `name` is the enum
        reg_key,
        reg_name,
        reg_data,
        guest_path,
        glob,  // in declarations: a guest_path whose last component may hold `*` and `?`
        host_path,
        path,  // in declarations: a guest_path or a host_path
        volume,
        control_set,
        bcd_object,  // `name` is the kind; empty: any kind
        device,
        list,      // `of` holds one type
        optional,  // `of` holds one type
        secret,
    };

    Kind kind = Kind::error;
    std::string name{};
    std::vector<Type> of{};

    bool operator==(const Type&) const = default;
    bool is(Kind wanted) const { return kind == wanted; }
};

Type simple(Type::Kind kind);
Type list_of(Type element);
Type optional_of(Type inner);
Type enum_type(std::string name);
Type bcd_object_type(std::string kind);

/// The type without an outer optional.
const Type& without_optional(const Type& type);

/// As the language writes it.
std::string to_text(const Type& type);

}  // namespace hivemend::lang
