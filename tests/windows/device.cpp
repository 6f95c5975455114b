// Device elements: bytes, what they name, and the same bytes again.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "lang/types/signature.hpp"
#include "runtime/windows/bcd/device.hpp"
#include "tests/windows/stores.hpp"

namespace hivemend::windows::test {
namespace {

const lang::Guid partition_id = lang::parse_guid("{03020100-0504-0706-0809-0a0b0c0d0e0f}").value();
const lang::Guid disk_id = lang::parse_guid("{13121110-1514-1716-1819-1a1b1c1d1e1f}").value();
const lang::Guid options_id = lang::parse_guid("{ae5534e0-a924-466c-b836-758539a3ee3a}").value();

Bytes hex(std::string_view text)
{
    Bytes bytes;
    std::string digits;
    for (const char c : text) {
        if (c == ' ')
            continue;
        digits += c;
        if (digits.size() == 2) {
            bytes.push_back(static_cast<std::byte>(std::stoi(digits, nullptr, 16)));
            digits.clear();
        }
    }
    REQUIRE(digits.empty());
    return bytes;
}

std::string zeros(std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += "00";
    return text;
}

const std::string no_options = zeros(16);
const std::string boot_packet = "05000000 00000000 48000000 00000000" + zeros(56);
const std::string gpt_packet = "06000000 00000000 48000000 00000000 000102030405060708090a0b0c0d0e0f 00000000 00000000"
                               "101112131415161718191a1b1c1d1e1f" +
                               zeros(16);
const std::string mbr_packet = "06000000 00000000 48000000 00000000 0000100000000000" + zeros(8) +
                               "00000000 01000000 a44d2336" + zeros(12) + zeros(16);
const std::string path_ab = "5c006100 2e006200 0000";  // \a.b

struct Sample {
    const char* what;
    std::string bytes;
    BcdDevice device;
    const char* text;
};

/// Every kind of device, written out.
std::vector<Sample> samples()
{
    const std::string record_on_boot = "01000000 5e000000 05000000" + boot_packet + path_ab;
    const std::string locate_packet = "08000000 00000000 26000000 00000000 01000000 00000000 00000000" + path_ab;
    const std::string record_on_located = "01000000 3c000000 05000000" + locate_packet + path_ab;
    const std::string file_on_located = "00000000 00000000 50000000 00000000 05000000" + record_on_located;
    return {
        {"boot", no_options + boot_packet, device_of(BootDevice{}), "boot"},
        {"GPT partition", no_options + gpt_packet, device_of(GptPartition{partition_id, disk_id}),
         "partition {03020100-0504-0706-0809-0a0b0c0d0e0f} on disk {13121110-1514-1716-1819-1a1b1c1d1e1f}"},
        {"MBR partition", no_options + mbr_packet, device_of(MbrPartition{0x100000, 0x36234da4}),
         "partition at 1048576 on disk 36234da4"},
        {"locate by element",
         no_options + "08000000 00000000 1e000000 00000000 00000000 02000022 00000000 0000",
         {{}, {{LocateElement{0x22000002}}}},
         "locate custom:22000002"},
        {"locate by path", no_options + locate_packet, {{}, {{LocatePath{"\\a.b"}}}}, "locate \\a.b"},
        {"file",
         no_options + "00000000 00000000 72000000 00000000 05000000" + record_on_boot,
         {{}, {{FileDevice{"\\a.b"}}, {BootDevice{}}}},
         "file [boot]\\a.b"},
        {"RAM disk",
         "e03455ae 24a96c46 b8367585 39a3ee3a 00000000 01000000 86000000 00000000 03000000"
         "0100000000000000 8c00000000000000 02000000" +
             record_on_boot,
         {options_id, {{RamDisk{1, 0x8c, 2, "\\a.b"}, 1}, {BootDevice{}}}},
         "ramdisk [boot]\\a.b, options {ae5534e0-a924-466c-b836-758539a3ee3a}"},
        {"virtual disk",
         no_options +
             "08000000 00000000 96000000 00000000 00000000 02000012 1e000000 0000"
             "00000000 00000000 78000000 00000000 06000000" +
             zeros(20) + file_on_located,
         {{}, {{LocateElement{0x12000002}}, {VirtualDisk{"\\a.b"}}, {LocatePath{"\\a.b"}}}},
         "vhd [locate \\a.b]\\a.b, locate custom:12000002"},
    };
}

/// What a store has after this value was written over: the same bytes, or a value that is left alone.
bool survives(ByteView bytes)
{
    const auto device = decode_device(bytes);
    return !device || std::ranges::equal(encode_device(*device), bytes);
}

const char* device_kind(const BcdDevice& device)
{
    static constexpr std::array names{
        "boot", "GPT partition", "MBR partition", "locate by path", "locate by element", "file", "RAM disk", "vhd"};
    const bool virtual_disk = device.layers.size() > 1 && std::holds_alternative<VirtualDisk>(device.layers[1].what);
    return virtual_disk ? "vhd" : names[device.layers.front().what.index()];
}

}  // namespace

TEST_CASE("every kind of device is read, named and written back")
{
    for (const auto& sample : samples()) {
        INFO(sample.what);
        const auto bytes = hex(sample.bytes);
        CHECK(encode_device(sample.device) == bytes);
        CHECK(decode_device(bytes) == sample.device);
        CHECK(device_value(sample.device) == lang::Device{std::string(sample.text), bytes});
    }
    CHECK(encode_device(device_of(BootDevice{})).size() == 88);
    CHECK(encode_device(device_of(GptPartition{partition_id, disk_id})).size() == 88);
    CHECK(encode_device(device_of(MbrPartition{0x100000, 0x36234da4})).size() == 88);
}

TEST_CASE("one byte more, less or other than Windows writes, and a device is kept as bytes")
{
    for (const auto& sample : samples()) {
        INFO(sample.what);
        const auto bytes = hex(sample.bytes);
        auto longer = bytes;
        longer.push_back(std::byte{0});
        CHECK_FALSE(decode_device(longer));
        for (std::size_t length = 0; length < bytes.size(); ++length)
            CHECK_FALSE(decode_device(ByteView(bytes).first(length)));
        auto reserved = bytes;
        reserved[16 + 12] = std::byte{1};
        CHECK_FALSE(decode_device(reserved));
        for (const std::uint32_t type : {1u, 2u, 3u, 4u, 7u, 9u, 10u, 0xffffffffu}) {
            auto other = bytes;
            put_u32(other, 16, type);
            CHECK_FALSE(decode_device(other));
        }
    }
    auto style = hex(no_options + gpt_packet);
    put_u32(style, 52, 2);
    CHECK_FALSE(decode_device(style));
    auto surrogate = hex(samples()[4].bytes);
    put_u16(surrogate, surrogate.size() - 4, 0xd800);  // text that would come back as another
    CHECK_FALSE(decode_device(surrogate));
}

TEST_CASE("text behind the first NUL of a path is kept and not read")
{
    BcdDevice device{{}, {{FileDevice{std::string("\\a\0b", 4)}}, {BootDevice{}}}};
    const auto bytes = encode_device(device);
    CHECK(decode_device(bytes) == device);
    CHECK(device_text(device) == "file [boot]\\a");
}

TEST_CASE("devices within devices are read to a limit")
{
    BcdDevice device = device_of(BootDevice{});
    while (device.layers.size() < most_device_layers)
        device.layers.insert(device.layers.begin(), {FileDevice{"\\f"}});
    CHECK(decode_device(encode_device(device)) == device);
    device.layers.insert(device.layers.begin(), {FileDevice{"\\f"}});
    CHECK_FALSE(decode_device(encode_device(device)));
    device.layers.insert(device.layers.begin(), 2000, {FileDevice{"\\f"}});
    CHECK_FALSE(decode_device(encode_device(device)));
}

TEST_CASE("every device of the real boot stores is written back byte for byte")
{
    const auto& stores = real_stores();
    if (stores.empty())
        return;
    std::map<std::string, std::size_t> kinds;
    std::size_t total = 0;
    for (const auto& store : stores)
        for (const auto& object : store.objects)
            for (const auto& [id, data] : object.elements) {
                if (lang::element_format(id) != lang::ElementFormat::device)
                    continue;
                INFO(place_of(store, object, id));
                ++total;
                const auto device = decode_device(data.bytes);
                REQUIRE(device);
                CHECK(encode_device(*device) == data.bytes);
                ++kinds[device_kind(*device)];
            }
    for (const auto& [kind, count] : kinds)
        std::cout << fmt::format("devices of real stores: {} {}\n", count, kind);
    CHECK(stores.size() == 24);
    CHECK(total == 159);
    CHECK(kinds ==
          std::map<std::string, std::size_t>{
              {"boot", 17}, {"GPT partition", 79}, {"MBR partition", 17}, {"RAM disk", 38}, {"file", 2}, {"vhd", 6}});
}

TEST_CASE("damaged devices are read as what they say, or kept as bytes")
{
    std::vector<Bytes> values;
    for (const auto& sample : samples())
        values.push_back(hex(sample.bytes));
    for (const auto& store : real_stores())
        for (const auto& object : store.objects)
            for (const auto& [id, data] : object.elements)
                if (lang::element_format(id) == lang::ElementFormat::device)
                    values.push_back(data.bytes);
    std::mt19937 random(20261123);
    const auto below = [&](std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random); };
    const int rounds = std::getenv("HIVEMEND_LONG") ? 1'000'000 : 60'000;
    int read = 0, kept = 0;
    for (int i = 0; i < rounds; ++i) {
        auto bytes = values[below(values.size())];
        for (auto times = below(3) + 1; times > 0 && !bytes.empty(); --times)
            switch (below(5)) {
            case 0:
                bytes[below(bytes.size())] ^= std::byte{1} << below(8);
                break;
            case 1:  // a field of 32 bits: types, lengths, offsets
                if (bytes.size() >= 4)
                    put_u32(bytes, below(bytes.size() / 4) * 4 + (bytes.size() % 4 == 0 ? 0 : below(bytes.size() % 4)),
                            static_cast<std::uint32_t>(below(2) ? below(0x100) : 0xfffffff0u + below(16)));
                break;
            case 2:
                bytes.resize(below(bytes.size() + 1));
                break;
            case 3:
                bytes.insert(bytes.end(), below(40), std::byte{0});
                break;
            default: {  // a part of another value, where packets begin
                const auto& other = values[below(values.size())];
                const auto at = below(bytes.size()), from = below(other.size());
                bytes.resize(at);
                bytes.insert(bytes.end(), other.begin() + static_cast<std::ptrdiff_t>(from), other.end());
                break;
            }
            }
        const auto device = decode_device(bytes);
        REQUIRE(survives(bytes));
        if (device)
            CHECK_FALSE(device_text(*device).empty());
        ++(device ? read : kept);
    }
    CHECK(read > 0);
    CHECK(kept > 0);
}

}  // namespace hivemend::windows::test
