// The way of one repair: sample, plan, apply, nothing left, undo; and what may come between.
#include <catch2/catch.hpp>

#include "tests/support/cli/command.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend::test;

namespace {

const std::string playbook = "hardware-malfunction";

struct Practice {
    TemporaryDirectory place;
    fs::path disk = place.path() / "disk";
    std::string target = disk.string();
    std::string state = (place.path() / "state").string();

    explicit Practice(const std::string& description = "gen1-two-control-sets") { make_sample(description, disk); }

    Result apply() const { return invoke({"apply", playbook, "--target", target, "--state", state, "--yes"}); }
    Result plan() const
    {
        return invoke({"plan", playbook, "--target", target, "--state", state, "--detailed-exitcode"});
    }
    Result undo() const { return invoke({"undo", "--target", target, "--state", state, "--yes"}); }
};

std::map<std::string, fs::file_time_type> times(const fs::path& root)
{
    std::map<std::string, fs::file_time_type> result;
    for (const auto& entry : fs::recursive_directory_iterator(root))
        result[entry.path().string()] = entry.last_write_time();
    result[root.string()] = fs::last_write_time(root);
    return result;
}

}  // namespace

TEST_CASE("a repair is planned, applied, planned empty and undone to the same bytes")
{
    for (const auto* description : {"gen1-one-control-set", "gen1-two-control-sets", "gen2"}) {
        INFO(description);
        const Practice practice(description);
        const auto before = read_tree(practice.disk);

        const auto planned = practice.plan();
        CHECK(planned.status == 2);
        CHECK(planned.err == "");
        CHECK(difference(read_tree(practice.disk), before) == "");

        const auto applied = practice.apply();
        INFO(applied.both());
        REQUIRE(applied.status == 0);
        CHECK(difference(read_tree(practice.disk), before) != "");

        const auto after = practice.plan();
        INFO(after.both());
        CHECK(after.status == 0);
        CHECK_THAT(after.out, Catch::Contains("of this playbook is applied here since"));
        CHECK_THAT(planned.out, !Catch::Contains("is applied here"));

        const auto undone = practice.undo();
        INFO(undone.both());
        REQUIRE(undone.status == 0);
        CHECK(difference(read_tree(practice.disk), before) == "");
        CHECK(practice.plan().status == 2);
    }
}

TEST_CASE("a second apply changes no byte and no time")
{
    const Practice practice;
    REQUIRE(practice.apply().status == 0);
    const auto tree = read_tree(practice.disk);
    const auto stamps = times(practice.disk);
    const auto runs = read_tree(practice.state);
    const auto again = practice.apply();
    CHECK(again.status == 0);
    CHECK(difference(read_tree(practice.disk), tree) == "");
    CHECK(times(practice.disk) == stamps);
    CHECK(difference(read_tree(practice.state), runs) == "");
}

TEST_CASE("a repaired machine needs nothing, and nothing is written")
{
    const Practice practice("already-repaired");
    const auto stamps = times(practice.disk);
    CHECK(practice.plan().status == 0);
    CHECK(practice.apply().status == 0);
    CHECK(times(practice.disk) == stamps);
    CHECK_FALSE(fs::exists(practice.state));
}

TEST_CASE("undo is refused after somebody else changed a file, and touches nothing")
{
    const Practice practice;
    REQUIRE(practice.apply().status == 0);
    const auto hive = practice.disk / "Windows/System32/config/SYSTEM";
    auto bytes = read_file(hive);
    bytes.back() ^= std::byte{1};
    write_file(hive, bytes);
    const auto tree = read_tree(practice.disk);
    const auto undone = practice.undo();
    CHECK(undone.status == 1);
    CHECK_THAT(undone.err, Catch::Contains("is not what it left") && Catch::Contains("SYSTEM"));
    CHECK(difference(read_tree(practice.disk), tree) == "");
}

TEST_CASE("a saved plan applies to an exact copy elsewhere, and is stale on a changed hive")
{
    const Practice practice;
    const auto plan = (practice.place.path() / "repair.plan").string();
    REQUIRE(invoke({"plan", playbook, "--target", practice.target, "--state", practice.state, "--out", plan}).status ==
            0);

    const auto copy = practice.place.path() / "elsewhere/copy";
    fs::create_directories(copy.parent_path());
    fs::copy(practice.disk, copy, fs::copy_options::recursive);
    const auto applied = invoke({"apply", plan, "--target", copy.string(), "--state", practice.state});
    INFO(applied.both());
    CHECK(applied.status == 0);

    // Another value of the planned key has changed: the plan names the hive.
    const auto other = (practice.place.path() / "other.mend").string();
    write_text(other, "playbook other {\n    language 1\n    title \"Other\"\n    effects { registry }\n}\n"
                      "stage \"Change\" {\n    for each set in os.control_sets {\n        reg add "
                      "\"SYSTEM\\${set}\\Control\\CrashControl\" { CrashDumpEnabled = dword 3 }\n    }\n}\n");
    REQUIRE(invoke({"apply", other, "--target", practice.target, "--state", practice.state, "--yes"}).status == 0);
    const auto tree = read_tree(practice.disk);
    const auto stale = invoke({"apply", plan, "--target", practice.target, "--state", practice.state});
    CHECK(stale.status == 1);
    CHECK_THAT(stale.err, Catch::Contains("stale") && Catch::Contains("config\\SYSTEM has changed") &&
                              Catch::Contains("CrashDumpEnabled"));
    CHECK(difference(read_tree(practice.disk), tree) == "");
}

TEST_CASE("apply asks, and writes nothing unless somebody agrees")
{
    const Practice practice;
    const auto tree = read_tree(practice.disk);
    const std::vector<std::string> apply = {"apply", playbook, "--target", practice.target, "--state", practice.state};
    const std::string no = "n\n", yes = "y\n";
    CHECK_THAT(invoke(apply).err, Catch::Contains("--yes"));
    CHECK(invoke(apply, &no).status == 1);
    CHECK(difference(read_tree(practice.disk), tree) == "");
    CHECK(invoke(apply, &yes).status == 0);
    CHECK(difference(read_tree(practice.disk), tree) != "");
}

TEST_CASE("after Ctrl-C nothing is changed and nothing is left over")
{
    const Practice practice;
    const auto tree = read_tree(practice.disk);
    const auto stopped =
        invoke_stopped({"apply", playbook, "--target", practice.target, "--state", practice.state, "--yes"});
    CHECK(stopped.status == 1);
    CHECK_THAT(stopped.err, Catch::Contains("stopped; nothing was changed"));
    CHECK(difference(read_tree(practice.disk), tree) == "");
}

TEST_CASE("runs lists what was applied and what became of it")
{
    const Practice practice;
    REQUIRE(practice.apply().status == 0);
    CHECK_THAT(invoke({"runs", "--state", practice.state}).out, Catch::Contains("hardware_malfunction  applied"));
    REQUIRE(practice.undo().status == 0);
    CHECK_THAT(invoke({"runs", "--state", practice.state}).out, Catch::Contains("hardware_malfunction  undone"));
    const auto json = invoke({"runs", "--state", practice.state, "--target", practice.target, "--format", "json"});
    CHECK_THAT(json.out, Catch::Contains("\"state\": \"undone\""));
    CHECK_THAT(practice.undo().err, Catch::Contains("no run was applied to this target"));
}

TEST_CASE("a run that waits for a person goes on where it stopped")
{
    const Practice practice;
    const auto file = (practice.place.path() / "wait.mend").string();
    write_text(file, "playbook wait {\n    language 1\n    title \"Wait\"\n    effects { registry, human }\n}\n"
                     "stage \"First\" {\n    reg add \"SYSTEM\\Setup\" { Before = dword 1 }\n"
                     "    ask \"Look at it\" {\n        - Look.\n        confirm good \"It looks good\"\n    }\n"
                     "    when good { reg add \"SYSTEM\\Setup\" { Good = dword 1 } }\n"
                     "    reg add \"SYSTEM\\Setup\" { After = dword 1 }\n}\n");
    const std::vector<std::string> apply = {"apply",   file,           "--target", practice.target,
                                            "--state", practice.state, "--yes"};
    const auto original = read_tree(practice.disk);
    const auto first = invoke(apply);
    INFO(first.both());
    REQUIRE(first.status == 3);
    CHECK_THAT(first.out, Catch::Contains("good"));
    const auto still = invoke(apply);
    CHECK(still.status == 3);

    auto answered = apply;
    answered.insert(answered.end(), {"--confirm", "good"});
    const auto second = invoke(answered);
    INFO(second.both());
    REQUIRE(second.status == 0);
    CHECK_THAT(second.out, Catch::Contains("Good") && Catch::Contains("After"));

    REQUIRE(practice.undo().status == 0);
    CHECK(difference(read_tree(practice.disk), original) == "");

    const auto unknown = invoke({"plan", file, "--target", practice.target, "--confirm", "gud=perhaps"});
    CHECK(unknown.status == 1);
    CHECK_THAT(unknown.err, Catch::Contains("neither yes nor no"));
}
