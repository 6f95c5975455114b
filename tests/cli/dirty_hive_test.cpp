// A disk whose machine stopped in the middle: its SYSTEM hive is dirty, and its logs lie beside it or do not.
#include <fstream>

#include <catch2/catch.hpp>

#include "runtime/windows/hive/base_block.hpp"
#include "runtime/windows/hive/edit.hpp"
#include "runtime/windows/hive/records.hpp"
#include "runtime/windows/hive/replay.hpp"
#include "tests/support/cli/command.hpp"
#include "tests/support/hive_logs.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend;
using namespace hivemend::test;

namespace {

struct Crashed {
    TemporaryDirectory place;
    fs::path disk = place.path() / "disk", system = disk / "Windows/System32/config/SYSTEM";
    std::string state = (place.path() / "state").string();

    /// What the logs hold is `Logged = dword 7` in `Setup`, and nothing of it is in the hive.
    Crashed()
    {
        make_sample("gen2", disk);
        const auto before = read(system);
        const windows::HiveChange logged[] = {windows::SetValue{"Setup", "Logged", lang::reg_dword(7)}};
        const auto after = windows::edit_hive({.name = "SYSTEM", .primary = before}, logged).bytes;
        const auto set = with_entries({before, after}, {.sequence = 42});
        write(system, set.primary);
        write(system.string() + ".LOG1", set.logs[0].bytes);
        write(system.string() + ".LOG2", {});
        write_text(playbook(),
                   "playbook mark {\n    language 1\n    title \"Mark\"\n    effects { registry }\n}\nstage \"Set\" {\n"
                   "    reg add \"SYSTEM\\Setup\" { Marked = dword 1 }\n}\n");
    }

    static Bytes read(const fs::path& path)
    {
        Bytes bytes(fs::file_size(path));
        std::ifstream(path, std::ios::binary)
            .read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        return bytes;
    }
    static void write(const fs::path& path, const Bytes& bytes)
    {
        std::ofstream(path, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }
    void drop_logs() const
    {
        fs::remove(system.string() + ".LOG1");
        fs::remove(system.string() + ".LOG2");
    }
    std::string playbook() const { return (place.path() / "mark.mend").string(); }
    Result plan(std::vector<std::string> more = {}) const { return command({"plan", playbook()}, std::move(more)); }
    Result apply(std::vector<std::string> more = {}) const
    {
        more.insert(more.end(), {"--state", state, "--yes"});
        return command({"apply", playbook()}, std::move(more));
    }
    Result command(std::vector<std::string> arguments, std::vector<std::string> more = {}) const
    {
        arguments.insert(arguments.end(), {"--target", disk.string()});
        arguments.insert(arguments.end(), more.begin(), more.end());
        return invoke(arguments);
    }
    /// The hive as a plain reader sees it.
    std::optional<lang::RegData> value(std::string_view name) const
    {
        const auto bytes = read(system);
        const windows::HiveImage image(bytes);
        CHECK_FALSE(image.header().dirty());
        const auto key = image.find("Setup");
        return key ? image.value(*key, name) : std::nullopt;
    }
};

}  // namespace

TEST_CASE("a dirty hive is planned, applied and undone with what its logs hold")
{
    const Crashed crashed;
    const auto tree = read_tree(crashed.disk);
    const auto inspected = crashed.command({"inspect"});
    CHECK_THAT(inspected.out, Catch::Contains("1.5, sequence 43/42, dirty, sound with its logs"));
    CHECK_THAT(inspected.out, Catch::Contains("log SYSTEM.LOG1: HvLE 42, ") && Catch::Contains(" pages, replayed"));
    CHECK_THAT(inspected.out, Catch::Contains("log SYSTEM.LOG2: not usable, it is empty"));

    const auto planned = crashed.plan();
    INFO(planned.both());
    REQUIRE(planned.status == 0);
    CHECK_THAT(planned.out, Catch::Contains("the SYSTEM hive is dirty: this is what it holds with its logs, "
                                            "SYSTEM.LOG1 42..42"));
    CHECK(difference(read_tree(crashed.disk), tree) == "");

    const auto applied = crashed.apply();
    INFO(applied.both());
    REQUIRE(applied.status == 0);
    CHECK(crashed.value("Logged") == lang::reg_dword(7));
    CHECK(crashed.value("Marked") == lang::reg_dword(1));
    CHECK(windows::read_header(Crashed::read(crashed.system)).sequence1 == 44);
    CHECK(fs::exists(crashed.system.string() + ".LOG1"));
    CHECK_THAT(crashed.plan().out, !Catch::Contains("is dirty"));

    REQUIRE(crashed.command({"undo"}, {"--state", crashed.state, "--yes"}).status == 0);
    CHECK(difference(read_tree(crashed.disk), tree) == "");
}

TEST_CASE("transactions that only Windows can finish are told")
{
    const Crashed crashed;
    CHECK_THAT(crashed.command({"inspect"}).out, !Catch::Contains("TxR"));
    auto hive = Crashed::read(crashed.system);
    hive[144] |= std::byte{windows::transacted_hive};
    windows::put(std::span(hive), 508, windows::base_block_checksum(hive));
    Crashed::write(crashed.system, hive);
    const auto* told = "transactions in config\\TxR, if there are any, are left to Windows";
    CHECK_THAT(crashed.command({"inspect"}).out, Catch::Contains(told));
    CHECK_THAT(crashed.command({"inspect", "--format", "json"}).out,
               Catch::Contains("\"transactions_left_to_windows\": true"));
    CHECK_THAT(crashed.plan().out, Catch::Contains(told));
}

TEST_CASE("a number that leaves no room for a higher one is refused in the plan")
{
    const Crashed crashed;
    auto log = Crashed::read(crashed.system.string() + ".LOG1");
    const auto end = log.size();
    log.resize(end + 512);                                         // what an earlier log left there
    windows::put(std::span(log), end, std::uint32_t{0x454c7648});  // HvLE
    windows::put(std::span(log), end + 12, std::uint32_t{0xfffffff0});
    Crashed::write(crashed.system.string() + ".LOG1", log);
    const auto planned = crashed.plan();
    INFO(planned.both());
    CHECK_THAT(planned.out, Catch::Contains("the sequence number 4294967280 of SYSTEM.LOG1 is damage"));
    CHECK_THAT(planned.out, Catch::Contains("refused"));
}

TEST_CASE("hive replay writes what the logs hold, and nothing else")
{
    const Crashed crashed;
    const auto tree = read_tree(crashed.disk);
    const auto replay = [&](const char* command, std::vector<std::string> more = {}) {
        return crashed.command({command, "replay-hives"}, std::move(more));
    };
    const auto planned = replay("plan");
    INFO(planned.both());
    REQUIRE(planned.status == 0);
    CHECK_THAT(planned.out, Catch::Contains("dirty -> clean, with SYSTEM.LOG1 42..42 ("));
    CHECK_THAT(planned.out,
               Catch::Contains("hive replay components") && Catch::Contains("there is no COMPONENTS hive"));

    const windows::HiveSet set{.name = "SYSTEM",
                               .primary = Crashed::read(crashed.system),
                               .logs = {{"SYSTEM.LOG1", Crashed::read(crashed.system.string() + ".LOG1")}}};
    auto wanted = windows::replay_logs(set).bytes;
    for (const std::size_t number : {std::size_t{4}, std::size_t{8}})
        windows::put(std::span(wanted), number, std::uint32_t{44});  // the dirty hive says 43 and 42
    windows::put(std::span(wanted), 508, windows::base_block_checksum(wanted));
    REQUIRE(replay("apply", {"--state", crashed.state, "--yes"}).status == 0);
    CHECK((Crashed::read(crashed.system) == wanted));

    const auto again = replay("plan");
    CHECK_THAT(again.out, Catch::Contains("already so") && !Catch::Contains("will change"));
    const auto applied = read_tree(crashed.disk);
    REQUIRE(replay("apply", {"--state", crashed.state, "--yes"}).status == 0);
    CHECK(difference(read_tree(crashed.disk), applied) == "");
    REQUIRE(crashed.command({"undo"}, {"--state", crashed.state, "--yes"}).status == 0);
    CHECK(difference(read_tree(crashed.disk), tree) == "");
}

TEST_CASE("hive replay makes a hive clean without its logs only where their loss is accepted")
{
    const Crashed crashed;
    crashed.drop_logs();
    CHECK(crashed.command({"plan", "replay-hives"}).status == 1);
    const auto planned = crashed.command({"plan", "replay-hives"}, {"--accept-log-loss"});
    CHECK_THAT(planned.out, Catch::Contains("dirty -> clean, without what was only in its logs"));
    REQUIRE(
        crashed.command({"apply", "replay-hives"}, {"--accept-log-loss", "--state", crashed.state, "--yes"}).status ==
        0);
    CHECK_FALSE(crashed.value("Logged"));
}

TEST_CASE("a hive that is replayed and edited in one plan is written once")
{
    const Crashed crashed;
    write_text(
        crashed.playbook(),
        "playbook mark {\n    language 1\n    title \"Mark\"\n    effects { registry }\n}\nstage \"Set\" {\n"
        "    hive replay system\n    reg add \"SYSTEM\\Setup\" { Marked = dword 1 }\n    hive replay system\n}\n");
    const auto planned = crashed.plan();
    INFO(planned.both());
    REQUIRE(planned.status == 0);
    CHECK_THAT(planned.out, Catch::Contains("2 changes in 2 steps"));
    REQUIRE(crashed.apply().status == 0);
    CHECK(crashed.value("Logged") == lang::reg_dword(7));
    CHECK(crashed.value("Marked") == lang::reg_dword(1));
}

TEST_CASE("without its logs a dirty hive is refused, unless the loss is accepted")
{
    const Crashed crashed;
    crashed.drop_logs();
    const auto tree = read_tree(crashed.disk);
    const auto refused = crashed.plan();
    CHECK(refused.status == 1);
    // What the page shows is what is said.
    const auto page = invoke({"explain", "dirty-hive"});
    CHECK(page.status == 0);
    const auto begin = page.out.find("```text\n") + 8;
    CHECK(refused.err == page.out.substr(begin, page.out.find("```", begin) - begin));
    CHECK(crashed.apply().status == 1);
    CHECK(difference(read_tree(crashed.disk), tree) == "");

    const auto planned = crashed.plan({"--accept-log-loss"});
    INFO(planned.both());
    REQUIRE(planned.status == 0);
    CHECK_THAT(planned.out.substr(0, planned.out.find('\n')),
               Catch::Contains("the SYSTEM hive is dirty, and taken without its logs"));
    REQUIRE(crashed.apply({"--accept-log-loss"}).status == 0);
    CHECK(crashed.value("Marked") == lang::reg_dword(1));
    CHECK_FALSE(crashed.value("Logged"));
}

TEST_CASE("the loss is not accepted for a hive whose structure is not whole")
{
    const Crashed crashed;
    crashed.drop_logs();
    auto bytes = Crashed::read(crashed.system);
    const auto root = windows::le32(bytes, 36);
    bytes[windows::first_bin + root + 4 + 20] ^= std::byte{1};  // its number of subkeys
    Crashed::write(crashed.system, bytes);
    const auto planned = crashed.plan({"--accept-log-loss"});
    CHECK(planned.status == 1);
    CHECK_THAT(planned.err, Catch::Contains("the SYSTEM hive is damaged: ") && Catch::Contains("explain damaged-hive"));
    CHECK(invoke({"explain", "damaged-hive"}).status == 0);
}

TEST_CASE("a plan is stale when a log that it was made with has changed")
{
    const Crashed crashed;
    const auto saved = (crashed.place.path() / "plan.json").string();
    REQUIRE(crashed.plan({"--out", saved}).status == 0);
    auto log = Crashed::read(crashed.system.string() + ".LOG1");
    log.resize(log.size() + 512);
    Crashed::write(crashed.system.string() + ".LOG1", log);
    const auto applied = crashed.command({"apply", saved}, {"--state", crashed.state, "--yes"});
    CHECK(applied.status != 0);
    CHECK_THAT(applied.both(), Catch::Contains("SYSTEM.LOG1"));
}
