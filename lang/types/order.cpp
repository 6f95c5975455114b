// How values compare.
#include "lang/types/order.hpp"

#include <algorithm>

namespace hivemend::lang {
namespace {

template <class T>
std::optional<std::partial_ordering> order_as(const Value& left, const Value& right)
{
    const auto* first = left.get_if<T>();
    const auto* second = right.get_if<T>();
    if (first == nullptr || second == nullptr)
        return std::nullopt;
    return *first <=> *second;
}

}  // namespace

bool same(const Value& left, const Value& right)
{
    if (const auto* text = left.get_if<std::string>())
        if (const auto* other = right.get_if<std::string>())
            return equal_without_case(*text, *other);
    if (const auto* member = left.get_if<EnumMember>())
        if (const auto* other = right.get_if<EnumMember>(); other != nullptr && member->number && other->number)
            return *member->number == *other->number;
    if (const auto* object = left.get_if<BootObject>())
        if (const auto* other = right.get_if<BootObject>())
            return object->id == other->id;
    if (const auto* items = left.get_if<std::vector<Value>>())
        if (const auto* others = right.get_if<std::vector<Value>>())
            return std::ranges::equal(*items, *others, same);
    return left == right;
}

std::partial_ordering order(const Value& left, const Value& right)
{
    for (const auto& found :
         {order_as<std::uint64_t>(left, right), order_as<Size>(left, right), order_as<Duration>(left, right),
          order_as<Version>(left, right), order_as<Date>(left, right)})
        if (found)
            return *found;
    return std::partial_ordering::unordered;
}

bool holds(CompareOp op, const Value& left, const Value& right)
{
    using enum CompareOp;
    switch (op) {
    case equal:
        return same(left, right);
    case not_equal:
        return !same(left, right);
    case less:
        return order(left, right) < 0;
    case less_equal:
        return order(left, right) <= 0;
    case greater:
        return order(left, right) > 0;
    case greater_equal:
        return order(left, right) >= 0;
    case in:
        break;
    }
    const auto* list = right.get_if<std::vector<Value>>();
    return list != nullptr && std::ranges::any_of(*list, [&](const Value& item) { return same(left, item); });
}

}  // namespace hivemend::lang
