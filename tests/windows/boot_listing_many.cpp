// Listings of stores that nobody made for a machine: very many objects, very many devices.
#include <ctime>

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

/// Seconds of this process, which other processes do not lengthen.
double spent(Objects objects, std::size_t expected)
{
    const auto start = std::clock();
    const BcdListing listing(std::move(objects), library(), ListingDetail::usual);
    CHECK(listing.remarks().size() == expected);
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

}  // namespace

// Four times as many take 4 times as long, and 16 times where each one is compared with all others.
TEST_CASE("the time of a listing grows with the number of objects and of devices, not faster")
{
    constexpr std::uint32_t few = 15000, many = 4 * few;
    CHECK(spent(renamed_entries(many), 2 * many) < 8 * spent(renamed_entries(few), 2 * few) + 0.5);
    CHECK(spent(many_devices(many), many) < 8 * spent(many_devices(few), few) + 0.5);
}

}  // namespace hivemend::windows::test
