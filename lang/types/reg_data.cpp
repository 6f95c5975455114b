// Data of registry values: making it, reading it back, and its text.
#include "lang/types/reg_data.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace hivemend::lang {
namespace {

struct TypeNames {
    RegType type;
    std::string_view windows;
    std::string_view word;  // of the language; empty: it has none
};

constexpr std::array<TypeNames, 12> type_names{{
    {RegType::none, "REG_NONE", ""},
    {RegType::sz, "REG_SZ", "sz"},
    {RegType::expand_sz, "REG_EXPAND_SZ", "expand_sz"},
    {RegType::binary, "REG_BINARY", "binary"},
    {RegType::dword, "REG_DWORD", "dword"},
    {RegType::dword_big_endian, "REG_DWORD_BIG_ENDIAN", ""},
    {RegType::link, "REG_LINK", ""},
    {RegType::multi_sz, "REG_MULTI_SZ", "multi_sz"},
    {RegType::resource_list, "REG_RESOURCE_LIST", ""},
    {RegType::full_resource_descriptor, "REG_FULL_RESOURCE_DESCRIPTOR", ""},
    {RegType::resource_requirements_list, "REG_RESOURCE_REQUIREMENTS_LIST", ""},
    {RegType::qword, "REG_QWORD", "qword"},
}};

template <class Number>
Bytes little_endian(Number value)
{
    Bytes bytes;
    for (std::size_t i = 0; i < sizeof value; ++i)
        bytes.push_back(static_cast<std::byte>((value >> (8 * i)) & 0xff));
    return bytes;
}

template <class Number>
std::optional<Number> number_of(const RegData& data, RegType type)
{
    if (data.type != type || data.bytes.size() != sizeof(Number))
        return std::nullopt;
    Number value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i)
        value |= static_cast<Number>(std::to_integer<Number>(data.bytes[i]) << (8 * i));
    return value;
}

Bytes terminated(std::string_view utf8)
{
    Bytes bytes = utf16le(utf8);
    bytes.insert(bytes.end(), 2, std::byte{0});
    return bytes;
}

std::string hex(ByteView bytes)
{
    std::string text;
    for (const std::byte byte : bytes)
        text += fmt::format("{}{:02x}", text.empty() ? "" : " ", std::to_integer<unsigned>(byte));
    return text;
}

/// The bytes as text, when writing that text again gives the same bytes.
std::optional<std::string> exact_text(const RegData& data)
{
    if (const auto number = as_dword(data))
        return fmt::format("dword {}", *number);
    if (const auto number = as_qword(data))
        return fmt::format("qword {}", *number);
    if (const auto text = as_string(data); text && terminated(*text) == data.bytes)
        return fmt::format("{} {}", data.type == RegType::sz ? "sz" : "expand_sz", string_literal(*text));
    if (const auto strings = as_multi_sz(data); strings && reg_multi_sz(*strings) == data) {
        std::string list;
        for (const auto& text : *strings)
            list += (list.empty() ? "" : ", ") + string_literal(text);
        return "multi_sz [" + list + "]";
    }
    if (data.type == RegType::binary)
        return fmt::format("binary \"{}\"", hex(data.bytes));
    return std::nullopt;
}

}  // namespace

RegData reg_dword(std::uint32_t value)
{
    return {RegType::dword, little_endian(value)};
}

RegData reg_qword(std::uint64_t value)
{
    return {RegType::qword, little_endian(value)};
}

RegData reg_sz(std::string_view utf8)
{
    return {RegType::sz, terminated(utf8)};
}

RegData reg_expand_sz(std::string_view utf8)
{
    return {RegType::expand_sz, terminated(utf8)};
}

RegData reg_multi_sz(const std::vector<std::string>& utf8)
{
    Bytes bytes;
    for (const auto& text : utf8) {
        const Bytes one = terminated(text);
        bytes.insert(bytes.end(), one.begin(), one.end());
    }
    bytes.insert(bytes.end(), 2, std::byte{0});
    return {RegType::multi_sz, std::move(bytes)};
}

RegData reg_binary(Bytes bytes)
{
    return {RegType::binary, std::move(bytes)};
}

std::optional<std::uint32_t> as_dword(const RegData& data)
{
    return number_of<std::uint32_t>(data, RegType::dword);
}

std::optional<std::uint64_t> as_qword(const RegData& data)
{
    return number_of<std::uint64_t>(data, RegType::qword);
}

std::optional<std::string> as_string(const RegData& data)
{
    if (data.type != RegType::sz && data.type != RegType::expand_sz)
        return std::nullopt;
    const std::string text = utf8_of_utf16le(data.bytes);
    return text.substr(0, text.find('\0'));
}

std::optional<std::vector<std::string>> as_multi_sz(const RegData& data)
{
    if (data.type != RegType::multi_sz)
        return std::nullopt;
    const std::string text = utf8_of_utf16le(data.bytes);
    std::vector<std::string> strings;
    for (std::size_t at = 0; at < text.size() && text[at] != '\0';) {
        const std::size_t end = std::min(text.find('\0', at), text.size());
        strings.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return strings;
}

std::string reg_type_name(RegType type)
{
    for (const auto& names : type_names)
        if (names.type == type)
            return std::string{names.windows};
    return fmt::format("REG_{:#010x}", static_cast<std::uint32_t>(type));
}

std::string string_literal(std::string_view text)
{
    std::string out = "\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"')
            out += '"';
        if (text.substr(i).starts_with("${"))
            out += '$';
        out += text[i];
    }
    return out + '"';
}

std::string to_text(const RegData& data)
{
    if (auto text = exact_text(data))
        return *std::move(text);
    return data.bytes.empty() ? reg_type_name(data.type) : reg_type_name(data.type) + " " + hex(data.bytes);
}

}  // namespace hivemend::lang
