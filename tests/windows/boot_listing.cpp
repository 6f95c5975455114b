// The listing of boot stores of our own, to the letter.
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "runtime/windows/bcd/codec.hpp"
#include "runtime/windows/bcd/device.hpp"
#include "runtime/windows/bcd/listing.hpp"
#include "runtime/windows/bcd/listing_words.hpp"
#include "tests/windows/stores.hpp"

namespace hivemend::windows::test {
namespace {

using lang::Value;

lang::Guid id_of(std::string_view text)
{
    return lang::parse_guid(text).value();
}

const auto manager_id = id_of("{9dea862c-5cdd-4e70-acc1-f32b344d4795}");
const auto windows_id = id_of("{11111111-0000-0000-0000-000000000001}");
const auto recovery_id = id_of("{22222222-0000-0000-0000-000000000002}");
const auto ramdisk_id = id_of("{33333333-0000-0000-0000-000000000003}");

lang::RegData device_data(const BcdDevice& device)
{
    return lang::reg_binary(encode_device(device));
}

std::vector<BcdObject> small_store()
{
    const auto os = device_data(device_of(MbrPartition{0x100000, 0x36234da4}));
    const auto recovery = device_data({ramdisk_id, {{RamDisk{0, 0, 0, "\\re.wim"}, 1}, {MbrPartition{1, 2}}}});
    const auto text = [](const char* words) { return lang::reg_sz(words); };
    const auto element = [](std::uint32_t id, Value value) { return std::pair(id, encode_element(id, value)); };
    const auto list = [](std::vector<Value> items) { return Value{std::move(items)}; };
    return {{ramdisk_id, 0x30000000, {{0x12000004, text("Windows Recovery")}, {0x31000003, os}}},
            {windows_id,
             0x10200003,
             {{0x11000001, os},
              {0x12000004, text("Windows")},
              element(0x15000007, {std::uint64_t{0x40000000}}),
              element(0x16000009, {true}),
              element(0x17000077, list({{std::uint64_t{0x15000075}}, {std::uint64_t{0x15000076}}})),
              {0x21000001, os},
              {0x21000026, device_data(device_of(BootDevice{}))},
              element(0x25000020, {std::uint64_t{1}}),
              element(0x25000080, {std::uint64_t{9}}),
              element(0x250000e0, {std::uint64_t{0}}),
              {0x26000090, dword(1)},
              {0x46000010, lang::reg_binary({std::byte{1}})}}},
            {recovery_id,
             0x10200003,
             {{0x11000001, recovery}, {0x12000004, text("Windows Recovery Environment")}, {0x21000001, recovery}}},
            {manager_id,
             0x10100002,
             {{0x11000001, device_data(device_of(BootDevice{}))},
              element(0x14000006, list({{id_of("{7ea2e1ac-2e61-4728-aaa3-896d9d0a9f0e}")}, {recovery_id}})),
              element(0x23000003, {windows_id}),
              element(0x24000001, list({{windows_id}, {recovery_id}})),
              element(0x25000004, {std::uint64_t{30}})}},
            {id_of("{0ce4991b-e6b3-4b16-b23c-5e0d9250e5d9}"), 0x20100000, {element(0x16000020, {false})}},
            {id_of("{44444444-0000-0000-0000-000000000004}"), 0x20200003, {element(0x14000006, list({}))}}};
}

std::string joined(const std::vector<std::string>& lines)
{
    return fmt::format("{}\n", fmt::join(lines, "\n"));
}

}  // namespace

TEST_CASE("a boot store is listed in the layout of bcdedit")
{
    const BcdListing listing(small_store(), library(), ListingDetail::usual);
    CHECK(joined(listing.lines()) == R"(
Windows Boot Manager
--------------------
identifier              {bootmgr}
device                  boot
inherit                 {globalsettings}
                        {22222222-0000-0000-0000-000000000002}
default                 {default}
displayorder            {default}
                        {22222222-0000-0000-0000-000000000002}
timeout                 30

Windows Boot Loader
-------------------
identifier              {default}
device                  unknown
description             Windows
truncatememory          0x40000000
recoveryenabled         Yes
allowedinmemorysettings 0x15000075
                        0x15000076
osdevice                unknown
custom:21000026         boot
nx                      OptOut
safeboot                9
bootstatuspolicy        DisplayAllFailures
bootlog                 dword 1

Windows Boot Loader
-------------------
identifier              {22222222-0000-0000-0000-000000000002}
device                  ramdisk=[unknown]\re.wim,{33333333-0000-0000-0000-000000000003}
description             Windows Recovery Environment
osdevice                ramdisk=[unknown]\re.wim,{33333333-0000-0000-0000-000000000003}

EMS Settings
------------
identifier              {emssettings}
bootems                 No

Inherited Settings (20200003)
-----------------------------
identifier              {44444444-0000-0000-0000-000000000004}
inherit

Device options
--------------
identifier              {33333333-0000-0000-0000-000000000003}
description             Windows Recovery
ramdisksdidevice        unknown
)");
    CHECK(
        joined(listing.remarks()) ==
        "# {default} device, osdevice: partition at 1048576 on disk 36234da4\n"
        "# {22222222-0000-0000-0000-000000000002} device, osdevice: ramdisk [partition at 1 on disk 00000002]\\re.wim, "
        "options {33333333-0000-0000-0000-000000000003}\n"
        "# {22222222-0000-0000-0000-000000000002} description: \"Windows Recovery Environment\", but the boot menu "
        "shows \"Windows Recovery\", the description of {33333333-0000-0000-0000-000000000003}\n"
        "# {33333333-0000-0000-0000-000000000003} ramdisksdidevice: partition at 1048576 on disk 36234da4\n");
}

TEST_CASE("a verbose listing has GUIDs and the elements of class 4")
{
    const auto text = joined(BcdListing(small_store(), library(), ListingDetail::verbose).lines());
    CHECK_THAT(text, Catch::Contains("identifier              {9dea862c-5cdd-4e70-acc1-f32b344d4795}\n"));
    CHECK_THAT(text, Catch::Contains("default                 {11111111-0000-0000-0000-000000000001}\n"));
    CHECK_THAT(text, Catch::Contains("EMS Settings\n------------\n"
                                     "identifier              {0ce4991b-e6b3-4b16-b23c-5e0d9250e5d9}\n"));
    CHECK_THAT(text, Catch::Contains("bootlog                 dword 1\ncustom:46000010         Yes\n"));
    CHECK_THAT(text, !Catch::Contains("{default}") && !Catch::Contains("{bootmgr}"));
}

TEST_CASE("a name that fills the column is followed by one blank")
{
    lang::Declarations long_names;
    for (const auto* name : {"aname-of-23-characters-", "a-name-of-24-characters-"})
        long_names.elements.emplace(
            name, lang::ElementDeclaration{.name = name,
                                           .id = 0x16000000u + static_cast<std::uint32_t>(std::string(name).size()),
                                           .kinds = {"any"}});
    const auto yes = lang::reg_binary({std::byte{1}});
    const BcdListing listing({{windows_id, 0x10200003, {{0x16000017, yes}, {0x16000018, yes}}}}, long_names,
                             ListingDetail::usual);
    const auto lines = listing.lines();
    REQUIRE(lines.size() == 6);
    CHECK(lines[4] == "aname-of-23-characters- Yes");
    CHECK(lines[5] == "a-name-of-24-characters- Yes");
}

TEST_CASE("devices are listed as bcdedit prints them")
{
    const auto listed = [](const BcdDevice& device, ListingDetail detail = ListingDetail::usual) {
        const BcdListing listing({}, library(), detail);
        return listing.values({}, 0x11000001, device_data(device));
    };
    using Lines = std::vector<std::string>;
    const auto boot_wim = BcdDevice{id_of("{ae5534e0-a924-466c-b836-758539a3ee3a}"),
                                    {{RamDisk{0, 0, 0, "\\sources\\boot.wim"}, 1}, {BootDevice{}}}};
    CHECK(listed(boot_wim) == Lines{"ramdisk=[boot]\\sources\\boot.wim,{ramdiskoptions}"});
    CHECK(listed(boot_wim, ListingDetail::verbose) ==
          Lines{"ramdisk=[boot]\\sources\\boot.wim,{ae5534e0-a924-466c-b836-758539a3ee3a}"});
    const BcdDevice vhd{{}, {{LocateElement{0x12000002}}, {VirtualDisk{"\\x.vhd"}}, {LocatePath{"\\x.vhd"}}}};
    CHECK(listed(vhd) == Lines{"vhd=[locate]\\x.vhd"});
    CHECK(listed(vhd, ListingDetail::verbose) == Lines{"vhd=[locate]\\x.vhd,locate=custom:12000002"});
    CHECK(listed({{}, {{FileDevice{"\\f"}}, {GptPartition{}}}}) == Lines{"file=[unknown]\\f"});
    CHECK(listed({{}, {{LocateElement{0x22000002}}}}) == Lines{"locate=custom:22000002"});
    CHECK(listed({{}, {{LocatePath{"\\bootmgr"}}}}) == Lines{"locate=\\bootmgr"});
    const BcdListing listing({}, library(), ListingDetail::usual);
    CHECK(listing.values({}, 0x11000001, lang::reg_binary(filled(88))) == Lines{"unknown"});
    CHECK(listing.values({}, 0x11000001, lang::reg_sz("boot")) == Lines{"unknown"});
}

TEST_CASE("each symbol of the standard library has its printed form")
{
    CHECK(printed_symbol(0x25000020, "optin") == "OptIn");
    CHECK(printed_symbol(0x15000011, "net") == "NET");
    CHECK(printed_symbol(0x250000f3, "net") == "Net");
    CHECK_FALSE(printed_symbol(0x25000020, "sometimes"));
    int symbols = 0;
    for (const auto& [name, element] : library().elements) {
        if (element.values.empty())
            continue;
        INFO(name << ": add the word that bcdedit prints to runtime/windows/bcd/listing_words.cpp");
        for (const auto& member : library().enums.at(element.values).members) {
            INFO(member.name);
            CHECK(printed_symbol(element.id, member.name));
            ++symbols;
        }
    }
    CHECK(symbols > 50);
}

TEST_CASE("titles of objects")
{
    CHECK(printed_title("", 0x101fffff) == "Firmware Application (101fffff)");
    CHECK(printed_title("", 0x20200004) == "Inherited Settings (20200004)");
    CHECK(printed_title("resumeloadersettings", 0x20200004) == "Resume Loader Settings");
    CHECK(printed_title("ramdiskoptions", 0x30000000) == "Setup Ramdisk Options");
    CHECK(printed_title("bootmgr", 0x10100002) == "Windows Boot Manager");
    CHECK(printed_title("", 0xf0000001) == "Object (f0000001)");
}

}  // namespace hivemend::windows::test
