// The checker has seen literals; what comes from parameters and the patient is checked here.
#include "runtime/engine/plan/reg_value.hpp"

#include <limits>

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

using lang::RegType;
using lang::Value;

Evaluated data(lang::RegData made)
{
    return Known<Value>{{std::move(made)}};
}

Evaluated number_data(RegType type, const Value& operand)
{
    std::optional<std::uint64_t> number;
    if (const auto* plain = operand.get_if<std::uint64_t>())
        number = *plain;
    else if (const auto* member = operand.get_if<lang::EnumMember>())
        number = member->number;
    if (!number)
        return Refused{fmt::format("{} has no number", lang::to_text(operand))};
    if (type == RegType::qword)
        return data(lang::reg_qword(*number));
    if (*number > std::numeric_limits<std::uint32_t>::max())
        return Refused{fmt::format("{} does not fit into 32 bits", *number)};
    return data(lang::reg_dword(static_cast<std::uint32_t>(*number)));
}

std::optional<int> hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return std::nullopt;
}

Evaluated hex_data(std::string_view text)
{
    Bytes bytes;
    std::optional<int> high;
    for (const char c : text) {
        if (c == ' ' && !high)
            continue;
        const auto digit = hex_digit(c);
        if (!digit)
            return Refused{fmt::format("\"{}\" is not pairs of hex digits", text)};
        if (high)
            bytes.push_back(static_cast<std::byte>(*high * 16 + *digit));
        high = high ? std::nullopt : digit;
    }
    if (high)
        return Refused{fmt::format("\"{}\" has half a byte at its end", text)};
    return data(lang::reg_binary(std::move(bytes)));
}

}  // namespace

Evaluated reg_value(RegType type, const Value& operand)
{
    if (const auto* ready = operand.get_if<lang::RegData>())
        return data(*ready);
    if (type == RegType::dword || type == RegType::qword)
        return number_data(type, operand);
    if (const auto* items = operand.get_if<std::vector<Value>>()) {
        std::vector<std::string> strings;
        for (const auto& item : *items) {
            strings.push_back(lang::interpolated(item));
            if (strings.back().empty() || strings.back().find('\0') != std::string::npos)
                return Refused{"a multi_sz cannot hold an empty string or a NUL, because they end it"};
        }
        return data(lang::reg_multi_sz(strings));
    }
    const auto text = lang::interpolated(operand);
    if (type == RegType::binary)
        return hex_data(text);
    if (text.find('\0') != std::string::npos)
        return Refused{"the text holds a NUL"};
    return data(type == RegType::expand_sz ? lang::reg_expand_sz(text) : lang::reg_sz(text));
}

}  // namespace hivemend::engine
