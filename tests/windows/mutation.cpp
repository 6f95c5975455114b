// Random damage: reading never does more than say so, editing gives a sound hive or a refusal.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "runtime/windows/bcd/codec.hpp"
#include "runtime/windows/bcd/listing.hpp"
#include "runtime/windows/bcd/store.hpp"
#include "runtime/windows/hive/cells.hpp"
#include "tests/windows/stores.hpp"

namespace hivemend::windows::test {
namespace {

std::vector<Bytes> small_hives()
{
    std::vector<HiveChange> changes;
    for (std::uint32_t i = 0; i < 30; ++i)
        changes.push_back(SetValue{fmt::format("Key{}\\Sub{}", i % 7, i), fmt::format("Value{}", i % 5),
                                   lang::reg_binary(filled(i * 3))});
    std::vector<Bytes> hives{hive_with(changes), hive_with(changes, 3)};
    for (const auto* name : {"bcd/efi-2objects/BCD", "bcd/ntloader/bcdvhd", "hives/plaso/100_sub_keys.hiv",
                             "hives/python-registry/UNICODE_TESTS"})
        if (auto bytes = real(name))
            hives.push_back(std::move(*bytes));
    return hives;
}

/// A few bytes changed; most often in the fields of records, which decide where a reader goes.
Bytes mutated(const Bytes& hive, std::mt19937& random)
{
    auto bytes = hive;
    const auto number = [&](std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(random); };
    constexpr std::uint32_t odd[] = {0,          1,          0x20,    0x7fffffff, 0x80000000,
                                     0xffffffff, 0xfffffff8, 0x10000, 0xffff,     16'345};
    for (auto times = number(3) + 1; times != 0; --times) {
        const auto at =
            number(1) != 0 ? 4096 + 32 + number((bytes.size() - 4096 - 64) / 4) * 4 : number(bytes.size() - 8);
        if (number(2) == 0)
            put_u32(bytes, at, odd[number(std::size(odd) - 1)]);
        else
            bytes[at] = static_cast<std::byte>(number(255));
    }
    reseal(bytes);
    return bytes;
}

unsigned seed()
{
    const char* named = std::getenv("HIVEMEND_SEED");
    return named ? static_cast<unsigned>(std::strtoul(named, nullptr, 10)) : 20240501u;
}

/// Walks with a budget: damaged lists can lead in circles, which is for the walker to stop.
void walk(const HiveImage& image, KeyRef key, std::size_t& budget)
{
    if (budget == 0)
        return;
    --budget;
    try {
        image.key(key);
        image.values(key);
    } catch (const Malformed&) {
    }
    std::vector<KeyRef> children;
    try {
        children = image.subkeys(key);
    } catch (const Malformed&) {
    }
    for (const auto child : children)
        walk(image, child, budget);
}

}  // namespace

TEST_CASE("damaged hives are read or refused, never more")
{
    std::mt19937 random(seed());
    INFO("HIVEMEND_SEED=" << seed());
    const auto hives = small_hives();
    const int rounds = std::getenv("HIVEMEND_LONG") ? 50'000 : 3'000;
    int read = 0;
    for (int i = 0; i < rounds; ++i) {
        const auto bytes = mutated(hives[static_cast<std::size_t>(i) % hives.size()], random);
        try {
            const HiveImage image(bytes);
            std::size_t budget = 2'000;
            walk(image, image.root(), budget);
            obstacle(image, SetValue{"Key1\\Sub1", "Value1", dword(1)});
            obstacle(image, DeleteKey{"Key1"});
            obstacle(image, CopyKey{"Key1", "Key2", true});
            ++read;  // most of these hives are no boot stores, which read_objects says
            const auto objects = read_objects(image);
            for (const auto& object : objects)
                for (const auto& [id, data] : object.elements)
                    element_text(id, data, {}, "osloader");
            const BcdListing listing(objects, library(), ListingDetail::verbose);
            CHECK(listing.lines().size() >= objects.size() * 4);
            listing.remarks();
        } catch (const Malformed&) {
        }
    }
    CHECK(read > 0);
}

TEST_CASE("editing a damaged hive gives a hive that is read back, or a refusal")
{
    std::mt19937 random(seed() + 1);
    INFO("HIVEMEND_SEED=" << seed());
    const auto hives = small_hives();
    const int rounds = std::getenv("HIVEMEND_LONG") ? 5'000 : 250;
    int changed = 0, died = 0;
    for (int i = 0; i < rounds; ++i) {
        const auto bytes = mutated(hives[static_cast<std::size_t>(i) % hives.size()], random);
        try {
            const auto after = edited(bytes, {SetValue{"Key1\\Sub1", "Value1", dword(7)},
                                              SetValue{"Objects\\New", "x", dword(7)}, DeleteKey{"Key2\\Sub2"}})
                                   .bytes;
            const HiveImage image(after);
            CHECK(image.value(image.find("Key1\\Sub1").value(), "Value1") == dword(7));
            CHECK_FALSE(image.find("Key2\\Sub2"));
            ++changed;
        } catch (const Error& error) {
            died += error.headline.starts_with("hive refused");
        }
    }
    CHECK(changed > 0);
    std::cout << fmt::format("mutants: {} of {} edited, {} refused by the child\n", changed, rounds, died);
}

TEST_CASE("keys of a damaged hive are copied as they are, or the copy is refused")
{
    std::mt19937 random(seed() + 2);
    INFO("HIVEMEND_SEED=" << seed());
    const auto hives = small_hives();
    const int rounds = std::getenv("HIVEMEND_LONG") ? 5'000 : 250;
    int copied = 0;
    // Only what is copied is looked at: the rest may be too damaged to be listed.
    const auto below = [](const Bytes& hive, const std::string& top) {
        const HiveImage image(hive);
        std::vector<std::string> lines;
        const auto there = image.find(top);  // its name may be damaged, and then nothing is copied
        for (const auto key : there ? subtree(image, *there) : std::vector<KeyRef>{}) {
            const auto name = lines.empty() ? "" : image.key(key).name;
            lines.push_back(name);
            for (const auto& value : image.values(key))
                lines.push_back(fmt::format("{} @{} = {}", name, value.name, to_text(value.data)));
        }
        std::ranges::sort(lines);  // damage may have put siblings in another order
        return lines;
    };
    for (int i = 0; i < rounds; ++i) {
        const auto bytes = mutated(hives[static_cast<std::size_t>(i) % 2], random);
        try {
            const auto after = edited(bytes, {CopyKey{"Key1", "Copy"}, CopyKey{"Key3", "Key4", true},
                                              CopyKey{"Copy", "Moved"}, DeleteKey{"Copy"}})
                                   .bytes;
            CHECK(below(after, "Moved") == below(bytes, "Key1"));
            ++copied;
        } catch (const Error&) {
        }
    }
    CHECK(copied > rounds / 4);
}

}  // namespace hivemend::windows::test
