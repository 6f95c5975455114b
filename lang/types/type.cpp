// Types of the language: makers and their text.
#include "lang/types/type.hpp"

#include <utility>

namespace hivemend::lang {

Type simple(Type::Kind kind)
{
    return {.kind = kind};
}

Type list_of(Type element)
{
    Type list{.kind = Type::Kind::list};
    list.of.push_back(std::move(element));
    return list;
}

Type optional_of(Type inner)
{
    if (inner.is(Type::Kind::optional))
        return inner;
    Type optional{.kind = Type::Kind::optional};
    optional.of.push_back(std::move(inner));
    return optional;
}

Type enum_type(std::string name)
{
    return {.kind = Type::Kind::enumeration, .name = std::move(name)};
}

Type bcd_object_type(std::string kind)
{
    return {.kind = Type::Kind::bcd_object, .name = std::move(kind)};
}

const Type& without_optional(const Type& type)
{
    return type.is(Type::Kind::optional) ? type.of.front() : type;
}

std::string to_text(const Type& type)
{
    switch (type.kind) {
    case Type::Kind::error:
        return "unknown";
    case Type::Kind::boolean:
        return "bool";
    case Type::Kind::integer:
        return "int";
    case Type::Kind::string:
        return "string";
    case Type::Kind::size:
        return "size";
    case Type::Kind::duration:
        return "duration";
    case Type::Kind::date:
        return "date";
    case Type::Kind::version:
        return "version";
    case Type::Kind::guid:
        return "guid";
    case Type::Kind::enumeration:
        return type.name;
    case Type::Kind::reg_key:
        return "reg_key";
    case Type::Kind::reg_name:
        return "reg_name";
    case Type::Kind::reg_data:
        return "reg_data";
    case Type::Kind::guest_path:
        return "guest_path";
    case Type::Kind::glob:
        return "glob";
    case Type::Kind::host_path:
        return "host_path";
    case Type::Kind::path:
        return "path";
    case Type::Kind::volume:
        return "volume";
    case Type::Kind::control_set:
        return "control_set";
    case Type::Kind::bcd_object:
        return type.name.empty() ? "bcd_object" : "bcd_object(" + type.name + ")";
    case Type::Kind::device:
        return "device";
    case Type::Kind::list:
        return "list(" + to_text(type.of.front()) + ")";
    case Type::Kind::optional:
        return "optional(" + to_text(type.of.front()) + ")";
    case Type::Kind::secret:
        return "secret";
    }
    return {};
}

}  // namespace hivemend::lang
