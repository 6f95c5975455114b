// Objects and elements as keys of a hive.
#include "runtime/windows/bcd/store.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

std::optional<std::uint32_t> element_number(const std::string& name)
{
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number, 16);
    if (name.size() != 8 || error != std::errc{} || end != name.data() + name.size())
        return std::nullopt;
    return number;
}

std::string object_key(const lang::Guid& object)
{
    return "Objects\\" + to_text(object);
}

std::string element_key(const lang::Guid& object, std::uint32_t element)
{
    return fmt::format("{}\\Elements\\{:08x}", object_key(object), element);
}

std::optional<BcdObject> read_object(const HiveImage& image, KeyRef key)
{
    const auto id = lang::parse_guid(key_node(image, key.cell).name());
    const auto description = image.child(key, "Description");
    const auto type = description ? image.value(*description, "Type") : std::nullopt;
    const auto number = type ? as_dword(*type) : std::nullopt;
    if (!id || !number)
        return std::nullopt;
    BcdObject object{.id = *id, .type = *number};
    const auto elements = image.child(key, "Elements");
    for (const auto element : elements ? image.subkeys(*elements) : std::vector<KeyRef>{}) {
        const auto element_id = element_number(key_node(image, element.cell).name());
        auto data = image.value(element, "Element");
        if (element_id && data)
            object.elements.emplace(*element_id, std::move(*data));
    }
    return object;
}

}  // namespace

std::vector<BcdObject> read_objects(const HiveImage& image)
{
    const auto top = image.find("Objects");
    if (!top)
        throw Malformed("boot store", std::uint64_t{first_bin} + image.root().cell,
                        "the hive is not a boot store: it has no `Objects` key", {},
                        "check which file stands in the place of the boot store");
    std::vector<BcdObject> objects;
    for (const auto key : image.subkeys(*top))
        if (auto object = read_object(image, key))
            objects.push_back(std::move(*object));
    std::ranges::sort(objects, {}, &BcdObject::id);
    return objects;
}

HiveChange set_element(const lang::Guid& object, std::uint32_t element, lang::RegData data)
{
    return SetValue{element_key(object, element), "Element", std::move(data)};
}

HiveChange delete_element(const lang::Guid& object, std::uint32_t element)
{
    return DeleteKey{element_key(object, element)};
}

HiveChange delete_object(const lang::Guid& object)
{
    return DeleteKey{object_key(object)};
}

std::vector<HiveChange> create_object(const lang::Guid& object, std::uint32_t type)
{
    return {SetValue{object_key(object) + "\\Description", "Type", lang::reg_dword(type)},
            CreateKey{object_key(object) + "\\Elements"}};
}

}  // namespace hivemend::windows
