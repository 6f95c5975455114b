// Values and registry data as JSON.
#include "runtime/engine/plan/value_json.hpp"

#include <fmt/format.h>

#include "runtime/engine/answer.hpp"
#include "runtime/engine/plan/plan_file.hpp"
#include "runtime/storage/store/store.hpp"

namespace hivemend::engine {
namespace {

int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

Json typed(std::string_view type, Json value)
{
    return Json{{"type", type}, {"value", std::move(value)}};
}

template <class T>
Json optional_json(const std::optional<T>& value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json enum_json(const lang::EnumMember& member)
{
    return {{"enum", member.enumeration}, {"name", member.name}, {"number", optional_json(member.number)}};
}

Json object_json(const lang::BootObject& object)
{
    return {{"name", object.name},
            {"id", object.id ? Json(lang::to_text(*object.id)) : Json(nullptr)},
            {"kind", object.kind}};
}

lang::EnumMember enum_from(const JsonNode& node)
{
    node.with({"enum", "name", "number"});
    lang::EnumMember member{node["enum"].string(), node["name"].string()};
    if (!node["number"].is_null())
        member.number = node["number"].number();
    return member;
}

lang::BootObject object_from(const JsonNode& node)
{
    node.with({"name", "id", "kind"});
    lang::BootObject object{.name = node["name"].string()};
    if (!node["id"].is_null())
        object.id = guid_from(node["id"]);
    object.kind = node["kind"].string();
    return object;
}

Json device_json(const lang::Device& device)
{
    return {{"text", device.text}, {"bytes", storage::to_hex(device.bytes)}};
}

lang::Device device_from(const JsonNode& node)
{
    node.with({"text", "bytes"});
    return {node["text"].string(), bytes_from(node["bytes"])};
}

lang::Date date_from(const JsonNode& node)
{
    const auto parts = node.items();
    if (parts.size() != 3)
        node.fail("is not year, month and day");
    return {static_cast<int>(parts[0].number(9999)), static_cast<int>(parts[1].number(12)),
            static_cast<int>(parts[2].number(31))};
}

/// One line a type: its name, and how its JSON is read.
struct Reader {
    std::string_view type;
    lang::Value (*read)(const JsonNode&);
};

constexpr Reader readers[] = {
    {"bool", [](const JsonNode& n) { return lang::Value{n.boolean()}; }},
    {"int", [](const JsonNode& n) { return lang::Value{n.number()}; }},
    {"string", [](const JsonNode& n) { return lang::Value{n.string()}; }},
    {"size", [](const JsonNode& n) { return lang::Value{lang::Size{n.number()}}; }},
    {"duration", [](const JsonNode& n) { return lang::Value{lang::Duration{n.number()}}; }},
    {"date", [](const JsonNode& n) { return lang::Value{date_from(n)}; }},
    {"version",
     [](const JsonNode& n) {
         return lang::Value{lang::Version{n.list([](const JsonNode& c) { return c.number_as<std::uint32_t>(); })}};
     }},
    {"guid", [](const JsonNode& n) { return lang::Value{guid_from(n)}; }},
    {"enum", [](const JsonNode& n) { return lang::Value{enum_from(n)}; }},
    {"reg_data", [](const JsonNode& n) { return lang::Value{reg_data_from(n)}; }},
    {"reg_key", [](const JsonNode& n) { return lang::Value{lang::RegKey{n.string()}}; }},
    {"guest_path", [](const JsonNode& n) { return lang::Value{lang::GuestPath{n.string()}}; }},
    {"host_path", [](const JsonNode& n) { return lang::Value{lang::HostPath{n.string()}}; }},
    {"volume", [](const JsonNode& n) { return lang::Value{lang::Volume{n.string()}}; }},
    {"control_set", [](const JsonNode& n) { return lang::Value{lang::ControlSet{n.string()}}; }},
    {"bcd_object", [](const JsonNode& n) { return lang::Value{object_from(n)}; }},
    {"device", [](const JsonNode& n) { return lang::Value{device_from(n)}; }},
    {"secret", [](const JsonNode&) { return lang::Value{lang::Secret{}}; }},
    {"list", [](const JsonNode& n) { return lang::Value{n.list(value_from)}; }},
};

}  // namespace

Bytes bytes_from(const JsonNode& node)
{
    const auto text = node.string();
    Bytes bytes;
    if (text.size() % 2 != 0)
        node.fail("has half a byte");
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = digit(text[i]), low = digit(text[i + 1]);
        if (high < 0 || low < 0)
            node.fail("has what is no lower-case hex digit");
        bytes.push_back(static_cast<std::byte>(high * 16 + low));
    }
    return bytes;
}

lang::Guid guid_from(const JsonNode& node)
{
    const auto text = node.string();
    const auto guid = lang::parse_guid(text);
    if (!guid || lang::to_text(*guid) != text)
        node.fail("is no GUID in braces and lower case");
    return *guid;
}

Json to_json(const lang::RegData& data)
{
    return {{"type", static_cast<std::uint32_t>(data.type)},
            {"bytes", storage::to_hex(data.bytes)},
            {"text", lang::to_text(data)}};
}

lang::RegData reg_data_from(const JsonNode& node)
{
    node.with({"type", "bytes", "text"});
    lang::RegData data{static_cast<lang::RegType>(node["type"].number_as<std::uint32_t>()), bytes_from(node["bytes"])};
    if (node["text"].string() != lang::to_text(data))
        node["text"].fail("does not say what the bytes beside it are");
    return data;
}

Json to_json(const lang::Value& value)
{
    return std::visit(overloaded{
                          [](bool v) { return typed("bool", v); },
                          [](std::uint64_t v) { return typed("int", v); },
                          [](const std::string& v) { return typed("string", v); },
                          [](const lang::Size& v) { return typed("size", v.bytes); },
                          [](const lang::Duration& v) { return typed("duration", v.milliseconds); },
                          [](const lang::Date& v) {
                              return typed("date", Json::array({v.year, v.month, v.day}));
                          },
                          [](const lang::Version& v) { return typed("version", v.components); },
                          [](const lang::Guid& v) { return typed("guid", lang::to_text(v)); },
                          [](const lang::EnumMember& v) { return typed("enum", enum_json(v)); },
                          [](const lang::RegData& v) { return typed("reg_data", to_json(v)); },
                          [](const lang::RegKey& v) { return typed("reg_key", v.text); },
                          [](const lang::GuestPath& v) { return typed("guest_path", v.text); },
                          [](const lang::HostPath& v) { return typed("host_path", v.text); },
                          [](const lang::Volume& v) { return typed("volume", v.name); },
                          [](const lang::ControlSet& v) { return typed("control_set", v.name); },
                          [](const lang::BootObject& v) { return typed("bcd_object", object_json(v)); },
                          [](const lang::Device& v) { return typed("device", device_json(v)); },
                          [](const lang::Secret&) { return typed("secret", ""); },  // never saved
                          [](const std::vector<lang::Value>& v) {
                              auto items = Json::array();
                              for (const auto& item : v)
                                  items.push_back(to_json(item));
                              return typed("list", std::move(items));
                          },
                      },
                      value.data);
}

lang::Value value_from(const JsonNode& node)
{
    node.with({"type", "value"});
    const auto type = node["type"].string();
    for (const auto& reader : readers)
        if (reader.type == type)
            return reader.read(node["value"]);
    node["type"].fail("is no type of a value");
}

std::string value_to_json(const lang::Value& value)
{
    return to_json(value).dump(-1, ' ', true, Json::error_handler_t::replace);
}

lang::Value value_from_json(std::string_view text, const std::string& where)
{
    const JsonDocument document{"value", where};
    const auto json = parse_json(text, document);
    return value_from({document, json});
}

}  // namespace hivemend::engine
