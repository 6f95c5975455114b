// hivemend effects: what playbooks could touch, as a reviewer reads it before there is any disk.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "tests/support/cli/command.hpp"
#include "tests/support/cli/effects_cases.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend::test;

TEST_CASE("what each playbook could touch is reviewed", "[effects]")
{
    fs::current_path(source_file("."));
    for (const auto& one : effects_cases()) {
        INFO(one.name);
        const auto shown = invoke(one.arguments("text"));
        CHECK(shown.status == 0);
        CHECK(shown.err == "");
        check_golden("tests/effects/" + one.name + ".effects", shown.out);
    }
}

TEST_CASE("the JSON of effects has everything that the text has", "[effects]")
{
    fs::current_path(source_file("."));
    int found = 0;
    for (const auto& one : effects_cases()) {
        INFO(one.name);
        const auto json = invoke(one.arguments("json"));
        CHECK(json.status == 0);
        // Lines in the library move with its documentation, so what runs it is compared as text only.
        if (json.out.find("\"std/") != std::string::npos)
            continue;
        ++found;
        check_golden("tests/effects/" + one.name + ".json", json.out);
    }
    CHECK(found > 1);
}

// A playbook and --set cannot hold such characters; a folder can.
TEST_CASE("the name of a file reaches no terminal unescaped", "[effects]")
{
    const TemporaryDirectory place;
    const auto playbook = place.path() / "\u202e \x1b[31m" / "hardware-malfunction.mend";
    write_text(playbook, read_text(source_file("playbooks/hardware-malfunction.mend")));
    for (const std::string format : {"text", "json"}) {
        const auto shown = invoke({"effects", playbook.string(), "--format", format}).out;
        CHECK_THAT(shown, Catch::Contains("202e"));
        for (const std::string hidden : {"\u202e", "\x1b"})
            CHECK_THAT(shown, !Catch::Contains(hidden));
    }
}

TEST_CASE("what a playbook says in clear and a report hides, effects hide too", "[effects]")
{
    const auto playbook = source_file("tests/effects/every-statement.mend").string();
    for (const std::string format : {"text", "json"}) {
        const auto shown = invoke({"effects", playbook, "--format", format}).out;
        CHECK_THAT(shown, Catch::Contains("DefaultPassword"));
        CHECK_THAT(shown, !Catch::Contains("hunter2"));
    }
}

TEST_CASE("effects of what is not there", "[effects]")
{
    const auto no_playbook = invoke({"effects", "hardware-malfunctoin"});
    CHECK(no_playbook.status == 1);
    CHECK_THAT(no_playbook.err,
               Catch::Contains("there is no file and no built-in playbook called hardware-malfunctoin"));
    CHECK_THAT(no_playbook.err, Catch::Contains("did you mean hardware-malfunction?"));

    const auto no_parameter = invoke({"effects", "hardware-malfunction", "--set", "rom=1GiB"});
    CHECK(no_parameter.status == 1);
    CHECK_THAT(no_parameter.err, Catch::Contains("the playbook has no parameter `rom`"));
    CHECK_THAT(no_parameter.err, Catch::Contains("did you mean `ram`?"));

    const auto no_value = invoke({"effects", "hardware-malfunction", "--set", "ram=many"});
    CHECK(no_value.status == 1);
    CHECK_THAT(no_value.err, Catch::Contains("--set ram"));

    const auto playbook = source_file("tests/effects/every-statement.mend").string();
    const auto broken = invoke({"effects", playbook, "--set", "port=5"});
    CHECK(broken.status == 1);
    CHECK_THAT(broken.err, Catch::Contains("parameter `port` does not keep its constraint `port >= 1 and port <= 4`"));
}

TEST_CASE("a playbook that runs more than can be listed is refused, and quickly", "[effects]")
{
    // Each procedure runs the one before it twice: 2^20 steps.
    std::string text = "playbook doubled {\n    language 1\n    title \"Doubled\"\n    effects { boot }\n}\n"
                       "procedure twice p0 { bcd set default { ems = yes } }\n";
    for (int depth = 1; depth <= 20; ++depth)
        text += fmt::format("procedure twice p{0} {{\n    twice p{1}\n    twice p{1}\n}}\n", depth, depth - 1);
    text += "stage \"All\" {\n    twice p20\n}\n";
    const TemporaryDirectory place;
    write_text(place.path() / "doubled.mend", text);
    const auto refused = invoke({"effects", (place.path() / "doubled.mend").string()});
    CHECK(refused.status == 1);
    CHECK(refused.out == "");
    CHECK_THAT(refused.err, Catch::Contains("the playbook runs more than 10000 steps"));
}
