// Text and JSON of a boot store. Everything in it may come from a disk.
#include "runtime/report/boot_listing.hpp"

#include <array>

#include <fmt/format.h>

#include "lang/diag/escape.hpp"
#include "runtime/engine/plan/json_node.hpp"
#include "runtime/storage/store/store.hpp"
#include "runtime/windows/bcd/codec.hpp"

namespace hivemend::report {
namespace {

using engine::Json;
using lang::Value;

constexpr std::array formats{"device",  "string",  "object",       "object list",
                             "integer", "boolean", "integer list", "binary"};

Json text_or_null(const std::string& text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

Json value_json(const Value& value)
{
    return std::visit(lang::overloaded{[](bool yes) { return Json(yes); },
                                       [](std::uint64_t number) { return Json(number); },
                                       [](const std::string& text) { return Json(text); },
                                       [](const lang::BootObject& object) { return Json(to_text(*object.id)); },
                                       [](const std::vector<Value>& items) {
                                           auto list = Json::array();
                                           for (const auto& item : items)
                                               list.push_back(value_json(item));
                                           return list;
                                       },
                                       [&](const lang::RegData& data) { return Json(storage::to_hex(data.bytes)); },
                                       [&](const auto&) { return Json(lang::interpolated(value)); }},
                      value.data);
}

Json element_json(const windows::BcdListing& listing, const windows::BcdObject& object, std::uint32_t id,
                  const lang::RegData& data)
{
    const auto format = static_cast<std::size_t>(lang::element_format(id));
    const auto value = windows::decode_element(id, data);
    return {{"id", fmt::format("0x{:08x}", id)},
            {"name", listing.name(object, id)},
            {"format", format == 0 || format > formats.size() ? "unknown" : formats[format - 1]},
            {"value", value ? value_json(*value) : Json(nullptr)},
            {"listed", listing.values(object, id, data)},
            {"type", lang::reg_type_name(data.type)},
            {"bytes", storage::to_hex(data.bytes)}};
}

Json object_json(const windows::BcdListing& listing, const windows::BcdObject& object)
{
    auto elements = Json::array();
    for (const auto& [id, data] : object.elements)
        elements.push_back(element_json(listing, object, id, data));
    const auto menu = listing.menu_name(object);
    return {{"id", to_text(object.id)},
            {"alias", text_or_null(listing.alias(object.id))},
            {"type", fmt::format("0x{:08x}", object.type)},
            {"kind", windows::object_kind(object.type)},
            {"title", listing.title(object)},
            {"menu_name", menu ? Json(menu->shown) : Json(nullptr)},
            {"elements", elements}};
}

}  // namespace

std::string boot_listing_text(const ListedTarget& target, const windows::BcdListing& listing)
{
    std::string text;
    for (const auto& line : listing.lines())
        text += lang::escape_terminal(line) + '\n';
    auto remarks = listing.remarks();
    if (listing.objects().empty())
        remarks.insert(remarks.begin(), "# the store has no objects");
    for (const auto& note : target.notes)
        remarks.push_back("# note: " + note);
    if (!remarks.empty())
        text += '\n';
    for (const auto& remark : remarks)
        text += lang::escape_terminal(remark) + '\n';
    return text;
}

std::string boot_listing_json(const ListedTarget& target, const windows::BcdListing& listing)
{
    auto objects = Json::array();
    for (const auto& object : listing.objects())
        objects.push_back(object_json(listing, object));
    const auto& entry = listing.default_entry();
    return engine::print_json({{"format", "hivemend boot store"},
                               {"version", boot_store_format},
                               {"target", target.name},
                               {"notes", target.notes},
                               {"default", entry ? Json(to_text(*entry)) : Json(nullptr)},
                               {"objects", objects}}) +
           "\n";
}

}  // namespace hivemend::report
