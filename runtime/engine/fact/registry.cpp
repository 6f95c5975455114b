// reg.*: reading the patient's registry. A value of another type than the one asked for is absent, and says so.
#include "runtime/engine/fact/fact.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/engine/primitive/registry_key.hpp"

namespace hivemend::engine {
namespace {

using Arguments = std::span<const lang::Value>;
using Answered = Answer<lang::Value>;

const lang::RegKey& key_in(Arguments arguments)
{
    return arguments[0].get<lang::RegKey>();
}

const std::string& value_name_in(Arguments arguments)
{
    return arguments[1].get<std::string>();
}

std::optional<Unknown> hive_obstacle(const Target& target, Arguments arguments)
{
    if (auto reason = target.registry().obstacle(hive_of(key_in(arguments))))
        return Unknown{std::move(*reason)};
    return std::nullopt;
}

/// The value as `meaning` reads it; what has the right type and a length that fits none is absent too.
template <class Meaning>
Answered value_as(const Target& target, Arguments arguments, std::string_view wanted, const Meaning& meaning)
{
    if (auto unknown = hive_obstacle(target, arguments))
        return *unknown;
    if (!target.registry().key_exists(key_in(arguments)))
        return Absent{"there is no such key"};
    const auto data = target.registry().value(key_in(arguments), value_name_in(arguments));
    if (!data)
        return Absent{"there is no such value"};
    if (auto read = meaning(*data))
        return Known<lang::Value>{{std::move(*read)}};
    const auto type = lang::reg_type_name(data->type);
    if (wanted.find(type) == std::string_view::npos)
        return Absent{fmt::format("the value is {}, not {}", type, wanted)};
    return Absent{fmt::format("the value is a {} of {} bytes, which does not fit its type", type, data->bytes.size())};
}

Answered read_dword(const Target& target, Arguments arguments)
{
    return value_as(target, arguments, "REG_DWORD",
                    [](const lang::RegData& data) -> std::optional<std::uint64_t> { return lang::as_dword(data); });
}

Answered read_qword(const Target& target, Arguments arguments)
{
    return value_as(target, arguments, "REG_QWORD", lang::as_qword);
}

Answered read_string(const Target& target, Arguments arguments)
{
    return value_as(target, arguments, "REG_SZ or REG_EXPAND_SZ", lang::as_string);
}

Answered read_multi_sz(const Target& target, Arguments arguments)
{
    return value_as(target, arguments, "REG_MULTI_SZ",
                    [](const lang::RegData& data) -> std::optional<std::vector<lang::Value>> {
                        const auto strings = lang::as_multi_sz(data);
                        if (!strings)
                            return std::nullopt;
                        std::vector<lang::Value> list;
                        for (const auto& text : *strings)
                            list.push_back({text});
                        return list;
                    });
}

Answered read_binary(const Target& target, Arguments arguments)
{
    return value_as(target, arguments, "REG_BINARY", [](const lang::RegData& data) {
        return data.type == lang::RegType::binary ? std::optional(data) : std::nullopt;
    });
}

Answered tell_key_exists(const Target& target, Arguments arguments)
{
    if (auto unknown = hive_obstacle(target, arguments))
        return *unknown;
    return Known<lang::Value>{{target.registry().key_exists(key_in(arguments))}};
}

Answered tell_value_exists(const Target& target, Arguments arguments)
{
    if (auto unknown = hive_obstacle(target, arguments))
        return *unknown;
    return Known<lang::Value>{{target.registry().value(key_in(arguments), value_name_in(arguments)).has_value()}};
}

/// In one order on every kind of target: by name, without case.
Answered sorted_names(std::vector<std::string> names)
{
    std::ranges::sort(names, {}, lang::ascii_lower);
    std::vector<lang::Value> list;
    for (auto& name : names)
        list.push_back({std::move(name)});
    return Known<lang::Value>{{std::move(list)}};
}

Answered list_keys(const Target& target, Arguments arguments)
{
    if (auto unknown = hive_obstacle(target, arguments))
        return *unknown;
    return sorted_names(target.registry().keys(key_in(arguments)));
}

Answered list_values(const Target& target, Arguments arguments)
{
    if (auto unknown = hive_obstacle(target, arguments))
        return *unknown;
    std::vector<std::string> names;
    for (auto& value : target.registry().values(key_in(arguments)))
        names.push_back(std::move(value.name));
    return sorted_names(std::move(names));
}

const Fact dword_fact{"reg.dword", read_dword};
const Fact qword_fact{"reg.qword", read_qword};
const Fact string_fact{"reg.string", read_string};
const Fact multi_sz_fact{"reg.multi_sz", read_multi_sz};
const Fact binary_fact{"reg.binary", read_binary};
const Fact key_exists_fact{"reg.key_exists", tell_key_exists};
const Fact value_exists_fact{"reg.value_exists", tell_value_exists};
const Fact keys_fact{"reg.keys", list_keys};
const Fact values_fact{"reg.values", list_values};

}  // namespace
}  // namespace hivemend::engine
