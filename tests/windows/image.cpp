// Reading hives: what is one, what is not, and what damage says.
#include <catch2/catch.hpp>

#include "runtime/windows/hive/records.hpp"
#include "tests/windows/support.hpp"

namespace hivemend::windows::test {
namespace {

Malformed malformed(const Bytes& bytes)
{
    try {
        const HiveImage image(bytes);
        listing(bytes);
    } catch (const Malformed& thrown) {
        return thrown;
    }
    FAIL("the bytes were read");
    throw 0;
}

}  // namespace

TEST_CASE("a new hive has a root key and nothing else")
{
    for (const std::uint32_t minor : {3u, 5u}) {
        const auto hive = new_hive("CMI-CreateHive", minor);
        CHECK(hive.size() == 8192);
        CHECK(findings(hive).empty());
        const HiveImage image(hive);
        CHECK_FALSE(image.header().dirty());
        CHECK(image.header().minor == minor);
        CHECK(image.key(image.root()).name == "CMI-CreateHive");
        CHECK(image.subkeys(image.root()).empty());
        CHECK(image.values(image.root()).empty());
    }
}

TEST_CASE("keys and values are found without case and keep their spelling and type")
{
    const auto hive =
        hive_with({SetValue{"Control\\CrashControl", "DumpFile", lang::reg_expand_sz("%SystemRoot%\\MEMORY.DMP")},
                   SetValue{"control\\crashcontrol", "CrashDumpEnabled", dword(2)}, SetValue{"Control", "", dword(7)}});
    const HiveImage image(hive);
    const auto key = image.find("CONTROL\\CRASHCONTROL").value();
    CHECK(image.key(key).name == "CrashControl");
    CHECK(image.value(key, "crashdumpENABLED") == dword(2));
    CHECK(image.value(key, "DumpFile").value().type == lang::RegType::expand_sz);
    CHECK(image.value(image.find("Control").value(), "") == dword(7));
    CHECK_FALSE(image.value(key, "Missing"));
    CHECK_FALSE(image.find("Control\\Missing"));
    CHECK(findings(hive).empty());
}

TEST_CASE("what is no hive says so")
{
    CHECK(malformed({}).headline == "the file is empty, not a registry hive");
    CHECK(malformed(filled(9000)).headline == "the file is not a registry hive: it does not start with `regf`");
    auto short_file = new_hive("R", 5);
    short_file.resize(600);
    CHECK(malformed(short_file).headline == "the hive is truncated: 600 bytes, its header alone has 4096");
    auto truncated = new_hive("R", 5);
    truncated.resize(8000);
    CHECK(malformed(truncated).headline == "the hive is truncated: its header says 8192 bytes, the file has 8000");
    for (const std::uint32_t type : {1u, 2u, 6u}) {
        auto log = new_hive("R", 5);
        put_u32(log, 28, type);
        CHECK(malformed(log).headline == "the file is a transaction log, not a primary hive");
    }
    auto version = new_hive("R", 5);
    put_u32(version, 24, 2);
    CHECK(malformed(version).headline == "the hive has version 1.2; 1.3 to 1.6 are known");
}

TEST_CASE("damage names its offset")
{
    auto bin = new_hive("R", 5);
    bin[4096] = std::byte{'x'};
    CHECK(malformed(bin).headline == "a bin of the hive does not start with `hbin`");
    CHECK(malformed(bin).offset == 4096);
    CHECK_FALSE(malformed(bin).help.empty());

    auto cell = new_hive("R", 5);
    put_u32(cell, 4096 + 32, 0xfffffff0 - 4096);
    CHECK(malformed(cell).headline == "a cell of the hive says it has 4112 bytes, 4064 are left in its bin");

    auto list = new_hive("R", 5);
    put_u32(list, 4096 + 32 + 4 + 20, 1);  // one subkey, in no list
    CHECK(malformed(list).headline == "the list of subkeys of a key points to where no cell in use starts");

    auto name = new_hive("R", 5);
    put_u32(name, 4096 + 32 + 4 + 72, 600);
    CHECK(malformed(name).headline == "a key says that its name has 600 bytes");
}

TEST_CASE("a dirty hive is read, and says that it is dirty")
{
    auto hive = new_hive("R", 5);
    put_u32(hive, 4, 2);
    reseal(hive);
    CHECK(HiveImage(hive).header().dirty());
    put_u32(hive, 4, 1);
    CHECK(HiveImage(hive).header().dirty());  // the checksum is of other numbers
    reseal(hive);
    CHECK_FALSE(HiveImage(hive).header().dirty());
}

TEST_CASE("data in segments is read whole, and refused when it should be in segments and is not")
{
    const auto hive = real("hives/yarp/BigDataHive");
    if (!hive)
        return;
    const HiveImage image(*hive);
    std::size_t segmented = 0;
    for (const auto key : image.subkeys(image.root()))
        for (const auto& value : image.values(key))
            segmented += value.size > big_data;
    for (const auto& value : image.values(image.root()))
        segmented += value.size > big_data;
    CHECK(segmented > 0);

    auto plain = hive_with({SetValue{"K", "Big", lang::reg_binary(filled(20'000))}}, 3);
    put_u32(plain, 24, 5);
    reseal(plain);
    CHECK(malformed(plain).headline == "a value of 20000 bytes is not kept in segments, so Windows cannot read it");
}

}  // namespace hivemend::windows::test
