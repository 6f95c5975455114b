// Replaying logs that this test wrote: the intended state, or a refusal that names its reason.
#include "runtime/windows/hive/replay.hpp"

#include <random>

#include <catch2/catch.hpp>

#include "runtime/windows/hive/marvin32.hpp"
#include "runtime/windows/hive/records.hpp"
#include "tests/support/hive_logs.hpp"
#include "tests/windows/support.hpp"

namespace hivemend::windows::test {

using hivemend::test::reseal_entry;
using hivemend::test::with_entries;
using hivemend::test::with_pages;

namespace {

/// A hive that grows: five states, the second with another bin.
std::vector<Bytes> states()
{
    std::vector<Bytes> states{hive_with({SetValue{"A", "One", dword(1)}})};
    const auto then = [&](HiveChange change) { states.push_back(edited(states.back(), {std::move(change)}).bytes); };
    then(SetValue{"A\\B", "Large", {lang::RegType::binary, filled(9000)}});
    then(SetValue{"A", "One", dword(2)});
    then(SetValue{"C", "Two", dword(3)});
    then(DeleteKey{"A\\B"});
    return states;
}

/// Everything behind the header, which has its own numbers.
Bytes bins(const Bytes& hive)
{
    return {hive.begin() + first_bin, hive.end()};
}

std::string refusal_of(const HiveSet& set)
{
    const auto replay = replay_logs(set);
    CHECK_FALSE(replay.replayed());
    for (const auto& log : replay.logs)
        CHECK_FALSE(log.applied);
    return replay.refusal.value_or("none");
}

Bytes as_bytes(std::string_view text)
{
    Bytes bytes(text.size());
    std::memcpy(bytes.data(), text.data(), text.size());
    return bytes;
}

}  // namespace

TEST_CASE("Marvin32 gives what Windows gives")
{
    CHECK(marvin32({}) == 0xb39efca403966e08);
    CHECK(marvin32(as_bytes("abc")) == 0xb9cf3dfca41914f7);
    CHECK(marvin32(as_bytes("abcd")) == 0x20094fb11a6cd086);
    Bytes counted(32);
    for (std::size_t i = 0; i < counted.size(); ++i)
        counted[i] = static_cast<std::byte>(i);
    CHECK(marvin32(counted) == 0xc64feee425c2e24c);
}

TEST_CASE("two logs are replayed in the order of their numbers, whichever is first")
{
    const auto all = states();
    for (const std::size_t in_first : {0, 1, 2, 4}) {
        INFO(in_first << " entries in LOG1");
        auto set = with_entries(all, {.in_first = in_first});
        if (in_first == 2)
            std::swap(set.logs[0].bytes, set.logs[1].bytes);
        const auto replay = replay_logs(set);
        REQUIRE(replay.refusal.value_or("") == "");
        CHECK(bins(replay.bytes) == bins(all.back()));
        const HiveImage image(replay.bytes);
        CHECK_FALSE(image.header().dirty());
        CHECK(image.header().sequence1 == 103);
        CHECK(listing(replay.bytes) == listing(all.back()));
        CHECK(findings(replay.bytes) == "");
    }
}

TEST_CASE("numbers wrap around in logs")
{
    const auto all = states();
    const auto replay = replay_logs(with_entries(all, {.in_first = 2, .sequence = 0xfffffffe}));
    REQUIRE(replay.refusal.value_or("") == "");
    CHECK(bins(replay.bytes) == bins(all.back()));
    CHECK(HiveImage(replay.bytes).header().sequence1 == 1);
}

TEST_CASE("a gap is believed only when two logs join behind it")
{
    const auto all = states();
    const auto joined = replay_logs(with_entries(all, {.in_first = 2, .lag = 40}));
    CHECK(joined.missing == 40);
    CHECK(bins(joined.bytes) == bins(all.back()));
    CHECK(refusal_of(with_entries(all, {.in_first = 4, .lag = 40})) ==
          "40 log entries are missing between the hive and `TEST.LOG1`, and no second log shows that they are in the "
          "hive already");
    auto apart = with_entries(all, {.in_first = 2, .lag = 40});
    apart.logs[1].bytes[520] ^= std::byte{1};
    CHECK_THAT(refusal_of(apart), Catch::StartsWith("40 log entries are missing"));
}

TEST_CASE("a log that is older than the hive is left alone")
{
    const auto all = states();
    auto set = with_entries({all[2], all[3], all[4]}, {.in_first = 2, .sequence = 100});
    set.logs[1].bytes = with_entries({all[0], all[1]}, {.sequence = 90}).logs[0].bytes;
    const auto replay = replay_logs(set);
    CHECK(bins(replay.bytes) == bins(all.back()));
    CHECK(replay.logs[0].applied);
    CHECK_FALSE(replay.logs[1].applied);
    CHECK(replay.logs[1].note == "it is older than the hive, which has number 100");
}

TEST_CASE("a torn base block is taken from the latest log")
{
    const auto all = states();
    auto set = with_entries(all, {.in_first = 4});
    set.primary[100] ^= std::byte{1};
    const auto replay = replay_logs(set);
    CHECK(replay.base_from_log);
    CHECK(bins(replay.bytes) == bins(all.back()));
    CHECK_FALSE(HiveImage(replay.bytes).header().dirty());
}

TEST_CASE("pages of the older format are replayed with their time")
{
    const auto all = states();
    auto after = all[1];
    put(std::span(after), 12, std::uint64_t{0x01d1000000000000});
    reseal(after);
    const auto set = with_pages(all[0], after);
    const auto replay = replay_logs(set);
    REQUIRE(replay.refusal.value_or("") == "");
    CHECK(bins(replay.bytes) == bins(after));
    CHECK(HiveImage(replay.bytes).header().last_written == 0x01d1000000000000);
    CHECK(replay.logs[0].format == "DIRT");

    auto older = set;
    put(std::span(older.primary), 12, std::uint64_t{0x01d2000000000000});
    put(std::span(older.primary), 508, base_block_checksum(older.primary));
    CHECK(refusal_of(older) == "none of its logs can be used");
    CHECK(replay_logs(older).logs[0].note == "it was written before the hive");

    auto cut = set;
    cut.logs[0].bytes.resize(cut.logs[0].bytes.size() - 1);
    CHECK(refusal_of(cut) == "none of its logs can be used");
    CHECK_THAT(replay_logs(cut).logs[0].note, Catch::EndsWith("of its table is missing"));
}

TEST_CASE("a replayed image is written with numbers above all others, and newer than a log that goes by its time")
{
    const auto all = states();
    auto entries = with_entries(all, {.in_first = 2, .sequence = 200});
    entries.primary = replay_logs(entries).bytes;
    const auto renumbered = renumber_hive(entries, HiveImage(entries.primary), 0x01d9000000000000);
    const auto header = HiveImage(renumbered.bytes).header();
    CHECK(renumbered.report.sequence == 200 + all.size() - 1);
    CHECK(header.sequence1 == renumbered.report.sequence);
    CHECK(header.sequence2 == renumbered.report.sequence);
    CHECK(header.last_written == HiveImage(entries.primary).header().last_written);
    CHECK(bins(renumbered.bytes) == bins(all.back()));
    CHECK(findings(renumbered.bytes) == "");

    auto pages = with_pages(all[0], all[1]);
    pages.primary = replay_logs(pages).bytes;
    for (const std::uint64_t now : {std::uint64_t{1}, std::uint64_t{0x01d9000000000000}}) {
        const auto newer = renumber_hive(pages, HiveImage(pages.primary), now).bytes;
        CHECK(HiveImage(newer).header().last_written == std::max(now, HiveImage(all[1]).header().last_written + 1));
        CHECK(le64(newer, first_bin + 20) == HiveImage(newer).header().last_written);
        CHECK(findings(newer) == "");
    }
}

TEST_CASE("what is behind the last whole entry is not replayed")
{
    const auto all = states();
    auto set = with_entries({all[0], all[1], all[2]}, {.in_first = 2});
    const auto remnant = with_entries({all[2], all[3]}, {.sequence = 50}).logs[0].bytes;
    set.logs[0].bytes.insert(set.logs[0].bytes.end(), remnant.begin() + 512, remnant.end());
    const auto replay = replay_logs(set);
    CHECK(bins(replay.bytes) == bins(all[2]));
    CHECK(replay.logs[0].note == "an entry has number 50, 102 should follow");
    CHECK(replay.logs[0].entries == 2);
}

TEST_CASE("a clean hive is left alone, whatever its logs hold")
{
    const auto all = states();
    auto set = with_entries(all);
    set.primary = all[0];
    const auto replay = replay_logs(set);
    CHECK_FALSE(replay.dirty);
    CHECK_FALSE(replay.replayed());
    CHECK_FALSE(replay.refusal.has_value());
    CHECK(replay.logs[0].entries == 1);
}

TEST_CASE("a dirty hive that cannot be replayed says why")
{
    const auto all = states();
    auto bare = with_entries(all);
    bare.logs.clear();
    CHECK(refusal_of(bare) == "no log lies beside it");
    auto empty = with_entries(all);
    empty.logs = {{"TEST.LOG1", {}}, {"TEST.LOG2", Bytes(512)}};
    CHECK(refusal_of(empty) == "none of its logs can be used");
    CHECK(replay_logs(empty).logs[0].note == "it is empty");
    CHECK(replay_logs(empty).logs[1].note == "it has no base block");
    auto outside = with_entries({all[0], all[1]});
    put_u32(outside.logs[0].bytes, 512 + 40, 0x7ffff000);
    reseal_entry(outside.logs[0].bytes, 512);
    CHECK(refusal_of(outside) == "none of its logs can be used");
    CHECK(replay_logs(outside).logs[0].note == "entry 100 names a page outside the hive");
    auto unsound = with_entries({all[0], all[1]});
    unsound.logs[0].bytes[512 + 40 + 8 * 1 + 3] ^= std::byte{0xff};  // in the first page or a reference
    reseal_entry(unsound.logs[0].bytes, 512);
    CHECK(refusal_of(unsound) != "none");
}

TEST_CASE("a bit that flips in a log gives an earlier state or a refusal")
{
    const auto all = states();
    std::vector<Bytes> known;
    for (const auto& state : all)
        known.push_back(bins(state));
    const unsigned seed = 20261122;
    std::mt19937 random(seed);
    const int rounds = std::getenv("HIVEMEND_LONG") != nullptr ? 10'000 : 400;
    int refused = 0, earlier = 0, whole = 0;
    for (int round = 0; round < rounds; ++round) {
        const bool old_format = round % 4 == 3;
        auto set =
            old_format ? with_pages(all[0], all[1]) : with_entries(all, {.in_first = std::size_t(round % 4) + 1});
        auto& log = set.logs[random() % set.logs.size()].bytes;
        if (log.empty())
            continue;
        // The older format has no hash over its pages: damage there cannot be seen, by Windows either.
        const auto reach = old_format ? std::size_t{512} : log.size();
        log[random() % reach] ^= static_cast<std::byte>(1u << random() % 8);
        const auto replay = replay_logs(set);
        if (!replay.replayed()) {
            ++refused;
            continue;
        }
        const auto found = std::find(known.begin(), known.end(), bins(replay.bytes));
        INFO("seed " << seed << ", round " << round);
        // A state may have been written over a longer file: what is behind its bins does not count.
        bool is_known = found != known.end();
        for (const auto& state : all)
            is_known = is_known || listing(replay.bytes) == listing(state);
        REQUIRE(is_known);
        (found != known.end() && *found == known.back() ? whole : earlier)++;
    }
    INFO(refused << " refused, " << earlier << " earlier, " << whole << " whole");
    CHECK(refused > rounds / 20);
    CHECK(earlier > rounds / 20);
}

}  // namespace hivemend::windows::test
