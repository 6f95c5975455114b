// Giving back what was there before a run, also when a person started the machine in between.
#include <catch2/catch.hpp>

#include "tests/support/cli/command.hpp"
#include "tests/support/cli/difference.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend;
using namespace hivemend::test;

namespace {

const std::string repair = R"(playbook repair {
    language 1
    title "A repair in safe mode"
    effects { registry, boot, human }
}
param loader: bcd_object(osloader) = default
stage "Prepare" {
    bcd set loader { safeboot = minimal, bootlog = yes }
    reg set "SYSTEM\Setup" { CmdLine = sz "cmd.exe" }
    @temporary
    reg add "SYSTEM\Setup" { Added = dword 1 }
    ask "Repair it in safe mode" {
        - Start it.
    }
    bcd restore loader { safeboot, bootlog }
    reg restore "SYSTEM\Setup" { CmdLine, Added }
}
)";

struct Machine {
    TemporaryDirectory place;
    fs::path disk = place.path() / "disk";
    std::string playbook = (place.path() / "repair.mend").string(), state = (place.path() / "state").string();

    explicit Machine(const std::string& loader)
    {
        write_text(place.path() / "machine.yaml",
                   "registry:\n  SYSTEM\\Select: { Current: dword 1, Default: dword 1 }\n"
                   "  SYSTEM\\ControlSet001: {}\n  SYSTEM\\Setup: { CmdLine: sz \"before\" }\nboot:\n"
                   "  bootmgr: { default: \"{5e0b7a92-7d34-4c11-8f6e-26a90c3d1b01}\" }\n"
                   "  \"{5e0b7a92-7d34-4c11-8f6e-26a90c3d1b01}\": { kind: osloader, description: Windows" +
                       loader + " }\n");
        REQUIRE(invoke({"sample", (place.path() / "machine.yaml").string(), "--out", disk.string()}).status == 0);
        write_text(playbook, repair);
    }

    Result apply(const std::string& name, const std::vector<std::string>& more = {}) const
    {
        std::vector<std::string> words{"apply", name, "--target", disk.string(), "--state", state, "--yes"};
        words.insert(words.end(), more.begin(), more.end());
        return invoke(words);
    }
    /// What Windows or a person changed while the machine ran: another playbook, in a state of its own.
    void meanwhile(const std::string& body) const
    {
        const auto file = place.path() / "meanwhile.mend";
        write_text(file,
                   "playbook meanwhile {\n    language 1\n    title \"Meanwhile\"\n    effects { registry }\n}\n" +
                       body);
        REQUIRE(invoke({"apply", file.string(), "--target", disk.string(), "--state", state + "2", "--yes"}).status ==
                0);
    }
};

}  // namespace

TEST_CASE("after an ask, restore gives back what the first part of the run changed")
{
    for (const std::string loader : {"", ", safeboot: network, bootlog: no"}) {
        const Machine machine(loader);
        INFO(loader);
        const auto before = content_of(machine.disk);
        const auto bytes = read_tree(machine.disk);
        REQUIRE(machine.apply(machine.playbook).status == 3);
        CHECK(content_of(machine.disk) != before);
        const auto second = machine.apply(machine.playbook, {"--confirm", "repair-it-in-safe-mode"});
        INFO(second.both());
        REQUIRE(second.status == 0);
        CHECK(differences(before, content_of(machine.disk)) == Differences{});
        REQUIRE(invoke({"undo", "--target", machine.disk.string(), "--state", machine.state, "--yes"}).status == 0);
        CHECK(difference(read_tree(machine.disk), bytes) == "");
    }
}

TEST_CASE("what changed while the machine ran does not change what is given back")
{
    const Machine machine(", bootlog: no");
    REQUIRE(machine.apply(machine.playbook).status == 3);
    machine.meanwhile("reg add \"SYSTEM\\Setup\" { CmdLine = sz \"by windows\", Other = dword 1 }\n");
    const auto second = machine.apply(machine.playbook, {"--confirm", "repair-it-in-safe-mode"});
    INFO(second.both());
    REQUIRE(second.status == 0);
    CHECK_THAT(second.out, Catch::Contains("CmdLine  sz \"by windows\" -> sz \"before\"") &&
                               Catch::Contains("safeboot (0x25000080)  minimal -> absent") &&
                               Catch::Contains("bootlog (0x26000090)   yes -> no"));
    const auto after = content_of(machine.disk);
    CHECK(after.at("value system\\setup `other`") == "4 dword 1");
    CHECK_FALSE(after.contains("value system\\setup `added`"));
}

TEST_CASE("a safe mode that an interrupted repair left over is taken out, not given back")
{
    const Machine machine(", safeboot: minimal");
    REQUIRE(machine.apply(machine.playbook).status == 3);
    const auto second = machine.apply(machine.playbook, {"--confirm", "repair-it-in-safe-mode"});
    INFO(second.both());
    REQUIRE(second.status == 0);
    CHECK_FALSE(content_of(machine.disk).contains("element {5e0b7a92-7d34-4c11-8f6e-26a90c3d1b01} 25000080"));
}
