// Listings of stores that nobody made for a machine: very many objects, very many devices.
#include <algorithm>

#include <catch2/catch.hpp>

#include "runtime/windows/bcd/codec.hpp"
#include "runtime/windows/bcd/device.hpp"
#include "runtime/windows/bcd/listing.hpp"
#include "tests/windows/stores.hpp"

namespace hivemend::windows::test {
namespace {

using Objects = std::vector<BcdObject>;

lang::Guid numbered(std::uint32_t number)
{
    lang::Guid id;
    for (std::size_t i = 0; i < 4; ++i)
        id.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
    return id;
}

lang::RegData ramdisk_of(std::uint32_t options, const std::string& path)
{
    return lang::reg_binary(encode_device({numbered(options), {{RamDisk{0, 0, 0, path}, 1}, {GptPartition{}, 0}}}));
}

/// Entries of which each is shown under the description of another one.
Objects renamed_entries(std::uint32_t count)
{
    Objects objects;
    for (std::uint32_t number = 0; number < count; ++number) {
        BcdObject object{.id = numbered(number), .type = 0x10200003, .elements = {}};
        object.elements[0x11000001] = ramdisk_of(number ^ 1, "\\a");
        object.elements[0x12000004] = lang::reg_sz(number % 2 == 0 ? "even" : "odd");
        objects.push_back(std::move(object));
    }
    return objects;
}

/// One object, with devices that are all different.
Objects many_devices(std::uint32_t count)
{
    BcdObject object{.id = numbered(1), .type = 0x10200003, .elements = {}};
    for (std::uint32_t number = 0; number < count; ++number)
        object.elements[0x11000000 + number] = ramdisk_of(0, "\\" + std::to_string(number));
    return {std::move(object)};
}

std::vector<std::string> remarks(Objects objects)
{
    return BcdListing(std::move(objects), library(), ListingDetail::usual).remarks();
}

}  // namespace

TEST_CASE("each of very many objects and devices has its remark")
{
    constexpr std::uint32_t count = 5000;
    const auto renamed = remarks(renamed_entries(count));
    CHECK(renamed.size() == 2 * count);
    CHECK(std::ranges::count_if(renamed, [](const std::string& line) {
              return line.find("description: \"even\", but the boot menu shows \"odd\"") != std::string::npos;
          }) == count / 2);
    CHECK(remarks(many_devices(count)).size() == count);
}

}  // namespace hivemend::windows::test
