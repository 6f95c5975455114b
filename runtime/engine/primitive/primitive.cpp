// The registry of primitives. Each registers itself before main; afterwards the list only is read.
#include "runtime/engine/primitive/primitive.hpp"

#include <algorithm>

namespace hivemend::engine {
namespace {

std::vector<const Primitive*>& registered()
{
    static std::vector<const Primitive*>
        list;  // a function's static, because registrations in other files may come first
    return list;
}

}  // namespace

Primitive::Primitive(std::string_view its_verb, Plan its_plan, Touch its_touch)
    : verb(its_verb), plan(its_plan), touch(its_touch)
{
    auto& list = registered();
    list.insert(std::ranges::lower_bound(list, verb, {}, &Primitive::verb), this);
}

std::span<const Primitive* const> primitives()
{
    return registered();
}

const Primitive* find_primitive(std::string_view verb)
{
    const auto& list = registered();
    const auto found = std::ranges::lower_bound(list, verb, {}, &Primitive::verb);
    return found != list.end() && (*found)->verb == verb ? *found : nullptr;
}

}  // namespace hivemend::engine
