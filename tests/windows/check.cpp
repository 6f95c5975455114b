// Every rule of the strict check: one field of a sound hive is changed, and exactly that is found.
#include <algorithm>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "runtime/windows/hive/records.hpp"
#include "tests/windows/check_support.hpp"

namespace hivemend::windows::test {
namespace {

/// The cells of the three subkeys of `Family`.
std::vector<std::uint32_t> children(const Bytes& hive)
{
    const auto leaf = list_of(hive, "Family");
    return {u32(hive, leaf + 4), u32(hive, leaf + 12), u32(hive, leaf + 20)};
}

/// A hive of one key whose name has these bytes.
Bytes named(const Bytes& name, bool latin1, std::size_t record = 0)
{
    auto hive = new_hive("R", 5);
    const auto root = record_of(hive, "");
    Bytes node(hive.begin() + static_cast<std::ptrdiff_t>(root), hive.begin() + static_cast<std::ptrdiff_t>(root + 76));
    put_u16(node, 2, latin1 ? 0x2c : 0x0c);
    put_u16(node, 72, static_cast<std::uint16_t>(name.size()));
    node.insert(node.end(), name.begin(), name.end());
    node.resize(std::max(record, node.size()));
    put_u32(hive, 36, add_cell(hive, node));
    return hive;
}

}  // namespace

TEST_CASE("what was written completely has no findings")
{
    for (const auto minor : {3u, 4u, 5u, 6u}) {
        const auto hive = family(minor);
        const auto report = check_hive(ByteView(hive));
        CHECK(shown(report).empty());
        CHECK(report.sound());
        CHECK(report.keys == 5);
        CHECK(report.values == 3);
    }
}

TEST_CASE("check: header, bins and cells")
{
    auto hive = family();
    put_u32(hive, 508, 1);
    CHECK(
        shown(check_hive(ByteView(hive))).starts_with("0x1fc ``: the checksum of the header is 00000001; its bytes "));
    hive = family();
    put_u32(hive, 4, 9);
    only(hive, 4, "", fmt::format("the hive is dirty: its sequence numbers are 9 and {}", u32(hive, 8)));
    hive = family();
    put_u32(hive, 36, 8);
    only(hive, 36, "", "the root key should be at 0x1008, where no cell in use starts");
    hive = family();
    hive[first_bin] = std::byte{'x'};
    only(hive, first_bin, "", "a bin of the hive does not start with `hbin`");
    CHECK(shown(check_hive(ByteView{})) == "0x0 ``: the file is empty, not a registry hive\n");
}

TEST_CASE("check: cells that nothing leads to are counted, and are no findings")
{
    auto hive = family();
    const auto before = check_hive(ByteView(hive));
    add_cell(hive, filled(60));
    reseal(hive);
    const auto after = check_hive(ByteView(hive));
    CHECK(after.sound());
    CHECK(after.leaked_cells == before.leaked_cells + 1);
    CHECK(after.leaked_bytes == before.leaked_bytes + 64);
}

TEST_CASE("check: more findings than are kept are counted")
{
    std::vector<HiveChange> changes;
    for (int i = 0; i < 150; ++i)
        changes.push_back(CreateKey{fmt::format("Key{:03}", i)});
    auto hive = hive_with(changes);
    for (int i = 0; i < 150; ++i)
        put_u32(hive, record_of(hive, fmt::format("Key{:03}", i)) + 16, 8);
    reseal(hive);
    const auto report = check_hive(ByteView(hive));
    CHECK(report.total == 150);
    CHECK(report.findings.size() == max_findings);
    CHECK_FALSE(report.sound());
}

TEST_CASE("check: the record of a key")
{
    const auto whole = family();
    const auto beta = record_of(whole, "Family\\Beta");
    const auto path = std::string("Family\\Beta");
    auto hive = whole;
    hive[beta] = std::byte{'x'};
    only(hive, beta, "Family", "a subkey does not start with `nk`");
    hive = whole;
    put_u16(hive, beta + 72, 900);
    CHECK(shown(check_hive(ByteView(hive)))
              .starts_with(
                  fmt::format("0x{:x} `Family`: a subkey has a name of 900 bytes; its cell has room for ", beta + 72)));
    hive = whole;
    put_u32(hive, beta + 16, 0x20);
    only(hive, beta + 16, path,
         fmt::format("the key says that its parent is at 0x1020; it is at 0x{:x}", record_of(whole, "Family") - 4));
    hive = whole;
    put_u16(hive, record_of(hive, "") + 2, 0x28);
    only(hive, record_of(hive, "") + 2, "", "the root key is not marked as one");

    hive = whole;
    put_u32(hive, beta + 48, 0x24);
    only(hive, beta + 48, path, "the class name of the key should be at 0x1024, where no cell in use starts");
    put_u32(hive, beta + 48, add_cell(hive, filled(12)));
    sound(hive);
    put_u16(hive, beta + 74, 13);
    only(hive, beta + 48, path,
         fmt::format("the class name of the key needs 13 bytes; its cell at 0x{:x} has 12",
                     at_cell(hive, beta + 48) - 4));
}

TEST_CASE("check: names of keys")
{
    auto hive = new_hive("R", 5);
    put_u16(hive, record_of(hive, "") + 72, 0);
    only(hive, record_of(hive, "") + 72, "", "the key has no name");

    sound(named(filled(255), true));
    hive = named(filled(256), true);
    only(hive, at_cell(hive, 36) + 72, "", "the name of the key has 256 characters; 255 are the most");
    sound(named(filled(510), false));  // U+5A5A
    hive = named(filled(512), false);
    only(hive, at_cell(hive, 36) + 72, "", "the name of the key has 256 characters; 255 are the most");
    hive = named(filled(5), false);
    only(hive, at_cell(hive, 36) + 72, "", "the name of the key ends in half a character");
    hive = named({std::byte{'R'}, std::byte{0}}, false);
    only(hive, at_cell(hive, 36) + 2, "",
         "the name of the key is kept in two bytes a character, though each of them fits in one");

    sound(named(filled(20), true, 0x45c));
    hive = named(filled(20), true, 0x45c + 8);
    only(hive, at_cell(hive, 36) - 4, "", "the record of the key has 1124 bytes; 1116 are the most");
}

TEST_CASE("check: no key lies more than 512 keys deep, and none in itself")
{
    const auto chain = [](int depth) {
        std::string path = "k";
        for (int i = 1; i < depth; ++i)
            path += "\\k";
        return path;
    };
    const auto deepest = hive_with({CreateKey{chain(512)}});
    sound(deepest);
    auto hive = deepest;
    const auto last = record_of(hive, chain(512)), before = record_of(hive, chain(511));
    Bytes node(hive.begin() + static_cast<std::ptrdiff_t>(last), hive.begin() + static_cast<std::ptrdiff_t>(last + 80));
    put_u32(node, 16, static_cast<std::uint32_t>(last - 4 - first_bin));
    put_u32(hive, last + 28, add_cell(hive, list("li", {add_cell(hive, node)})));
    put_u32(hive, last + 20, 1);
    put_u16(hive, last + 52, 2);
    only(hive, at_cell(hive, last + 28) + 4, chain(512), "a subkey lies more than 512 keys deep");

    hive = deepest;
    const auto entry = at_cell(hive, before + 28) + 4;
    put_u32(hive, entry, 0x20);
    only(hive, entry, chain(511), "a subkey is in the cell at 0x1020, which something else uses too");
}

TEST_CASE("check: lists of subkeys")
{
    const auto whole = family();
    const auto key = record_of(whole, "Family"), leaf = list_of(whole, "Family");
    auto hive = whole;
    put_u32(hive, key + 28, nil);
    only(hive, key + 28, "Family", "the list of subkeys is missing");
    hive = whole;
    put_u32(hive, key + 20, 4);
    only(hive, key + 20, "Family", "the key counts its subkeys as 4; those in its lists are 3");
    hive = whole;
    put_u16(hive, leaf + 2, 2);
    only(hive, key + 20, "Family", "the key counts its subkeys as 3; those in its lists are 2");
    hive = whole;
    put_u16(hive, leaf + 2, 60'000);
    CHECK(shown(check_hive(ByteView(hive)))
              .starts_with(fmt::format("0x{:x} `Family`: a list of subkeys has 60000 entries; its cell has room for ",
                                       leaf + 2)));
    hive = whole;
    hive[leaf] = std::byte{'x'};
    only(hive, leaf, "Family", "a list of subkeys starts with neither `lf` nor `lh` nor `li`");
    hive = whole;
    put_u32(hive, leaf + 12, 0x10'0000);
    only(hive, leaf + 12, "Family", "a subkey should be at 0x101000, where no cell in use starts");
    hive = whole;
    put_u16(hive, key + 52, 8);
    only(hive, key + 52, "Family", "the key says that names of its subkeys have at most 8 bytes; one has 10");

    hive = hive_with({CreateKey{"One"}});
    put_u32(hive, 24, 4);
    only(hive, list_of(hive, ""), "", "a list of subkeys is `lh`, which a hive of version 1.4 has not");
}

TEST_CASE("check: kinds of lists")
{
    const auto whole = family();
    const auto key = record_of(whole, "Family");
    const auto cells = children(whole);
    const auto with = [&](const auto& make) {
        auto hive = whole;
        put_u32(hive, key + 28, make(hive));
        return hive;
    };
    sound(with([&](Bytes& hive) { return add_cell(hive, list("li", cells)); }));
    sound(with([&](Bytes& hive) {
        const auto first = add_cell(hive, list("li", {cells[0]}));
        const auto second = add_cell(hive, list("li", {cells[1], cells[2]}));
        return add_cell(hive, list("ri", {first, second}));
    }));
    auto hive = with([&](Bytes& bytes) {
        const auto first = add_cell(bytes, list("li", cells));
        return add_cell(bytes, list("ri", {first, add_cell(bytes, list("li", {}))}));
    });
    only(hive, at_cell(hive, list_of(hive, "Family") + 8) + 2, "Family", "a list of subkeys is empty");
    hive = with([&](Bytes& bytes) {
        const auto inner = add_cell(bytes, list("ri", {add_cell(bytes, list("li", cells))}));
        return add_cell(bytes, list("ri", {inner}));
    });
    const auto index = at_cell(hive, key + 28);
    only(hive, at_cell(hive, index + 4), "Family", "a list of subkeys starts with neither `lf` nor `lh` nor `li`");
    put_u16(hive, index + 2, 900);
    only(hive, index + 2, "Family", "a list of subkeys has 900 entries; its cell has room for 2");
    hive = with([&](Bytes& bytes) { return add_cell(bytes, list("ri", {})); });
    put_u32(hive, key + 20, 3);
    CHECK(shown(check_hive(ByteView(hive))).find("the index of the lists of subkeys is empty") != std::string::npos);
}

TEST_CASE("check: order, repetition, hashes and hints of subkeys")
{
    const auto whole = family();
    const auto leaf = list_of(whole, "Family");
    auto hive = whole;
    std::swap_ranges(hive.begin() + static_cast<std::ptrdiff_t>(leaf + 4),
                     hive.begin() + static_cast<std::ptrdiff_t>(leaf + 12),
                     hive.begin() + static_cast<std::ptrdiff_t>(leaf + 12));
    only(hive, leaf + 12, "Family\\Alpha", "the key stands behind one whose name is greater");

    hive = hive_with({CreateKey{"Twin1"}, CreateKey{"Twin2"}});
    const auto twins = list_of(hive, "");
    hive[record_of(hive, "Twin2") + 76 + 4] = std::byte{'1'};
    put_u32(hive, twins + 16, u32(hive, twins + 8));
    only(hive, twins + 12, "Twin1", "the name of the key is used twice below its parent");

    hive = whole;
    put_u32(hive, leaf + 16, 0xbad);
    CHECK(shown(check_hive(ByteView(hive)))
              .starts_with(fmt::format(
                  "0x{:x} `Family\\Beta`: the list of its parent has hash 00000bad for the key; its name gives ",
                  leaf + 16)));
    hive = family(3);
    const auto hints = list_of(hive, "Family");
    hive[hints + 16] = std::byte{'b'};
    only(hive, hints + 16, "Family\\Beta",
         "the list of its parent has hint 61746562 for the key; its name gives 61746542");
}

}  // namespace hivemend::windows::test
