// The strict check, continued: values, their data, and security descriptors.
#include <algorithm>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "runtime/windows/hive/check_names.hpp"
#include "tests/windows/check_support.hpp"

namespace hivemend::windows::test {
namespace {

/// `Family\Beta` with a `Blob` of 20,000 bytes in two segments, the last as short as it may be.
Bytes segmented()
{
    auto hive = family();
    const auto blob = record_of_value(hive, "Family\\Beta", "Blob");
    const auto first = add_cell(hive, filled(16344)), second = add_cell(hive, filled(20'000 - 16344));
    Bytes segments(8);
    put_u32(segments, 0, first);
    put_u32(segments, 4, second);
    const auto record = list("db", {add_cell(hive, segments)});
    put_u32(hive, blob + 4, 20'000);
    put_u32(hive, blob + 8, add_cell(hive, record));
    put_u16(hive, at_cell(hive, blob + 8) + 2, 2);
    return hive;
}

/// A copy of the descriptor of all keys, between it and the next in the ring.
std::size_t add_descriptor(Bytes& hive, std::uint32_t users)
{
    const auto old = security_of(hive);
    const auto first = static_cast<std::uint32_t>(old - 4 - first_bin);
    Bytes record(hive.begin() + static_cast<std::ptrdiff_t>(old),
                 hive.begin() + static_cast<std::ptrdiff_t>(old + 20 + u32(hive, old + 16)));
    put_u32(record, 8, first);
    put_u32(record, 12, users);
    const auto cell = add_cell(hive, record);
    put_u32(hive, at_cell(hive, old + 4) + 8, cell);
    put_u32(hive, std::size_t{first_bin} + cell + 4 + 4, u32(hive, old + 4));
    put_u32(hive, old + 4, cell);
    put_u32(hive, old + 8, first == u32(hive, old + 8) ? cell : u32(hive, old + 8));
    return std::size_t{first_bin} + cell + 4;
}

}  // namespace

TEST_CASE("check: lists and records of values")
{
    const auto whole = family();
    const auto key = record_of(whole, "Family"), values = at_cell(whole, key + 40);
    const auto note = record_of_value(whole, "Family", "Note");
    auto hive = whole;
    put_u32(hive, key + 40, nil);
    only(hive, key + 40, "Family", "the list of values is missing");
    hive = whole;
    put_u32(hive, key + 36, 1'000'000'000);
    CHECK(shown(check_hive(ByteView(hive))).find("the list of values needs 4000000000 bytes; its cell at 0x") !=
          std::string::npos);
    hive = whole;
    put_u16(hive, key + 2, 0x60);  // a predefined handle: its count of values is the handle
    put_u32(hive, key + 36, 0x8000'0002);
    sound(hive);

    hive = whole;
    put_u32(hive, values + 4, 0x30);
    only(hive, values + 4, "Family", "a value should be at 0x1030, where no cell in use starts");
    hive = whole;
    put_u32(hive, values + 4, u32(hive, values));
    only(hive, values + 4, "Family",
         fmt::format("a value is in the cell at 0x{:x}, which something else uses too", at_cell(hive, values) - 4));
    hive = whole;
    hive[note] = std::byte{'x'};
    only(hive, note, "Family", "a value does not start with `vk`");
    hive = whole;
    put_u16(hive, note + 2, 500);
    CHECK(shown(check_hive(ByteView(hive)))
              .starts_with(
                  fmt::format("0x{:x} `Family`: a value has a name of 500 bytes; its cell has room for ", note + 2)));

    hive = hive_with(
        {SetValue{"K", "Same1", dword(1)}, SetValue{"K", "Other", dword(1)}, SetValue{"K", "Same2", dword(1)}});
    const auto second = record_of_value(hive, "K", "Same2");
    const auto name = bytes_of("sAME1");
    std::ranges::copy(name, hive.begin() + static_cast<std::ptrdiff_t>(second + 20));
    const auto report = shown(check_hive(ByteView(hive)));
    CHECK(report.ends_with("`K`: two values of the key have the same name\n"));
    CHECK(std::ranges::count(report, '\n') == 1);
}

TEST_CASE("check: data of values")
{
    const auto whole = family();
    const auto note = record_of_value(whole, "Family", "Note"), number = record_of_value(whole, "Family", "Name");
    const auto data_cell = at_cell(whole, note + 8) - 4;
    auto hive = whole;
    put_u32(hive, number + 4, 0x8000'0005);
    only(hive, number + 4, "Family", "a value says that 5 bytes of data are in its record, which has room for 4");
    hive = whole;
    put_u32(hive, note + 4, 0);
    only(hive, note + 8, "Family", "a value without data has a cell for it");
    put_u32(hive, note + 8, nil);
    sound(hive);
    hive = whole;
    put_u32(hive, note + 8, nil);
    only(hive, note + 8, "Family", "the data of a value is missing");
    hive = whole;
    put_u32(hive, note + 4, 16344);
    const auto room = 0u - u32(whole, data_cell) - 4;
    only(hive, note + 8, "Family",
         fmt::format("the data of a value needs 16344 bytes; its cell at 0x{:x} has {}", data_cell, room));
    put_u32(hive, note + 4, 16345);
    only(hive, data_cell + 4, "Family", "a value of 16345 bytes is not kept in segments, so Windows cannot read it");
    put_u32(hive, 24, 3);  // without segments in this version; its lists are another matter
    CHECK(shown(check_hive(ByteView(hive))).find("the data of a value needs 16345 bytes") != std::string::npos);
}

TEST_CASE("check: data in segments")
{
    const auto whole = segmented();
    const auto blob = record_of_value(whole, "Family\\Beta", "Blob");
    const auto record = at_cell(whole, blob + 8), segments = at_cell(whole, record + 4);
    const std::string key = "Family\\Beta";
    sound(whole);
    auto hive = whole;
    put_u16(hive, record + 2, 3);
    only(hive, record + 2, key, "a value of 20000 bytes has 3 segments instead of 2");
    hive = whole;
    put_u32(hive, record + 4, 8);
    only(hive, record + 4, key, "the list of segments of a value should be at 0x1008, where no cell in use starts");
    hive = whole;
    put_u32(hive, segments + 4, u32(hive, segments));
    only(hive, segments + 4, key,
         fmt::format("a segment of a value is in the cell at 0x{:x}, which something else uses too",
                     at_cell(hive, segments) - 4));
    hive = whole;
    put_u32(hive, blob + 4, 20'009);
    only(hive, segments + 4, key,
         fmt::format("a segment of a value needs 3665 bytes; its cell at 0x{:x} has 3660",
                     at_cell(hive, segments + 4) - 4));
}

TEST_CASE("check: security descriptors")
{
    const auto whole = family();
    const auto security = security_of(whole), beta = record_of(whole, "Family\\Beta");
    auto hive = whole;
    put_u32(hive, beta + 44, nil);
    only(hive, beta + 44, "Family\\Beta", "the key has no security descriptor");
    hive = whole;
    put_u32(hive, beta + 44, 8);
    only(hive, beta + 44, "Family\\Beta",
         "the security descriptor of the key should be at 0x1008, where no cell in use starts");
    hive = whole;
    hive[security] = std::byte{'x'};
    only(hive, security, "", "the security descriptor of the key does not start with `sk`");
    hive = whole;
    put_u32(hive, security + 12, 6);
    only(hive, security + 12, "", "a security descriptor counts its keys as 6; those that use it are 5");
    put_u32(hive, security + 12, 4);
    only(hive, security + 12, "", "a security descriptor counts its keys as 4; those that use it are 5");
    hive = whole;
    put_u32(hive, security + 16, 0xffff'fff0);
    CHECK(shown(check_hive(ByteView(hive)))
              .starts_with(fmt::format(
                  "0x{:x} ``: the security descriptor of the key has 4294967280 bytes; its cell has room for ",
                  security + 16)));
    hive = whole;
    const auto note = record_of_value(whole, "Family", "Note");
    put_u32(hive, note + 8, u32(hive, beta + 44));
    only(hive, record_of(hive, "") + 44, "",
         fmt::format("the security descriptor of the key is in the cell at 0x{:x}, which something else uses too",
                     security - 4));
}

TEST_CASE("check: the ring of security descriptors")
{
    const auto whole = family();
    const auto first = security_of(whole), beta = record_of(whole, "Family\\Beta");
    auto hive = whole;
    put_u32(hive, first + 4, 8);
    only(hive, first + 4, "", "the next security descriptor should be at 0x1008, where no cell in use starts");
    hive = whole;
    put_u32(hive, first + 8, 8);
    only(hive, first + 8, "",
         fmt::format("a security descriptor says that the one before it is at 0x1008; it is at 0x{:x}", first - 4));

    hive = whole;
    const auto second = add_descriptor(hive, 0);
    sound(hive);
    put_u32(hive, second + 12, 1);
    only(hive, second + 12, "", "a security descriptor counts its keys as 1; those that use it are 0");
    put_u32(hive, beta + 44, static_cast<std::uint32_t>(second - 4 - first_bin));
    put_u32(hive, first + 12, 4);
    sound(hive);
    auto alone = hive;
    for (const auto descriptor : {first, second})
        for (const std::size_t link : {4u, 8u})
            put_u32(alone, descriptor + link, static_cast<std::uint32_t>(descriptor - 4 - first_bin));
    only(alone, second + 4, "Family\\Beta", "the security descriptor of the key is not in the ring of descriptors");

    const auto third = add_descriptor(hive, 0);  // first, third, second
    sound(hive);
    put_u32(hive, second + 4, static_cast<std::uint32_t>(third - 4 - first_bin));
    only(
        hive, second + 4, "",
        fmt::format("the next security descriptor is in the cell at 0x{:x}, which something else uses too", third - 4));
    put_u32(hive, second + 4, static_cast<std::uint32_t>(second - 4 - first_bin));
    only(hive, second + 4, "",
         fmt::format("the ring of security descriptors comes back to the one at 0x{:x} before it is closed",
                     second - 4));
}

TEST_CASE("check: upper case decides only where every Windows agrees")
{
    const auto upper = [](char16_t unit) { return std::pair(upper_case(unit).unit, upper_case(unit).certain); };
    const auto certain = [](char16_t unit) { return std::pair(unit, true); };
    CHECK(upper(u'a') == certain(u'A'));
    CHECK(upper(u'[') == certain(u'['));
    CHECK(upper(u'\u00e9') == certain(u'\u00c9'));
    CHECK(upper(u'\u00f7') == certain(u'\u00f7'));
    CHECK(upper(u'\u00ff') == certain(u'\u0178'));
    CHECK(upper(u'\u0151') == certain(u'\u0150'));
    CHECK(upper(u'\u017a') == certain(u'\u0179'));
    CHECK(upper(u'\u03c2') == certain(u'\u03a3'));
    CHECK(upper(u'\u044f') == certain(u'\u042f'));
    CHECK(upper(u'\u0456') == certain(u'\u0406'));
    CHECK(upper(u'\u6f22') == certain(u'\u6f22'));
    CHECK(upper(u'\u317b') == std::pair(u'\u317b', true));  // `{1` in ASCII, read as UTF-16
    CHECK(upper(u'\u2d63') == std::pair(u'\u2d63', true));
    CHECK_FALSE(upper_case(u'\u00b5').certain);
    CHECK_FALSE(upper_case(u'\u0131').certain);
    CHECK_FALSE(upper_case(u'\u10d0').certain);

    const auto ascii = [](std::string_view text) {
        return RawName{ByteView(reinterpret_cast<const std::byte*>(text.data()), text.size()), true};
    };
    const auto wide = [](std::u16string_view text) {
        return RawName{ByteView(reinterpret_cast<const std::byte*>(text.data()), 2 * text.size()), false};
    };
    CHECK(compare_names(ascii("b_"), ascii("BA")) == NameOrder::after);
    CHECK(compare_names(ascii("Key"), wide(u"kEY")) == NameOrder::same);
    CHECK(compare_names(ascii("Key"), ascii("Keys")) == NameOrder::before);
    CHECK(compare_names(wide(u"z\u10d0"), wide(u"a\u10d1")) == NameOrder::after);  // decided before the uncertain one
    CHECK(compare_names(wide(u"\u10d0"), wide(u"\u10d1")) == NameOrder::uncertain);
    CHECK(hash_of(ascii("vioscsi")).hash == 0x96b7f5dcu);
    CHECK(hash_of(ascii("CurrentControlSet")).hash == 0x23b1b3f4u);
    CHECK_FALSE(hash_of(wide(u"\u10d0")).certain);
    CHECK(name_hint(wide(u"ab")) == std::array{std::byte{'a'}, std::byte{'b'}, std::byte{0}, std::byte{0}});
    CHECK(name_hint(wide(u"ab\u0151")) == std::array<std::byte, 4>{});
}

}  // namespace hivemend::windows::test
