// Every reason for which a change is refused, in the words that a user reads.
#include <catch2/catch.hpp>

#include "runtime/windows/hive/check.hpp"
#include "runtime/windows/hive/records.hpp"
#include "tests/windows/check_support.hpp"

namespace hivemend::windows::test {
namespace {

/// A key with the values `A` and `B`, and the change that a guard stops: setting another value beside them.
Bytes pair()
{
    return hive_with({SetValue{"K", "A", lang::reg_sz("text")}, SetValue{"K", "B", dword(2)}});
}
const std::vector<HiveChange> beside{SetValue{"K", "C", dword(3)}};

std::string reason(const Bytes& hive, const std::vector<HiveChange>& changes = beside)
{
    const auto refused = refusal(hive, changes);
    if (changes.size() == 1)
        CHECK(obstacle(HiveImage(hive), changes[0]) == refused);
    return refused.value_or("not refused");
}

}  // namespace

TEST_CASE("a dirty hive is refused with both numbers")
{
    auto hive = pair();
    put_u32(hive, 4, 4317);
    put_u32(hive, 8, 4316);
    reseal(hive);
    CHECK(reason(hive) == "the hive is dirty (sequence numbers 4317 and 4316), and its logs come first");
    hive[508] ^= std::byte{1};
    CHECK(reason(hive) == "the checksum of its base block is wrong: the hive is dirty, and its logs come first");
}

TEST_CASE("a layered hive is refused")
{
    auto hive = pair();
    put_u32(hive, 144, 2);
    reseal(hive);
    CHECK(reason(hive) == "the hive is marked as layered or half defragmented (flag 2 of its base block)");
}

TEST_CASE("values that are too large are refused")
{
    CHECK_FALSE(refusal(pair(), {SetValue{"K", "C", lang::reg_binary(filled(999'996))}}));
    CHECK(reason(pair(), {SetValue{"K", "C", lang::reg_binary(filled(999'997))}}) ==
          "value `C` would have 999,997 bytes, this version writes up to 999,996");
}

TEST_CASE("names that this version does not create are refused")
{
    const auto hive = pair();
    CHECK(reason(hive, {CreateKey{"K\\\xc3\x89"}}) ==
          "the new key `\xc3\x89` has a name that is not ASCII, which this version does not create");
    CHECK(reason(hive, {SetValue{"K", "\xc3\xa9", dword(1)}}) ==
          "the new value `\xc3\xa9` has a name that is not ASCII, which this version does not create");
    CHECK(reason(hive, {CreateKey{"K\\" + std::string(256, 'x')}}) ==
          "the name of a new key has 256 characters, Windows allows 255");
    CHECK(reason(hive, {CreateKey{"K\\\\x"}}) == "a new key has no name");
    CHECK(reason(hive, {SetValue{"K", std::string("a\0b", 3), dword(1)}}) ==
          "the name of a new value holds a NUL character");
    CHECK_FALSE(refusal(hive, {CreateKey{"K\\" + std::string(255, 'x')}}));
    CHECK_FALSE(refusal(hive, {SetValue{"K", "\\DosDevices\\C:", dword(1)}}));  // MountedDevices has such names
}

TEST_CASE("a value that could not be written under its own name is refused, and beside others it stays as it is")
{
    const auto refused = [](const Bytes& hive, const std::string& name, const std::string& why) {
        CHECK(reason(hive, {SetValue{"K", name, dword(3)}}) == why);
        if (check_hive(HiveImage(hive)).sound())
            CHECK(reason(hive) == "not refused");
        else  // the same fault is there after the edit
            CHECK(refusal(hive, beside) == "the edited hive is not sound, so it was thrown away");
    };
    auto tombstone = pair();
    put_u16(tombstone, record_of_value(tombstone, "K", "A") + 16, 3);
    refused(tombstone, "A", "value `A` of key `K` is a tombstone of a layered key");

    auto nul = pair();
    nul[record_of_value(nul, "K", "A") + 20] = std::byte{0};
    const std::string name(1, '\0');
    refused(nul, name,
            "value `" + name + "` of key `K` has a name with a NUL character, which this version does not write");

    const auto wide = [](std::uint16_t unit) {
        auto hive = hive_with({SetValue{"K", "AB", dword(1)}, SetValue{"K", "B", dword(2)}});
        const auto record = record_of_value(hive, "K", "AB");
        put_u16(hive, record + 16, 0);
        put_u16(hive, record + 20, unit);
        return hive;
    };
    refused(wide('x'), "x",
            "value `x` of key `K` has a name stored in UTF-16 although Latin-1 would do, which this version does not "
            "write");
    refused(wide(0xd800), "\xef\xbf\xbd",
            "value `\xef\xbf\xbd` of key `K` has a name that is not sound UTF-16, which this version does not write");
    CHECK(reason(wide(0x4e00), {SetValue{"K", "\xe4\xb8\x80", dword(3)}}) == "not refused");

    auto twice = pair();
    twice[record_of_value(twice, "K", "B") + 20] = std::byte{'a'};
    refused(twice, "a", "key `K` holds two values named `a`");
}

TEST_CASE("values whose data hivex would not survive are refused beside any change")
{
    auto reference = pair();
    put_u32(reference, record_of_value(reference, "K", "A") + 4, 0);
    CHECK(reason(reference) == "value `A` of key `K` has no data, stored as a reference");

    auto dangling = pair();
    put_u32(dangling, record_of_value(dangling, "K", "A") + 8, 0x7f8);
    CHECK(reason(dangling) == "the data of a value points to where no cell in use starts (at offset 0x17f8)");
}

/// hivex reads all that it deletes, and gives up half way at what it cannot read.
TEST_CASE("a key is not deleted with something below it that hivex cannot read")
{
    auto key = hive_with({CreateKey{"K\\AB"}});
    const auto record = record_of(key, "K\\AB");
    put_u16(key, record + 2, 0);
    put_u16(key, record + 76, 0xd800);
    CHECK(reason(key, {DeleteKey{"K"}}) ==
          "key `\xef\xbf\xbd` has a name that is not sound UTF-16, which this version does not delete");

    auto value = hive_with({SetValue{"K\\L", "AB", dword(1)}});
    const auto value_record = record_of_value(value, "K\\L", "AB");
    put_u16(value, value_record + 16, 0);
    put_u16(value, value_record + 20, 0xd800);
    CHECK(reason(value, {DeleteKey{"K"}}) ==
          "value `\xef\xbf\xbd` of key `L` has a name that is not sound UTF-16, which this version does not delete");

    const auto with_data = [](std::uint32_t size) {
        auto hive = hive_with({SetValue{"K", "A", lang::reg_binary(filled(100))}}, 3);
        const auto cell = add_cell(hive, filled(size));
        const auto at = record_of_value(hive, "K", "A");
        put_u32(hive, at + 4, size);
        put_u32(hive, at + 8, cell);
        reseal(hive);
        return hive;
    };
    CHECK(reason(with_data(8'000'000), {DeleteKey{"K"}}) == "not refused");
    CHECK(reason(with_data(8'000'001), {DeleteKey{"K"}}) ==
          "value `A` of key `K` has 8,000,001 bytes, this version deletes keys with values of up to 8,000,000");
}

TEST_CASE("a key with more subkeys than hivex lists is neither added to nor deleted")
{
    auto hive = hive_with({CreateKey{"K\\L\\M"}, CreateKey{"K\\L\\Z"}});
    const auto cell_of = [&](const char* path) { return HiveImage(hive).find(path).value().cell; };
    const auto leaf = [&](std::uint16_t count, std::uint32_t key) {
        Bytes list(4 + std::size_t{8} * count);
        put(std::span(list), 0, std::uint32_t{0x686c} | std::uint32_t{count} << 16);  // lh
        for (std::size_t i = 0; i < count; ++i)
            put(std::span(list), 4 + 8 * i, key);
        return add_cell(hive, list);
    };
    add_cell(hive, filled(6'000'000));  // as much room as so many keys would take
    // Nobody asks here whether they are all different.
    const auto once = leaf(1, cell_of("K\\L\\M")), first = leaf(35'000, cell_of("K\\L\\Z"));
    const auto second = leaf(35'000, cell_of("K\\L\\Z"));
    Bytes index(16);
    put(std::span(index), 0, std::uint32_t{0x00036972});  // ri
    put(std::span(index), 4, once);
    put(std::span(index), 8, first);
    put(std::span(index), 12, second);
    const auto list = add_cell(hive, index);
    put_u32(hive, record_of(hive, "K\\L") + 28, list);
    put_u32(hive, record_of(hive, "K\\L") + 20, 70'001);
    reseal(hive);
    const HiveImage image(hive);
    const auto stops = [&](const HiveChange& change) { return obstacle(image, change).value_or("not refused"); };
    CHECK(stops(CreateKey{"K\\L\\N"}) == "key `K\\L` has 70001 subkeys, more than this version adds to");
    CHECK(stops(DeleteKey{"K\\L\\M"}) == "key `K\\L` has 70001 subkeys, more than this version deletes from");
}

TEST_CASE("links, handles and the root stop an edit")
{
    auto link = hive_with({SetValue{"L\\K", "A", dword(1)}});
    put_u16(link, record_of(link, "L") + 2, 0x30);
    CHECK(reason(link, {SetValue{"L\\K", "A", dword(2)}}) == "key `L` is a symbolic link");
    auto handle = pair();
    put_u16(handle, record_of(handle, "K") + 2, 0x60);
    CHECK(reason(handle) == "key `K` is a predefined handle");
    CHECK(reason(pair(), {DeleteKey{""}}) == "the root key of a hive cannot be deleted");
    CHECK(reason(pair(), {CreateKey{"K\\"}}) == "the path `K\\` ends in a backslash");
}

TEST_CASE("an li list is neither added to nor deleted from")
{
    auto hive = hive_with({CreateKey{"P\\A"}, CreateKey{"P\\B"}});
    const HiveImage image(hive);
    const auto list = std::size_t{first_bin} + key_node(image, image.find("P").value().cell).list() + 4;
    const auto second = le32(hive, list + 12);
    std::memcpy(hive.data() + list, "li", 2);
    put_u32(hive, list + 8, second);
    REQUIRE(HiveImage(hive).find("P\\B"));
    CHECK(reason(hive, {CreateKey{"P\\C"}}) ==
          "key `P` keeps its subkeys in an `li` list, to which this version does not add");
    CHECK(reason(hive, {DeleteKey{"P\\A"}}) ==
          "key `P` keeps its subkeys in an `li` list, from which this version does not delete");
    CHECK(reason(hive, {DeleteKey{"P"}}) ==
          "key `P` below `P` keeps its subkeys in an `li` list, which this version does not delete");
    CHECK_FALSE(refusal(hive, {SetValue{"P\\A", "x", dword(1)}}));
}

TEST_CASE("a refusal says where")
{
    try {
        edited(pair(), {SetValue{"K\\\xc3\x89", "x", dword(1)}});
        FAIL("not refused");
    } catch (const Error& error) {
        CHECK(error.where == "TEST\\K\\\xc3\x89");
        CHECK_FALSE(error.help.empty());
    }
    try {
        edited(filled(5000), beside);
        FAIL("not refused");
    } catch (const Malformed& error) {
        CHECK(error.where == "TEST");
        CHECK(error.format == "hive");
    }
}

}  // namespace hivemend::windows::test
