// Keys that are deleted and copied whole, from the plan to the undo.
#include <catch2/catch.hpp>

#include "tests/support/cli/command.hpp"
#include "tests/support/cli/difference.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend::test;

namespace {

const char* const copies_and_deletes = R"(playbook whole_keys {
    language 1
    title "Keys that go and come whole"
    effects { registry }
}

for each control_set in os.control_sets {
    reg copy "SYSTEM\${control_set}\Control\CrashControl" { to = "SYSTEM\Setup\Kept\${control_set}", exact = yes }
    reg delete-key "SYSTEM\${control_set}\Control\CrashControl"
}
)";

std::string hash_of(const fs::path& file)
{
    const auto out = shell("sha256sum '" + file.string() + "'").out;
    return out.substr(0, out.find(' '));
}

}  // namespace

TEST_CASE("whole keys are planned, applied, planned empty and undone to the same bytes")
{
    for (const auto* description : {"gen1-two-control-sets", "gen2"}) {
        INFO(description);
        const TemporaryDirectory place;
        const auto disk = place.path() / "disk";
        make_sample(description, disk);
        const auto file = (place.path() / "whole-keys.mend").string();
        write_text(file, copies_and_deletes);
        const auto with = [&](std::vector<std::string> words) {
            words.insert(words.end(), {"--target", disk.string(), "--state", (place.path() / "state").string()});
            return invoke(words);
        };
        const auto hive = disk / "Windows/System32/config/SYSTEM";
        const auto before = hash_of(hive);
        const auto tree = read_tree(disk);
        const auto content = content_of(disk);
        REQUIRE(before.size() == 64);

        const auto planned = with({"plan", file, "--detailed-exitcode"});
        CHECK(planned.status == 2);
        CHECK_THAT(planned.out, Catch::Contains(" -> absent") && Catch::Contains("    - CrashDumpEnabled") &&
                                    Catch::Contains("(whole keys: "));
        REQUIRE(with({"apply", file, "--yes"}).status == 0);
        CHECK(hash_of(hive) != before);
        const auto applied = content_of(disk);
        for (const auto& [name, data] : content)
            if (const auto at = name.find("\\control\\crashcontrol"); at != std::string::npos) {
                INFO(name);
                CHECK(applied.count(name) == 0);
                auto kept = name;
                kept.erase(at, std::string("\\control\\crashcontrol").size());
                kept.replace(kept.find("system\\"), 7, "system\\setup\\kept\\");
                CHECK(applied.count(kept) == 1);
            }

        const auto again = with({"plan", file, "--detailed-exitcode"});
        INFO(again.out);
        CHECK(again.status == 0);
        CHECK_THAT(again.out, Catch::Contains("Nothing to change"));

        const auto undone = with({"undo", "--yes"});
        INFO(undone.both());
        REQUIRE(undone.status == 0);
        CHECK(hash_of(hive) == before);
        CHECK(difference(read_tree(disk), tree) == "");
    }
}

TEST_CASE("a value that the run set before its key went whole is still known in a later part of the run")
{
    const TemporaryDirectory place;
    const auto disk = place.path() / "disk";
    make_sample("gen2", disk);
    const auto file = (place.path() / "known.mend").string();
    write_text(file, R"(playbook known {
    language 1
    title "What was there before"
    effects { registry, human }
}

let crash: reg_key = "SYSTEM\${os.default_control_set}\Control\CrashControl"
reg add crash { CrashDumpEnabled = dword 1 }
reg delete-key crash
ask "Look at it" {
    - Start the machine, shut it down.
}
reg add crash { AutoReboot = dword 0 }
reg restore crash { CrashDumpEnabled, LogEvent }
)");
    const auto with = [&](std::vector<std::string> words) {
        words.insert(words.end(), {"--target", disk.string(), "--state", (place.path() / "state").string()});
        return invoke(words);
    };
    const auto applied = with({"apply", file, "--yes"});
    INFO(applied.both());
    REQUIRE(applied.status == 3);
    const auto planned = with({"plan", file, "--confirm", "look-at-it"});
    INFO(planned.both());
    CHECK_THAT(planned.out, Catch::Contains("    CrashDumpEnabled  absent -> dword 7") &&
                                Catch::Contains("`LogEvent` is left as it is: this run changed its key as a whole"));
}
