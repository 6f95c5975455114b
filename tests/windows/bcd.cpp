// The boot store: elements between language and bytes, objects between keys and numbers.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "runtime/windows/bcd/codec.hpp"
#include "runtime/windows/bcd/store.hpp"
#include "tests/windows/support.hpp"

namespace hivemend::windows::test {
namespace {

const auto bootmgr = lang::parse_guid("{9dea862c-5cdd-4e70-acc1-f32b344d4795}").value();
const auto loader = lang::parse_guid("{efd09c92-76ed-11e0-8f40-d7ecc1f6baa2}").value();

Bytes bytes_of(std::initializer_list<int> list)
{
    Bytes bytes;
    for (const int byte : list)
        bytes.push_back(static_cast<std::byte>(byte));
    return bytes;
}

/// Declarations as the standard library has them for these elements.
lang::Declarations declarations()
{
    lang::Declarations all;
    all.enums["safe_mode"] = {.name = "safe_mode",
                              .members = {{"safe_mode", "minimal", 0}, {"safe_mode", "network", 1}}};
    all.elements.emplace(
        "safeboot",
        lang::ElementDeclaration{.name = "safeboot", .id = 0x25000080, .kinds = {"osloader"}, .values = "safe_mode"});
    all.objects["bootmgr"] = {.name = "bootmgr", .id = bootmgr, .kind = "bootmgr"};
    return all;
}

std::string shown(std::uint32_t id, const lang::RegData& data)
{
    return element_text(id, data, declarations(), "osloader");
}

}  // namespace

TEST_CASE("elements are written as bcdedit writes them")
{
    CHECK(encode_element(0x26000020, {true}) == lang::reg_binary(bytes_of({1})));
    CHECK(encode_element(0x26000020, {false}) == lang::reg_binary(bytes_of({0})));
    CHECK(encode_element(0x25000004, {std::uint64_t{10}}) == lang::reg_binary(bytes_of({10, 0, 0, 0, 0, 0, 0, 0})));
    CHECK(encode_element(0x15000023, {std::uint64_t{115200}}) ==
          lang::reg_binary(bytes_of({0, 0xc2, 1, 0, 0, 0, 0, 0})));
    CHECK(encode_element(0x25000080, {lang::EnumMember{"safe_mode", "network", 1}}) ==
          lang::reg_binary(bytes_of({1, 0, 0, 0, 0, 0, 0, 0})));
    CHECK(encode_element(0x22000002, {std::string("\\Windows")}) == lang::reg_sz("\\Windows"));
    CHECK(encode_element(0x23000003, {lang::BootObject{"x", loader}}).bytes.size() == 78);
    CHECK(encode_element(0x24000001, {std::vector<lang::Value>{{bootmgr}, {loader}}}).bytes.size() == 158);
    CHECK(encode_element(0x1700000a, {std::vector<lang::Value>{{std::uint64_t{0xffe38}}}}) ==
          lang::reg_binary(bytes_of({0x38, 0xfe, 0x0f, 0, 0, 0, 0, 0})));
    CHECK(encode_element(0x11000001, {lang::Device{"boot", bytes_of({1, 2})}}) == lang::reg_binary(bytes_of({1, 2})));
}

TEST_CASE("elements are shown in words")
{
    CHECK(shown(0x26000020, lang::reg_binary(bytes_of({1}))) == "yes");
    CHECK(shown(0x26000020, lang::reg_binary(bytes_of({0}))) == "no");
    CHECK(shown(0x26000020, lang::reg_binary(bytes_of({2}))) == to_text(lang::reg_binary(bytes_of({2}))));
    CHECK(shown(0x25000080, lang::reg_binary(bytes_of({1, 0, 0, 0, 0, 0, 0, 0}))) == "network");
    CHECK(shown(0x25000080, lang::reg_binary(bytes_of({9, 0, 0, 0, 0, 0, 0, 0}))) == "9");
    CHECK(shown(0x15000014, lang::reg_binary(bytes_of({0, 0xc2, 1}))) == "115200");  // install media write three bytes
    CHECK(shown(0x22000002, lang::reg_sz("\\Windows")) == to_text(lang::Value{std::string("\\Windows")}));
    CHECK(shown(0x23000003, lang::reg_sz(to_text(bootmgr))) == "bootmgr");
    CHECK(shown(0x24000001, lang::reg_multi_sz({to_text(bootmgr), to_text(loader)})) ==
          "[bootmgr, {efd09c92-76ed-11e0-8f40-d7ecc1f6baa2}]");
    CHECK(shown(0x1700000a, lang::reg_binary(bytes_of({0x38, 0xfe, 0x0f, 0, 0, 0, 0, 0}))) == "[0xffe38]");
    CHECK(shown(0x25000004, dword(3)) == "dword 3");  // the type does not fit
}

TEST_CASE("strings end at their first NUL")
{
    auto data = lang::reg_sz("en-US");
    data.bytes.resize(data.bytes.size() + 4, std::byte{'x'});
    CHECK(decode_element(0x12000005, data)->get<std::string>() == "en-US");
}

TEST_CASE("devices are named")
{
    auto boot = filled(88, 0);
    put_u32(boot, 16, 5);
    put_u32(boot, 24, 72);
    CHECK(shown(0x11000001, lang::reg_binary(boot)) == "boot");
    auto partition = filled(88, 0);
    put_u32(partition, 16, 6);
    put_u32(partition, 24, 72);
    put_u32(partition, 32, 0x100000);
    put_u32(partition, 52, 1);
    put_u32(partition, 56, 0x36234da4);
    CHECK(shown(0x11000001, lang::reg_binary(partition)) == "partition at 1048576 on disk 36234da4");
    put_u32(partition, 52, 0);
    CHECK(shown(0x11000001, lang::reg_binary(partition)) ==
          "partition {00100000-0000-0000-0000-000000000000} on disk {36234da4-0000-0000-0000-000000000000}");
    partition.resize(40);
    CHECK(shown(0x11000001, lang::reg_binary(partition)) == to_text(lang::reg_binary(partition)));
}

TEST_CASE("kinds and types of objects")
{
    CHECK(object_kind(0x10100002) == "bootmgr");
    CHECK(object_kind(0x10200003) == "osloader");
    CHECK(object_kind(0x20200003) == "osloader_settings");
    CHECK(object_kind(0x101fffff) == "unknown");
    CHECK(object_type("settings") == 0x20100000u);
    CHECK_FALSE(object_type("unknown"));
}

TEST_CASE("a store made from nothing holds what was set")
{
    auto changes = create_object(loader, 0x10200003);
    changes.push_back(set_element(loader, 0x1600000b, encode_element(0x1600000b, {true})));
    auto store = edited(new_hive("NewStoreRoot", 3), changes).bytes;
    CHECK(findings(store).empty());
    CHECK(HiveImage(store).find("Objects\\{efd09c92-76ed-11e0-8f40-d7ecc1f6baa2}\\Elements\\1600000b"));
    auto objects = read_objects(HiveImage(store));
    REQUIRE(objects.size() == 1);
    CHECK(objects[0].id == loader);
    CHECK(objects[0].type == 0x10200003);
    CHECK(objects[0].elements.size() == 1);
    store = edited(store, {delete_element(loader, 0x1600000b)}).bytes;
    CHECK(findings(store).empty());
    CHECK(read_objects(HiveImage(store))[0].elements.empty());
    CHECK_THROWS_WITH(read_objects(HiveImage(new_hive("R", 3))),
                      "the hive is not a boot store: it has no `Objects` key");
}

TEST_CASE("real stores take elements and stay sound")
{
    for (const std::string name : {"bios-win7-vm/BCD", "efi-win10-regipy/BCD", "efi-2objects/BCD", "bcdsys/BCD-NEW",
                                   "efi-win11-t470/Boot/BCD"}) {
        const auto bytes = real("bcd/" + name);
        if (!bytes)
            continue;
        INFO(name);
        const auto ems = lang::parse_guid("{0ce4991b-e6b3-4b16-b23c-5e0d9250e5d9}").value();
        auto changes = create_object(bootmgr, 0x10100002);
        changes.push_back(set_element(bootmgr, 0x26000020, encode_element(0x26000020, {true})));
        changes.push_back(set_element(bootmgr, 0x25000004, encode_element(0x25000004, {std::uint64_t{10}})));
        for (const auto& change : create_object(ems, 0x20100000))
            changes.push_back(change);
        changes.push_back(set_element(ems, 0x15000022, encode_element(0x15000022, {std::uint64_t{1}})));
        const auto after = edited(*bytes, changes).bytes;
        CHECK(findings(after).empty());
        const auto undone = edited(after, {delete_element(bootmgr, 0x26000020), delete_element(ems, 0x15000022)}).bytes;
        CHECK(findings(undone).empty());
        for (const auto& object : read_objects(HiveImage(undone)))
            if (object.id == bootmgr) {
                CHECK_FALSE(object.elements.contains(0x26000020));
                CHECK(object.elements.at(0x25000004).bytes.size() == 8);
            }
    }
}

}  // namespace hivemend::windows::test
