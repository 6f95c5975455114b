// What the operator gives beside a playbook: files and secrets of the repair machine, stages, files beside the
// playbook.
#include <catch2/catch.hpp>

#include "runtime/engine/plan/plan_file.hpp"
#include "tests/support/cli/command.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend;
using namespace hivemend::test;

namespace {

struct Bench {
    TemporaryDirectory place;
    fs::path folder = place.path();
    std::string disk = (folder / "disk").string(), state = (folder / "state").string(),
                saved = (folder / "saved.plan").string();

    Bench() { make_sample("gen2", disk); }

    std::string playbook(const std::string& name, const std::string& effects, const std::string& body) const
    {
        const auto file = folder / (name + ".mend");
        write_text(file, "playbook " + name + " {\n    language 1\n    title \"A trial\"\n    effects { " + effects +
                             " }\n}\n" + body);
        return file.string();
    }
    Result run(std::vector<std::string> words, const std::vector<std::string>& more = {}) const
    {
        words.insert(words.end(), {"--target", disk, "--state", state});
        words.insert(words.end(), more.begin(), more.end());
        return invoke(words);
    }
    /// Every byte that is kept of runs and plans.
    std::string everything_kept() const
    {
        std::string all;
        for (const auto& [path, bytes] : read_tree(folder))
            if (bytes && !path.starts_with("disk/") && !path.ends_with(".mend"))
                all.append(reinterpret_cast<const char*>(bytes->data()), bytes->size());
        return all;
    }
};

const std::string uses_secret = R"(param password: secret
param message: string = "none"
reg add "SYSTEM\Setup" { First = sz message }
ask "Look" {
    - Look.
}
reg add "SYSTEM\Setup" { Second = sz message }
)";

}  // namespace

TEST_CASE("a secret is shown, saved and kept nowhere, and must be given again")
{
    const Bench bench;
    const auto playbook = bench.playbook("trial", "registry, human", uses_secret);
    const auto planned =
        bench.run({"plan", playbook}, {"--set", "password=hunter2", "--set", "message=hello", "--out", bench.saved});
    INFO(planned.both());
    REQUIRE(planned.status == 0);
    CHECK_THAT(planned.out, Catch::Contains("(secret) (given)") && Catch::Contains("hello"));
    const auto json = bench.run({"plan", playbook}, {"--set", "password=hunter2", "--format", "json"});
    for (const auto& text : {planned.both(), json.both(), read_text(bench.saved)})
        CHECK_THAT(text, !Catch::Contains("hunter2"));

    const auto applied = bench.run({"apply", bench.saved}, {"--set", "password=hunter2"});
    INFO(applied.both());
    CHECK(applied.status == 3);
    CHECK_THAT(applied.both(), !Catch::Contains("hunter2"));
    const auto went_on = bench.run({"apply", playbook, "--yes"}, {"--set", "password=hunter2", "--confirm", "look"});
    INFO(went_on.both());
    CHECK(went_on.status == 0);
    CHECK_THAT(went_on.out, Catch::Contains("hello"));
    CHECK_THAT(bench.everything_kept(), !Catch::Contains("hunter2") && Catch::Contains("hello"));

    const auto other = bench.run({"apply", bench.saved}, {"--set", "message=other"});
    CHECK(other.status == 1);
    CHECK_THAT(other.err, Catch::Contains("only secrets are given again"));
}

TEST_CASE("a file of the operator is shown with its size and hash, and a plan is stale when it has changed")
{
    const Bench bench;
    const auto playbook = bench.playbook("trial", "registry", R"(param donor: host_path
reg add "SYSTEM\Setup" { First = dword 1 }
)");
    write_text(bench.folder / "donor.sys", "a driver");
    fs::current_path(bench.folder);  // a relative path is made absolute
    const auto planned = bench.run({"plan", playbook}, {"--set", "donor=donor.sys", "--out", bench.saved});
    INFO(planned.both());
    REQUIRE(planned.status == 0);
    const auto sum = shell("sha256sum '" + (bench.folder / "donor.sys").string() + "'").out.substr(0, 64);
    CHECK_THAT(planned.out, Catch::Contains("\"" + (bench.folder / "donor.sys").string() + "\" (8 bytes, sha256 " +
                                            sum + ") (given)"));
    fs::current_path("/");
    write_text(bench.folder / "donor.sys", "another driver");
    const auto stale = bench.run({"apply", bench.saved});
    CHECK(stale.status == 1);
    CHECK_THAT(stale.err, Catch::Contains("stale") && Catch::Contains("parameter donor was"));
    write_text(bench.folder / "donor.sys", "a driver");
    CHECK(bench.run({"apply", bench.saved}).status == 0);

    const auto missing = bench.run({"plan", playbook}, {"--set", "donor=/nowhere/donor.sys"});
    CHECK(missing.status == 1);
    CHECK_THAT(missing.err, Catch::Contains("there is no such file") && Catch::Contains("/nowhere/donor.sys"));
    CHECK_THAT(bench.run({"plan", playbook}, {"--set", "donor=/"}).err, Catch::Contains("not a plain file"));
}

TEST_CASE("a saved plan keeps the lists of --vars and the stages, and is planned again the same")
{
    const Bench bench;
    const auto playbook = bench.playbook("trial", "registry", R"(param names: list(string)
param number: int = 1
stage "One" {
    for each name in names { reg add "SYSTEM\Setup" { "${name}" = dword number } }
}
stage "Two" {
    reg add "SYSTEM\Setup" { Two = dword 2 }
}
)");
    const auto vars = (bench.folder / "vars.yaml").string();
    write_text(vars, "names: [yes, \"1e3\", no]\nnumber: 0x10\n");
    const auto planned =
        bench.run({"plan", playbook}, {"--vars", vars, "--stage", "one", "--set", "number=7", "--out", bench.saved});
    INFO(planned.both());
    REQUIRE(planned.status == 0);
    CHECK_THAT(planned.out, Catch::Contains("\"1e3\"  absent -> dword 7") && !Catch::Contains("Two"));
    fs::remove(vars);
    fs::remove(playbook);
    const auto applied = bench.run({"apply", bench.saved});
    INFO(applied.both());
    CHECK(applied.status == 0);
    CHECK_THAT(applied.out, Catch::Contains("only one") && !Catch::Contains("Two"));
    CHECK_THAT(bench.run({"plan", "hardware-malfunction"}, {"--vars", "/nowhere.yaml"}).err,
               Catch::Contains("there is no such file"));
}

TEST_CASE("a file of --vars reads no more of YAML than values need")
{
    const Bench bench;
    const auto playbook = bench.playbook("trial", "registry", R"(param message: string = "none"
reg add "SYSTEM\Setup" { Message = sz message }
)");
    const auto vars = (bench.folder / "vars.yaml").string();
    for (const auto* text : {"message: &a x\n", "message: !!str x\n", "message: *a\n", "---\nmessage: a\n---\nb: c\n",
                             "message: [\n", "- message\n", "message:\n", "mesage: x\n", "\xff\n"}) {
        INFO(text);
        write_text(vars, text);
        const auto refused = bench.run({"plan", playbook}, {"--vars", vars});
        CHECK(refused.status == 1);
        CHECK_THAT(refused.err, Catch::Contains("vars.yaml:"));
    }
    for (const std::string value : {"yes", "0x10", "null", "~", "1.5", "2018-10-08", "'a \"b\" ${c}'"}) {
        write_text(vars, "message: " + value + "\n");
        const auto planned = bench.run({"plan", playbook}, {"--vars", vars});
        INFO(value << planned.both());
        CHECK(planned.status == (value == "null" || value == "~" ? 1 : 0));
    }
}

TEST_CASE("a wrong value of --vars is told at its line of the file")
{
    const Bench bench;
    const auto playbook = bench.playbook("trial", "", R"(param ram: size
param numbers: list(int)
param quiet: bool
param key: reg_key
)");
    const auto vars = (bench.folder / "vars.yaml").string();
    const auto told = [&](const std::string& text) {
        write_text(vars, text);
        const auto refused = bench.run({"plan", playbook}, {"--vars", vars});
        CHECK(refused.status == 1);
        CHECK_THAT(refused.err, !Catch::Contains("--set"));
        return refused.err;
    };
    const auto wrong = told("ram: 5GB\nnumbers:\n  - 1\n  - two\nquiet: \"on\"\nkey: SYTEM\\Setup\n");
    CHECK_THAT(wrong, Catch::Contains("vars.yaml:1:6\n") && Catch::Contains("| ram: 5GB\n  |      ^^^\n"));
    CHECK_THAT(wrong, Catch::Contains("vars.yaml:4:5\n"));
    CHECK_THAT(wrong, Catch::Contains("vars.yaml:5:9\n") && Catch::Contains("fix: write `yes`"));
    CHECK_THAT(wrong, Catch::Contains("vars.yaml:6:6\n"));
    CHECK_THAT(told("ram: &a 1GiB\n"), Catch::Contains("has no place in the file of --vars"));
    CHECK_THAT(told("ram: [\n"), Catch::Contains("the file of --vars is not YAML"));
    write_text(vars, "ram: 5GB\n");
    CHECK_THAT(bench.run({"plan", playbook}, {"--vars", vars, "--set", "ram=6GB"}).err,
               Catch::Contains("--> --set ram:1:1\n") && !Catch::Contains("5GB"));
}

TEST_CASE("a run keeps the stages that began it, until others are named")
{
    const Bench bench;
    const auto playbook = bench.playbook("trial", "registry, human", R"(stage "One" {
    reg add "SYSTEM\Setup" { One = dword 1 }
    ask "Look" {
        - Look.
    }
    reg add "SYSTEM\Setup" { Then = dword 1 }
}
stage "Two" {
    reg add "SYSTEM\Setup" { Two = dword 2 }
}
)");
    REQUIRE(bench.run({"apply", playbook, "--yes"}, {"--stage", "one"}).status == 3);
    const auto still = bench.run({"plan", playbook});
    CHECK_THAT(still.out, Catch::Contains("only one") && !Catch::Contains("Two"));
    const auto went_on = bench.run({"apply", playbook, "--yes"}, {"--confirm", "look", "--stage", "two"});
    INFO(went_on.both());
    CHECK(went_on.status == 0);
    CHECK_THAT(went_on.out, Catch::Contains("Two") && !Catch::Contains("Then"));
}

TEST_CASE("a run and a saved plan keep the files beside the playbook that they began with")
{
    const Bench bench;
    const auto used = bench.folder / "words.mend";
    write_text(
        used, "procedure mark it {\n    param number: int\n    reg add \"SYSTEM\\Setup\" { Mark = dword number }\n}\n");
    const auto playbook = bench.playbook("trial", "registry, human", R"(use "words.mend"
reg add "SYSTEM\Setup" { One = dword 1 }
ask "Look" {
    - Look.
}
mark it { number = 7 }
)");
    REQUIRE(bench.run({"plan", playbook}, {"--out", bench.saved}).status == 0);
    const auto alone = engine::plan_from_json(read_text(bench.saved), bench.saved);
    REQUIRE(alone.playbook.files.size() == 1);
    write_text(
        used,
        "procedure mark it {\n    param number: int\n    reg add \"SYSTEM\\Setup\" { Other = dword number }\n}\n");
    REQUIRE(bench.run({"plan", playbook}, {"--out", bench.saved + "2"}).status == 0);
    CHECK(engine::plan_from_json(read_text(bench.saved + "2"), "").playbook.sha256 != alone.playbook.sha256);

    fs::remove(used);
    REQUIRE(bench.run({"apply", bench.saved}).status == 3);
    const auto went_on = bench.run({"apply", playbook, "--yes"}, {"--confirm", "look"});
    INFO(went_on.both());
    CHECK(went_on.status == 0);
    CHECK_THAT(went_on.out, Catch::Contains("Mark  absent -> dword 7"));
    const auto gone = bench.run({"plan", playbook}, {"--run", "none"});
    CHECK(gone.status == 1);
}
