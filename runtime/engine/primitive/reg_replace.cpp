// reg replace: replaces text inside sz and expand_sz values. Declared and documented in stdlib/registry.mend.
#include "runtime/engine/primitive/registry_key.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

using Units = std::u16string;  // as the hive has them, so that text that is no UTF-16 keeps its units

Units units_of(ByteView bytes)
{
    Units units;
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2)
        units += static_cast<char16_t>(std::to_integer<unsigned>(bytes[at]) |
                                       (std::to_integer<unsigned>(bytes[at + 1]) << 8));
    return units;
}

char16_t lower_unit(char16_t unit)
{
    return unit >= u'A' && unit <= u'Z' ? static_cast<char16_t>(unit - u'A' + u'a') : unit;
}

/// All occurrences from left to right; what was put in is not looked at again.
Units replaced(const Units& text, const Units& find, const Units& with)
{
    Units result;
    for (auto at = text.begin();;) {
        const auto hit = std::search(at, text.end(), find.begin(), find.end(),
                                     [](char16_t a, char16_t b) { return lower_unit(a) == lower_unit(b); });
        result.append(at, hit);
        if (hit == text.end())
            return result;
        result += with;
        at = hit + static_cast<std::ptrdiff_t>(find.size());
    }
}

/// The text ends at its first NUL; what lies behind it stays as it is.
lang::RegData replaced(const lang::RegData& data, const Units& find, const Units& with)
{
    const auto units = units_of(data.bytes);
    const auto end = std::min(units.find(u'\0'), units.size());
    lang::RegData result{data.type, {}};
    for (const auto unit : replaced(units.substr(0, end), find, with)) {
        result.bytes.push_back(static_cast<std::byte>(unit & 0xff));
        result.bytes.push_back(static_cast<std::byte>(unit >> 8));
    }
    result.bytes.insert(result.bytes.end(), data.bytes.begin() + static_cast<std::ptrdiff_t>(end * 2),
                        data.bytes.end());
    return result;
}

Proposal plan_reg_replace(const Call& call, const Target& target)
{
    const auto& key = call.subject<lang::RegKey>();
    if (auto nothing = nothing_at(key, target))
        return *nothing;
    const auto find = units_of(lang::utf16le(*call.argument<std::string>("find")));
    const auto with = units_of(lang::utf16le(*call.argument<std::string>("with")));
    if (find.empty())
        return Refused{"`find` is empty, and an empty text is everywhere"};
    if (with.find(u'\0') != Units::npos)
        return Refused{"`with` holds a NUL, which ends a text"};
    Changes changes;
    for (const auto& name : texts_of({*call.argument<std::vector<lang::Value>>("values")})) {
        const auto before = target.registry().value(key, name);
        if (!before) {
            changes.push_back(DeleteRegValue{key, name, std::nullopt});
            continue;
        }
        if (before->type != lang::RegType::sz && before->type != lang::RegType::expand_sz)
            return Refused{
                fmt::format("`{}` is {}, not REG_SZ or REG_EXPAND_SZ", name, lang::reg_type_name(before->type))};
        changes.push_back(SetRegValue{key, name, before, replaced(*before, find, with)});
    }
    return changes;
}

const Primitive reg_replace{"reg replace", plan_reg_replace, Touch::builds_on};

}  // namespace
}  // namespace hivemend::engine
