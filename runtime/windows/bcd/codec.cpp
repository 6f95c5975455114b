// Encoding and decoding elements by their format.
#include "runtime/windows/bcd/codec.hpp"

#include <algorithm>
#include <cassert>

#include <fmt/format.h>

#include "runtime/storage/error.hpp"
#include "runtime/windows/bcd/device.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

using lang::ElementFormat;
using lang::RegData;
using lang::RegType;
using lang::Value;

Bytes integer_bytes(std::uint64_t number)
{
    Bytes bytes(8);
    put(std::span(bytes), 0, number);
    return bytes;
}

std::uint64_t integer_of(const Value& value)
{
    if (const auto* number = value.get_if<std::uint64_t>())
        return *number;
    if (const auto* member = value.get_if<lang::EnumMember>(); member && member->number)
        return *member->number;
    if (const auto* size = value.get_if<lang::Size>())
        return size->bytes;
    assert(false && "the checker gives integer elements a number");
    return 0;
}

std::string guid_of(const Value& value)
{
    if (const auto* guid = value.get_if<lang::Guid>())
        return to_text(*guid);
    if (const auto* object = value.get_if<lang::BootObject>(); object && object->id)
        return to_text(*object->id);
    throw Error(fmt::format("the boot object `{}` has no id to write", interpolated(value)), {}, {},
                "name an object of the store by its GUID");
}

template <class Encode>
auto each(const Value& value, Encode encode)
{
    const auto* items = value.get_if<std::vector<Value>>();
    assert(items && "the checker gives list elements a list");
    std::vector<decltype(encode(value))> all;
    for (const auto& item : *items)
        all.push_back(encode(item));
    return all;
}

RegData encode_integers(const Value& value)
{
    RegData data{RegType::binary, {}};
    for (const auto number : each(value, integer_of)) {
        const auto bytes = integer_bytes(number);
        data.bytes.insert(data.bytes.end(), bytes.begin(), bytes.end());
    }
    return data;
}

std::uint64_t read_integer(ByteView bytes)
{
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        number |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
    return number;
}

std::optional<Value> decode_integers(const RegData& data)
{
    if (data.type != RegType::binary || data.bytes.size() % 8 != 0)
        return std::nullopt;
    std::vector<Value> numbers;
    for (std::size_t at = 0; at < data.bytes.size(); at += 8)
        numbers.push_back({le64(data.bytes, at)});
    return Value{std::move(numbers)};
}

std::optional<Value> object_value(std::string_view text)
{
    if (const auto guid = lang::parse_guid(text))
        return Value{lang::BootObject{.name = {}, .id = *guid}};
    return std::nullopt;
}

std::optional<Value> decode_objects(const RegData& data)
{
    const auto texts = lang::as_multi_sz(data);
    if (!texts)
        return std::nullopt;
    std::vector<Value> objects;
    for (const auto& text : *texts) {
        auto object = object_value(text);
        if (!object)
            return std::nullopt;
        objects.push_back(std::move(*object));
    }
    return Value{std::move(objects)};
}

std::optional<Value> decode_binary(const RegData& data)
{
    return data.type == RegType::binary ? std::optional(Value{data}) : std::nullopt;
}

}  // namespace

RegData encode_element(std::uint32_t id, const Value& value)
{
    switch (lang::element_format(id)) {
    case ElementFormat::device:
        return lang::reg_binary(value.get<lang::Device>().bytes);
    case ElementFormat::string:
        return lang::reg_sz(value.get<std::string>());
    case ElementFormat::object:
        return lang::reg_sz(guid_of(value));
    case ElementFormat::object_list:
        return lang::reg_multi_sz(each(value, guid_of));
    case ElementFormat::integer:
        return {RegType::binary, integer_bytes(integer_of(value))};
    case ElementFormat::boolean:
        return {RegType::binary, {value.get<bool>() ? std::byte{1} : std::byte{0}}};
    case ElementFormat::integer_list:
        return encode_integers(value);
    case ElementFormat::binary:
        break;
    }
    return value.get<RegData>();
}

std::optional<Value> decode_element(std::uint32_t id, const RegData& data)
{
    switch (lang::element_format(id)) {
    case ElementFormat::device:
        if (const auto device = decode_device(data))
            return Value{device_value(*device)};
        return std::nullopt;
    case ElementFormat::string:
        if (const auto text = data.type == RegType::sz ? as_string(data) : std::nullopt)
            return Value{*text};
        return std::nullopt;
    case ElementFormat::object:
        if (const auto text = data.type == RegType::sz ? as_string(data) : std::nullopt)
            return object_value(*text);
        return std::nullopt;
    case ElementFormat::object_list:
        return decode_objects(data);
    case ElementFormat::integer:
        if (data.type != RegType::binary || data.bytes.empty() || data.bytes.size() > 8)
            return std::nullopt;
        return Value{read_integer(data.bytes)};
    case ElementFormat::boolean:
        if (data.type != RegType::binary || data.bytes.size() != 1 || data.bytes[0] > std::byte{1})
            return std::nullopt;
        return Value{data.bytes[0] == std::byte{1}};
    case ElementFormat::integer_list:
        return decode_integers(data);
    case ElementFormat::binary:
        break;
    }
    return decode_binary(data);
}

}  // namespace hivemend::windows
