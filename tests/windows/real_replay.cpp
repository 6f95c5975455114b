// Dirty hives of real machines, replayed: as the reference does, and as Windows itself did.
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "runtime/windows/hive/records.hpp"
#include "runtime/windows/hive/replay.hpp"
#include "tests/windows/support.hpp"

namespace hivemend::windows::test {
namespace {

/// Rows of the table of real hives whose column `replay` says `result`: path, keys and values afterwards.
struct Row {
    std::string path, keys, values;
};
std::vector<Row> rows(const std::string& result)
{
    std::ifstream table(*testdata() / "CHECK-hives.tsv");
    std::vector<Row> rows;
    for (std::string line; std::getline(table, line);) {
        std::vector<std::string> cells;
        std::stringstream stream(line);
        for (std::string cell; std::getline(stream, cell, '\t');)
            cells.push_back(cell);
        if (cells.size() > 15 && cells[12] == result && cells[0].starts_with("hives/"))
            rows.push_back({cells[0], cells[14], cells[15]});
    }
    return rows;
}

struct Counts {
    std::size_t keys = 0, values = 0;
};
void count(const HiveImage& image, KeyRef key, Counts& counts)
{
    ++counts.keys;
    counts.values += image.values(key, HiveImage::Read::names).size();
    for (const auto child : image.subkeys(key))
        count(image, child, counts);
}

/// The same hive, replayed by an independent program; nothing when that is not there.
std::optional<Bytes> reference(const HiveSet& set)
{
    const auto program = testdata()->parent_path() / "tools" / "regf_replay.py";
    if (!fs::exists(program) || !installed("python3"))
        return std::nullopt;
    const TemporaryDirectory place;
    write_file(place.path() / set.name, set.primary);
    auto command = fmt::format("python3 '{}' '{}'", program.string(), (place.path() / set.name).string());
    for (const auto& log : set.logs) {
        write_file(place.path() / log.name, log.bytes);
        command += fmt::format(" --log '{}'", (place.path() / log.name).string());
    }
    const auto ran = run(command + fmt::format(" --out '{}'", (place.path() / "out").string()));
    INFO(ran.output);
    REQUIRE(ran.status == 0);
    return read_file(place.path() / "out");
}

}  // namespace

TEST_CASE("dirty hives of real machines are replayed as the reference replays them")
{
    if (!testdata())
        return;
    const auto recovered = rows("recovered");
    CHECK(recovered.size() >= 9);
    for (const auto& row : recovered) {
        INFO(row.path);
        const auto set = real_set(row.path);
        const auto replay = replay_logs(set);
        REQUIRE(replay.refusal.value_or("") == "");
        REQUIRE(replay.replayed());
        const HiveImage image(replay.bytes);
        Counts counts;
        count(image, image.root(), counts);
        CHECK(std::to_string(counts.keys) == row.keys);
        CHECK(std::to_string(counts.values) == row.values);
        if (const auto other = reference(set))
            CHECK((*other == replay.bytes));
    }
}

TEST_CASE("replayed, a hive holds what Windows itself recovered")
{
    if (!testdata())
        return;
    for (const auto& [dirty, windows] :
         {std::pair{"hives/yarp/NewDirtyHive1/NewDirtyHive", "hives/yarp/NewDirtyHive1/RecoveredHive_Windows10"},
          {"hives/yarp/OldDirtyHive/OldDirtyHive", "hives/yarp/OldDirtyHive/RecoveredHive_Windows7"}}) {
        INFO(dirty);
        const auto replay = replay_logs(real_set(dirty));
        REQUIRE(replay.replayed());
        CHECK(listing(replay.bytes) == listing(*real(windows)));
    }
}

TEST_CASE("dirty hives of real machines whose logs are bad are refused")
{
    if (!testdata())
        return;
    for (const auto* name : {"hives/yarp/BadLogHive1/BadLogHive", "hives/yarp/BadLogHive2/BadLogHive"}) {
        INFO(name);
        const auto replay = replay_logs(real_set(name));
        CHECK_FALSE(replay.replayed());
        CHECK(replay.refusal == "none of its logs can be used");
    }
    for (const auto* name : {"hives/Amcache-dirty-nologs/Amcache.hve", "hives/SYSTEM-win8-dirty-nologs/SYSTEM"})
        CHECK(replay_logs(real_set(name)).refusal == "no log lies beside it");
}

}  // namespace hivemend::windows::test
