// Fields of a small hive changed at random: each is found by the strict check, or the hive has the same keys as before
// and all of it can be read.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "lang/types/value.hpp"
#include "tests/windows/check_support.hpp"

namespace hivemend::windows::test {
namespace {

/// Paths of all keys, as far as a list tells names apart: a hash covers all of a name but its case, a hint four
/// characters. Values are read, too; that throws when the check has missed something.
void read_keys(const HiveImage& image, KeyRef key, const std::string& path, std::string& keys)
{
    image.values(key);
    for (const auto child : image.subkeys(key)) {
        const auto covered = image.header().minor < 5 ? std::size_t{4} : std::string::npos;
        const auto name = path + '\\' + lang::ascii_lower(image.key(child).name).substr(0, covered);
        keys += name + '\n';
        read_keys(image, child, name, keys);
    }
}

std::string keys_of(const Bytes& hive)
{
    const HiveImage image(hive);
    std::string keys;
    read_keys(image, image.root(), "", keys);
    return keys;
}

/// One field in one cell in use: another value, another cell, or a bit.
class Mutator {
public:
    Mutator(const Bytes& hive, unsigned seed) : hive_(hive), random_(seed)
    {
        const HiveImage image(hive);
        for (std::uint32_t cell = 0; cell < image.header().bins_size; cell += 8)
            if (image.in_use(cell))
                cells_.push_back(cell);
    }

    Bytes next()
    {
        auto bytes = hive_;
        const auto cell = any(cells_);
        const auto size = 0u - u32(hive_, 4096 + cell);
        const auto at = 4096 + cell + 4 * below(std::min<std::size_t>(size, 100) / 4);
        const auto old = u32(bytes, at);
        switch (below(4)) {
        case 0:
            put_u32(bytes, at, any(odd_));
            break;
        case 1:
            put_u32(bytes, at, any(cells_));
            break;
        case 2:
            put_u32(bytes, at, old ^ 1u << below(32));
            break;
        default:
            put_u32(bytes, at, old + any(steps_));
            break;
        }
        reseal(bytes);
        return bytes;
    }

private:
    std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }
    template <class T>
    T any(const std::vector<T>& all)
    {
        return all[below(all.size())];
    }

    const Bytes& hive_;
    std::mt19937 random_;
    std::vector<std::uint32_t> cells_;
    const std::vector<std::uint32_t> odd_{0,          1,          2,       0x20,   0x7fffffff, 0x80000000,
                                          0xffffffff, 0xfffffff8, 0x10000, 0xffff, 16'345};
    const std::vector<std::uint32_t> steps_{1, 2, 8, 0x10000, 0u - 1, 0u - 2, 0u - 8};
};

Bytes small_family(std::uint32_t minor)
{
    std::vector<HiveChange> changes;
    for (std::uint32_t i = 0; i < 12; ++i)
        changes.push_back(SetValue{fmt::format("Key{}\\Sub{}", i % 4, i), fmt::format("Value{}", i % 3),
                                   lang::reg_binary(filled(i * 9))});
    return hive_with(changes, minor);
}

}  // namespace

TEST_CASE("check: a changed field is found, or harmless")
{
    const char* named = std::getenv("HIVEMEND_SEED");
    const auto seed = named ? static_cast<unsigned>(std::strtoul(named, nullptr, 10)) : 20240501u;
    const int rounds = std::getenv("HIVEMEND_LONG") ? 50'000 : 2'500;
    INFO("HIVEMEND_SEED=" << seed);
    int found = 0, harmless = 0;
    for (const auto minor : {3u, 5u}) {
        const auto hive = small_family(minor);
        const auto keys = keys_of(hive);
        Mutator mutator(hive, seed + minor);
        for (int i = 0; i < rounds; ++i) {
            const auto mutant = mutator.next();
            INFO("minor " << minor << ", round " << i);
            if (!check_hive(ByteView(mutant)).sound()) {
                ++found;
                continue;
            }
            ++harmless;
            REQUIRE_NOTHROW(keys_of(mutant));
            REQUIRE(keys_of(mutant) == keys);
        }
    }
    std::cout << fmt::format("mutants of a hive: {} found, {} harmless\n", found, harmless);
    CHECK(found > rounds / 2);
    CHECK(harmless > 0);
}

}  // namespace hivemend::windows::test
