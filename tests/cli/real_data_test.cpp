// A repair on hives and boot stores of real machines, judged by other people's readers.
#include <catch2/catch.hpp>

#include <set>
#include <sstream>

#include "tests/support/cli/command.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend::test;

namespace {

struct RealDisk {
    TemporaryDirectory place;
    fs::path disk = place.path() / "disk";
    fs::path system = disk / "Windows/System32/config/SYSTEM";
    fs::path store;
    std::string state = (place.path() / "state").string();

    RealDisk(const fs::path& data, const std::string& boot_store, const std::string& store_place)
        : store(disk / store_place)
    {
        place_data(data / "hives/SYSTEM-win7x86-clean/SYSTEM.xz", system);
        place_data(data / "bcd" / boot_store, store);
    }

    Result run(const std::string& command) const
    {
        std::vector<std::string> arguments = {command, "hardware-malfunction", "--target", disk.string(), "--state",
                                              state};
        if (command == "apply")
            arguments.emplace_back("--yes");
        return invoke(arguments);
    }
};

std::set<std::string> lines(const std::string& text)
{
    std::istringstream stream(text);
    std::set<std::string> result;
    for (std::string line; std::getline(stream, line);)
        result.insert(line);
    return result;
}

/// Lines that are in only one of two exports.
std::vector<std::string> changed_lines(const std::string& before, const std::string& after)
{
    const auto left = lines(before), right = lines(after);
    std::vector<std::string> result;
    std::set_symmetric_difference(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(result));
    return result;
}

/// PATH,TYPE,VALUE without the time of the key, which rightly changes.
std::string exported(const fs::path& hive)
{
    return shell("reglookup '" + hive.string() + "' 2>/dev/null | cut -d, -f1-3").out;
}

void check_sound(const fs::path& hive)
{
    const auto checker = test_data() / "../tools/regf_check.py";
    if (skipped(!fs::exists(checker), "strict check by another implementation: not there"))
        return;
    const auto verdict = shell("python3 '" + checker.string() + "' '" + hive.string() + "'");
    INFO(verdict.out);
    CHECK(verdict.status == 0);
}

bool judges_missing()
{
    return skipped(test_data().empty(), "real hives: no test data") ||
           skipped(!has_program("reglookup"), "reglookup is not installed") ||
           skipped(!has_program("hivexget"), "hivexget is not installed") ||
           skipped(!has_program("regfexport"), "regfexport is not installed");
}

void check_crash_control(const RealDisk& real)
{
    for (const std::string set : {"ControlSet001", "ControlSet002"}) {
        const auto key = "\\" + set + "\\Control\\CrashControl";
        const auto value = [&](const std::string& name) {
            return shell("hivexget '" + real.system.string() + "' '" + key + "' " + name).out;
        };
        CHECK(value("CrashDumpEnabled") == "1\n");
        CHECK(value("NMICrashDump") == "1\n");
        CHECK(value("DumpFile") == "%SystemRoot%\\MEMORY.DMP\n");
        const auto looked_up =
            shell("reglookup -p '/" + set + "/Control/CrashControl' '" + real.system.string() + "'").out;
        CHECK_THAT(looked_up, Catch::Contains("CrashDumpEnabled,DWORD,0x00000001") &&
                                  Catch::Contains("NMICrashDump,DWORD,0x00000001"));
        const auto exported_key = shell("regfexport -K '" + key + "' '" + real.system.string() + "'").out;
        CHECK_THAT(exported_key, Catch::Contains("NMICrashDump"));
    }
}

}  // namespace

TEST_CASE("generation 1: the repair on a Windows 7 SYSTEM hive and a store whose default is Windows PE")
{
    if (judges_missing())
        return;
    const RealDisk real(test_data(), "bios-win7-vm/BCD", "Boot/BCD");
    const auto before = read_tree(real.disk);
    const auto system_before = exported(real.system), store_before = exported(real.store);

    const auto planned = real.run("plan");
    INFO(planned.both());
    REQUIRE(planned.status == 0);
    // bootmgr.default is Windows PE in this store: the loader is the other one, and the plan says why.
    CHECK_THAT(planned.out, Catch::Contains("{efd09c92-") && Catch::Contains("Windows PE"));
    CHECK_THAT(planned.out, Catch::Contains("CrashDumpEnabled") && Catch::Contains("dword 2 -> dword 1"));
    CHECK_THAT(planned.out, Catch::Contains("NMICrashDump") && Catch::Contains("absent -> dword 1"));
    CHECK_THAT(planned.out, Catch::Contains("emsbaudrate") && Catch::Contains("115200"));

    REQUIRE(real.run("apply").status == 0);
    check_crash_control(real);
    check_sound(real.system);
    check_sound(real.store);

    for (const auto& line : changed_lines(system_before, exported(real.system))) {
        INFO(line);
        CHECK((line.find("CrashControl/CrashDumpEnabled") != std::string::npos ||
               line.find("CrashControl/NMICrashDump") != std::string::npos ||
               line.find("CrashControl/DumpFile") != std::string::npos));
    }
    for (const auto& line : changed_lines(store_before, exported(real.store))) {
        INFO(line);
        CHECK((line.find("260000b0") != std::string::npos || line.find("15000022") != std::string::npos ||
               line.find("15000023") != std::string::npos));
    }
    const auto undone = invoke({"undo", "--target", real.disk.string(), "--state", real.state, "--yes"});
    INFO(undone.both());
    CHECK(undone.status == 0);
    CHECK(difference(read_tree(real.disk), before) == "");
}

TEST_CASE("generation 2: the same repair on the store of a Windows 10 machine")
{
    if (judges_missing())
        return;
    const RealDisk real(test_data(), "efi-win10-regipy/BCD", "EFI/Microsoft/Boot/BCD");
    const auto planned = real.run("plan");
    INFO(planned.both());
    REQUIRE(planned.status == 0);
    CHECK_THAT(planned.out, Catch::Contains("generation 2") && Catch::Contains("{733b62e5-"));
    REQUIRE(real.run("apply").status == 0);
    check_crash_control(real);
    check_sound(real.system);
    check_sound(real.store);
    CHECK(invoke({"plan", "hardware-malfunction", "--target", real.disk.string(), "--state", real.state,
                  "--detailed-exitcode"})
              .status == 0);
}
