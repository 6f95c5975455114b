// Titles, names and values of a listing.
#include "runtime/windows/bcd/listing.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runtime/storage/store/store.hpp"
#include "runtime/windows/bcd/codec.hpp"
#include "runtime/windows/bcd/device.hpp"
#include "runtime/windows/bcd/known.hpp"
#include "runtime/windows/bcd/listing_device.hpp"
#include "runtime/windows/bcd/listing_words.hpp"

namespace hivemend::windows {
namespace {

using lang::ElementFormat;

bool names_partition(const BcdDevice& device)
{
    return std::ranges::any_of(device.layers, [](const DeviceLayer& layer) {
        return std::holds_alternative<GptPartition>(layer.what) || std::holds_alternative<MbrPartition>(layer.what);
    });
}

template <class Text>
std::vector<std::string> each_item(const lang::Value& value, Text text)
{
    std::vector<std::string> texts;
    for (const auto& item : value.get<std::vector<lang::Value>>())
        texts.push_back(text(item));
    return texts;
}

std::string padded(std::string_view name, std::string_view value)
{
    auto line = fmt::format("{:<{}}{}{}", name, listing_column, name.size() < listing_column ? "" : " ", value);
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

}  // namespace

BcdListing::BcdListing(std::vector<BcdObject> objects, const lang::Declarations& declarations, ListingDetail detail)
    : objects_(std::move(objects)), declarations_(declarations), detail_(detail)
{
    std::ranges::sort(objects_, {}, [](const BcdObject& one) { return std::pair(one.type, one.id); });
    for (std::size_t i = 0; i < objects_.size(); ++i)
        places_.emplace(objects_[i].id, i);
    if (const auto* manager = object(boot_manager))
        if (const auto entry = element_value<lang::BootObject>(*manager, element::default_entry))
            default_ = entry->id;
}

const BcdObject* BcdListing::object(const lang::Guid& id) const
{
    const auto found = places_.find(id);
    return found == places_.end() ? nullptr : &objects_[found->second];
}

std::string BcdListing::alias(const lang::Guid& id) const
{
    if (const auto* declared = declarations_.object(id))
        return declared->name;
    return id == default_ ? "default" : "";
}

std::string BcdListing::identifier(const lang::Guid& id) const
{
    const auto name = detail_ == ListingDetail::verbose ? std::string{} : alias(id);
    return name.empty() ? to_text(id) : '{' + name + '}';
}

std::string BcdListing::title(const BcdObject& object) const
{
    const auto* declared = declarations_.object(object.id);
    return printed_title(declared != nullptr ? declared->name : "", object.type);
}

bool BcdListing::shows(std::uint32_t element) const
{
    return element >> 28 != 4 || detail_ == ListingDetail::verbose;
}

std::string BcdListing::name(const BcdObject& object, std::uint32_t element) const
{
    const auto* declared = declarations_.element(element, object_kind(object.type));
    return declared != nullptr ? declared->name : fmt::format("custom:{:08x}", element);
}

std::string BcdListing::integer(std::uint32_t element, std::string_view kind, std::uint64_t number) const
{
    if (const auto symbol = symbol_of(declarations_, element, kind, number))
        return std::string(printed_symbol(element, *symbol).value_or(*symbol));
    return printed_in_hexadecimal(element) ? fmt::format("0x{:x}", number) : std::to_string(number);
}

std::string BcdListing::device(const lang::RegData& data) const
{
    const auto device = decode_device(data);
    if (!device)
        return "unknown";
    auto text = printed_device(*device, detail_);
    if (device->options != lang::Guid{})
        text += ',' + identifier(device->options);
    return text;
}

std::vector<std::string> BcdListing::values(const BcdObject& object, std::uint32_t element,
                                            const lang::RegData& data) const
{
    if (lang::element_format(element) == ElementFormat::device)
        return {device(data)};
    const auto value = decode_element(element, data);
    if (!value)
        return {to_text(data)};
    const auto of_object = [this](const lang::Value& item) { return identifier(*item.get<lang::BootObject>().id); };
    switch (lang::element_format(element)) {
    case ElementFormat::string:
        return {value->get<std::string>()};
    case ElementFormat::object:
        return {of_object(*value)};
    case ElementFormat::object_list:
        return each_item(*value, of_object);
    case ElementFormat::integer:
        return {integer(element, object_kind(object.type), value->get<std::uint64_t>())};
    case ElementFormat::boolean:
        return {value->get<bool>() ? "Yes" : "No"};
    case ElementFormat::integer_list:
        return each_item(*value,
                         [](const lang::Value& item) { return fmt::format("0x{:x}", item.get<std::uint64_t>()); });
    default:
        return {storage::to_hex(data.bytes)};
    }
}

std::optional<BcdListing::MenuName> BcdListing::menu_name(const BcdObject& object) const
{
    const auto device = element_device(object, element::device);
    const auto* options = device ? this->object(device->options) : nullptr;
    if (options == nullptr || !std::holds_alternative<RamDisk>(device->layers.front().what))
        return std::nullopt;
    const auto shown = element_value<std::string>(*options, element::description).value_or("");
    const auto own = element_value<std::string>(object, element::description).value_or("");
    if (shown.empty() || shown == own)
        return std::nullopt;
    return MenuName{own, shown, options->id};
}

std::vector<std::string> BcdListing::lines() const
{
    std::vector<std::string> lines;
    for (const auto& object : objects_) {
        const auto heading = title(object);
        lines.insert(lines.end(), {"", heading, std::string(heading.size(), '-')});
        lines.push_back(padded("identifier", identifier(object.id)));
        for (const auto& [id, data] : object.elements) {
            if (!shows(id))
                continue;
            auto printed = values(object, id, data);
            if (printed.empty())
                printed.emplace_back();
            lines.push_back(padded(name(object, id), printed.front()));
            for (std::size_t i = 1; i < printed.size(); ++i)
                lines.push_back(padded("", printed[i]));
        }
    }
    return lines;
}

std::vector<std::string> BcdListing::device_remarks(const BcdObject& object) const
{
    std::vector<std::pair<std::string, std::vector<std::string>>> devices;  // text, names of elements
    std::map<std::string, std::size_t> places;                              // of texts
    for (const auto& [id, data] : object.elements) {
        if (lang::element_format(id) != ElementFormat::device)
            continue;
        const auto device = decode_device(data);
        if (device && !names_partition(*device))
            continue;
        const auto text = device ? device_text(*device) : "a device of a kind that is not known";
        const auto [place, is_new] = places.emplace(text, devices.size());
        if (is_new)
            devices.push_back({text, {}});
        devices[place->second].second.push_back(name(object, id));
    }
    std::vector<std::string> remarks;
    remarks.reserve(devices.size());
    for (const auto& [text, names] : devices)
        remarks.push_back(fmt::format("# {} {}: {}", identifier(object.id), fmt::join(names, ", "), text));
    return remarks;
}

std::vector<std::string> BcdListing::remarks() const
{
    std::vector<std::string> remarks;
    for (const auto& object : objects_) {
        std::ranges::move(device_remarks(object), std::back_inserter(remarks));
        if (const auto menu = menu_name(object))
            remarks.push_back(fmt::format("# {} description: \"{}\", but the boot menu shows \"{}\", the description "
                                          "of {}",
                                          identifier(object.id), menu->own, menu->shown, identifier(menu->options)));
    }
    return remarks;
}

}  // namespace hivemend::windows
