// The boot store on arbitrary bytes, three ways: as the data of an element, as a recipe of a device, and as the hive of
// a store, which is listed and, where it is sound, edited. Data that nobody knows stays as it is in all of them.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "lang/check/check.hpp"
#include "runtime/report/boot_listing.hpp"
#include "runtime/windows/bcd/codec.hpp"
#include "runtime/windows/bcd/device.hpp"
#include "runtime/windows/bcd/listing.hpp"
#include "runtime/windows/bcd/listing_device.hpp"
#include "runtime/windows/hive/check.hpp"
#include "runtime/windows/hive/records.hpp"

namespace {

using namespace hivemend;
using namespace hivemend::windows;

void require(bool holds, const char* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

const lang::Declarations& declarations()
{
    static const auto library = [] {
        lang::SourceMap sources;
        lang::Diagnostics diagnostics;
        return lang::load_library(sources, diagnostics);
    }();
    return library.declarations();
}

// Data of elements

void show(const BcdDevice& device)
{
    device_text(device);
    printed_device(device, ListingDetail::usual);
    printed_device(device, ListingDetail::verbose);
}

void read_device(ByteView bytes)
{
    const auto device = decode_device(bytes);
    if (!device)
        return;
    require(std::ranges::equal(encode_device(*device), bytes), "a device that was read is written otherwise");
    show(*device);
}

/// The bytes as data of every format and type; what is read is written in a form that is read the same.
void read_elements(ByteView bytes)
{
    for (std::uint32_t format = 0; format < 16; ++format) {
        const auto id = 0x10000001u | format << 24;
        for (const auto type : {lang::RegType::binary, lang::RegType::sz, lang::RegType::multi_sz}) {
            const lang::RegData data{type, Bytes(bytes.begin(), bytes.end())};
            element_text(id, data, declarations(), "bootmgr");
            const auto value = decode_element(id, data);
            if (!value || lang::element_format(id) == lang::ElementFormat::device)
                continue;
            require(decode_element(id, encode_element(id, *value)) == value,
                    "an element that is written reads otherwise");
        }
    }
}

// Devices made of the input

class Recipe {
public:
    explicit Recipe(ByteView bytes) : bytes_(bytes) {}

    std::uint8_t byte() { return at_ < bytes_.size() ? std::to_integer<std::uint8_t>(bytes_[at_++]) : std::uint8_t{0}; }
    std::uint64_t number()
    {
        std::uint64_t result = 0;
        for (int i = 0; i < 8; ++i)
            result = result << 8 | byte();
        return result;
    }
    lang::Guid guid()
    {
        lang::Guid result;
        std::ranges::generate(result.bytes, [&] { return byte(); });
        return result;
    }
    std::string path()
    {
        std::string result = "\\";
        for (auto left = byte(); left > 0; --left) {
            const auto unit = byte();
            result += unit < 0x80 ? std::string(1, static_cast<char>(unit)) : unit < 0xc0 ? "\u00e9" : "\U0001F4BE";
        }
        return result;
    }

private:
    ByteView bytes_;
    std::size_t at_ = 0;
};

DeviceLayer::Variant wrapping(Recipe& recipe)
{
    switch (recipe.byte() % 4) {
    case 0:
        return FileDevice{recipe.path()};
    case 1:
        return RamDisk{recipe.number(), recipe.number(), static_cast<std::uint32_t>(recipe.number()), recipe.path()};
    case 2:
        return VirtualDisk{recipe.path()};
    default:
        return LocateElement{static_cast<std::uint32_t>(recipe.number())};
    }
}

DeviceLayer::Variant innermost(Recipe& recipe)
{
    switch (recipe.byte() % 5) {
    case 0:
        return BootDevice{};
    case 1:
        return GptPartition{recipe.guid(), recipe.guid()};
    case 2:
        return MbrPartition{recipe.number(), static_cast<std::uint32_t>(recipe.number())};
    case 3:
        return LocatePath{recipe.path()};
    default:
        return LocateElement{static_cast<std::uint32_t>(recipe.number())};
    }
}

void write_device(ByteView bytes)
{
    Recipe recipe(bytes);
    BcdDevice device{.options = recipe.guid(), .layers = {}};
    for (auto left = recipe.byte() % most_device_layers; left > 0; --left) {
        const auto flags = static_cast<std::uint32_t>(recipe.byte());
        device.layers.push_back({wrapping(recipe), flags});
    }
    device.layers.push_back({innermost(recipe), recipe.byte()});
    require(decode_device(encode_device(device)) == device, "a device that is written reads otherwise");
    show(device);
}

// Stores

template <class Work>
void tolerate(Work work)
{
    try {
        work();
    } catch (const Malformed&) {
    } catch (const Error&) {
    }
}

void list(const HiveImage& image)
{
    for (const auto detail : {ListingDetail::usual, ListingDetail::verbose}) {
        const BcdListing listing(read_objects(image), declarations(), detail);
        report::boot_listing_text({"fuzz", {}}, listing);
        report::boot_listing_json({"fuzz", {}}, listing);
    }
}

/// Every key and value of a sound hive by its path.
using Content = std::map<std::string, lang::RegData>;

void read_keys(const HiveImage& image, KeyRef key, const std::string& path, Content& content)
{
    content[path];
    for (auto& value : image.values(key))
        content[path + "@" + lang::ascii_lower(value.name)] = std::move(value.data);
    for (const auto child : image.subkeys(key))
        read_keys(image, child, path + "\\" + lang::ascii_lower(image.key(child).name), content);
}

Content content_of(const HiveImage& image)
{
    Content content;
    read_keys(image, image.root(), "", content);
    return content;
}

/// Writes an element into the first object and takes one out of the last: nothing else differs.
void edit(const Bytes& bytes, const HiveImage& image)
{
    constexpr std::uint32_t element = 0x1f0f0f0f;
    const auto objects = read_objects(image);
    if (objects.empty())
        return;
    const auto path_of = [](const BcdObject& object, std::uint32_t number) {
        char digits[9];
        std::snprintf(digits, sizeof digits, "%08x", number);
        return "\\objects\\" + to_text(object.id) + "\\elements\\" + digits;
    };
    auto expected = content_of(image);
    const auto written = lang::reg_binary({std::byte{1}});
    std::vector<HiveChange> changes{set_element(objects.front().id, element, written)};
    expected[path_of(objects.front(), element)];
    expected[path_of(objects.front(), element) + "@element"] = written;
    if (const auto& last = objects.back(); objects.size() > 1 && !last.elements.empty()) {
        const auto gone = path_of(last, last.elements.begin()->first);
        changes.push_back(delete_element(last.id, last.elements.begin()->first));
        std::erase_if(expected, [&](const auto& entry) { return entry.first.starts_with(gone); });
    }
    const auto after = edit_hive({.name = "BCD", .primary = bytes}, changes).bytes;
    require(content_of(HiveImage(after)) == expected, "an edit changed what it was not about");
}

/// Editing starts children, so it is done for some inputs: always the same ones.
bool is_chosen(ByteView bytes)
{
    std::uint32_t hash = 2166136261u;
    for (const auto byte : bytes)
        hash = (hash ^ std::to_integer<std::uint32_t>(byte)) * 16777619u;
    return hash % 16 == 0;
}

void read_store(Bytes bytes)
{
    // A wrong checksum would hide everything behind it.
    if (bytes.size() >= 512)
        put(std::span(bytes), 508, base_block_checksum(bytes));
    tolerate([&] {
        const HiveImage image(bytes);
        tolerate([&] { list(image); });
        if (is_chosen(bytes) && check_hive(image).sound())
            edit(bytes, image);
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView bytes{reinterpret_cast<const std::byte*>(data), size};
    constexpr std::size_t longest_data = 2048;  // of the elements that are seen
    if (size <= longest_data) {
        read_device(bytes);
        read_elements(bytes);
        write_device(bytes);
    }
    read_store({bytes.begin(), bytes.end()});
    return 0;
}
