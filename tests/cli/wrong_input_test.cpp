// Wrong input of every kind: a clear error, status 1, and nothing touched.
#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/cli/command.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend::test;

namespace {

struct Patient {
    TemporaryDirectory place;
    fs::path disk = place.path() / "disk";
    fs::path system = disk / "Windows/System32/config/SYSTEM";
    std::string state = (place.path() / "state").string();

    Patient() { make_sample("gen1-two-control-sets", disk); }

    /// Plan and apply both refuse with these words, with one error, and touch nothing.
    void refuses(const std::vector<std::string>& words, std::vector<std::string> more = {}) const
    {
        const auto tree = read_tree(disk);
        for (const std::string command : {"plan", "apply"}) {
            std::vector<std::string> arguments = {command, "hardware-malfunction", "--target", disk.string(), "--state",
                                                  state};
            if (command == "apply")
                arguments.emplace_back("--yes");
            arguments.insert(arguments.end(), more.begin(), more.end());
            const auto result = invoke(arguments);
            INFO(command << ":\n" << result.both());
            CHECK(result.status == 1);
            for (const auto& word : words)
                CHECK_THAT(result.both(), Catch::Contains(word));
            CHECK(difference(read_tree(disk), tree) == "");
        }
    }
};

Result check_text(const std::string& text)
{
    const TemporaryDirectory place;
    write_text(place.path() / "wrong.mend", text);
    return invoke({"check", (place.path() / "wrong.mend").string()});
}

std::size_t count(const std::string& text, const std::string& word)
{
    std::size_t result = 0;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        ++result;
    return result;
}

const std::string header = "playbook wrong {\n    language 1\n    title \"Wrong\"\n    effects { registry }\n}\n";

}  // namespace

TEST_CASE("a target or playbook that is not there is named")
{
    const Patient patient;
    CHECK_THAT(invoke({"plan", "hardware-malfunction", "--target", "/nowhere/at-all"}).err,
               Catch::Contains("/nowhere/at-all"));
    CHECK_THAT(invoke({"plan", "hardware-malfuncton", "--target", patient.disk.string()}).err,
               Catch::Contains("no built-in playbook") && Catch::Contains("did you mean hardware-malfunction?"));
    CHECK(invoke({"check", "/nowhere/at-all.mend"}).status == 1);
    CHECK(invoke({"plan", "hardware-malfunction"}).status == 1);
    CHECK(invoke({"repair"}).status == 1);
}

TEST_CASE("files that are no sound hives are refused with their place")
{
    const Patient patient;
    const auto sound = read_file(patient.system);
    SECTION("not a hive")
    {
        write_file(patient.system, bytes_of("MZ this is a program"));
        patient.refuses({"SYSTEM", "hive"});
    }
    SECTION("empty")
    {
        write_file(patient.system, {});
        patient.refuses({"SYSTEM"});
    }
    SECTION("truncated")
    {
        auto bytes = sound;
        bytes.resize(bytes.size() - 4096);
        write_file(patient.system, bytes);
        patient.refuses({"SYSTEM", "truncated"});
    }
    SECTION("dirty")
    {
        auto bytes = sound;
        bytes[4] = static_cast<std::byte>(std::to_integer<int>(bytes[4]) + 1);
        bytes[508] ^= bytes[4] ^ sound[4];
        write_file(patient.system, bytes);
        patient.refuses({"the SYSTEM hive is dirty (sequence numbers", "no log lies beside it", "explain dirty-hive"});
    }
    SECTION("a boot store that is no hive")
    {
        write_file(patient.disk / "Boot/BCD", bytes_of("no store"));
        patient.refuses({"Boot\\BCD"});
    }
    SECTION("a directory in its place")
    {
        fs::remove(patient.system);
        fs::create_directory(patient.system);
        patient.refuses({"SYSTEM"});
    }
}

TEST_CASE("a real damaged hive is refused, and a real dirty one")
{
    const auto data = test_data();
    if (skipped(data.empty(), "real damaged hives: no test data"))
        return;
    const Patient patient;
    SECTION("damaged")
    {
        place_data(data / "hives/SYSTEM-corrupted/SYSTEM.xz", patient.system);
        patient.refuses({"SYSTEM"});
    }
    SECTION("dirty")
    {
        place_data(data / "hives/SYSTEM-win10-1709-dirty-nologs/SYSTEM.xz", patient.system);
        patient.refuses({"dirty (sequence numbers 4317 and 4316)"});
    }
}

TEST_CASE("a value beside a big one is set, and the big one stays as it is")
{
    const auto data = test_data();
    if (skipped(data.empty(), "hive with big values: no test data"))
        return;
    const Patient patient;
    place_data(data / "hives/SYSTEM-win7x86-clean/SYSTEM.xz", patient.system);
    const auto file = (patient.place.path() / "beside.mend").string();
    write_text(file,
               "playbook beside {\n    language 1\n    title \"Beside\"\n    effects { registry }\n}\nstage \"Set\" {\n"
               "    for each control_set in os.control_sets {\n"
               "        reg add \"SYSTEM\\${control_set}\\Control\\ProductOptions\" { Beside = dword 1 }\n    }\n}\n");
    const auto tree = read_tree(patient.disk);
    const auto read = [&] {
        const auto hive = (patient.disk / "Windows/System32/config/SYSTEM").string();
        return shell("hivexget '" + hive + "' 'ControlSet001\\Control\\ProductOptions' ProductPolicy").out;
    };
    const auto before = read();
    const auto applied = invoke({"apply", file, "--target", patient.disk.string(), "--state", patient.state, "--yes"});
    INFO(applied.both());
    CHECK(applied.status == 0);
    CHECK(before.size() > 16'344);
    CHECK((read() == before));
    CHECK(invoke({"undo", "--target", patient.disk.string(), "--state", patient.state, "--yes"}).status == 0);
    CHECK(difference(read_tree(patient.disk), tree) == "");
}

TEST_CASE("a directory without a Windows is refused, and one with two is asked about")
{
    Patient patient;
    SECTION("none")
    {
        fs::remove_all(patient.disk / "Windows");
        patient.refuses({"Windows", "System32\\config\\SYSTEM"});
    }
    SECTION("two")
    {
        fs::copy(patient.disk / "Windows", patient.disk / "Windows.old", fs::copy_options::recursive);
        patient.refuses({"--windows"});
        CHECK(invoke({"plan", "hardware-malfunction", "--target", patient.disk.string(), "--windows", "1"}).status ==
              0);
    }
    SECTION("two boot stores")
    {
        fs::create_directories(patient.disk / "EFI/Microsoft/Boot");
        fs::copy(patient.disk / "Boot/BCD", patient.disk / "EFI/Microsoft/Boot/BCD");
        patient.refuses({"Boot\\BCD", "EFI\\Microsoft\\Boot\\BCD"});
    }
}

TEST_CASE("wrong and unknown parameters are told with their names")
{
    const Patient patient;
    patient.refuses({"no parameter `rom`", "did you mean `ram`?"}, {"--set", "rom=4GiB"});
    patient.refuses({"ram"}, {"--set", "ram=plenty"});
    patient.refuses({"names no value"}, {"--set", "ram"});
    patient.refuses({"given twice"}, {"--set", "ram=4GiB", "--set", "ram=8GiB"});
}

TEST_CASE("what rests on an unknown fact blocks apply, and the plan says why")
{
    const Patient patient;
    patient.refuses({"cannot", "free"}, {"--set", "ram=4GiB"});
}

TEST_CASE("five different mistakes in one playbook are five diagnostics of one run")
{
    const auto result = check_text(header + "stage \"Wrong\" {\n"
                                            "    reg ad \"SYSTEM\\Setup\" { A = dword 1 }\n"
                                            "    reg add \"SYSTM\\Setup\" { A = dword 1 }\n"
                                            "    reg add \"SYSTEM\\Setup\" { A = 1 }\n"
                                            "    reg add \"SYSTEM\\Setup\" { B = dword 5000000000 }\n"
                                            "    reg add \"SYSTEM\\ControlSet001\\Setup\" { C = dword 1 }\n}\n");
    INFO(result.err);
    CHECK(result.status == 1);
    CHECK(count(result.err, "error[") == 5);
    CHECK_THAT(result.err, Catch::Contains("5 errors"));
}

TEST_CASE("junk, huge and deeply nested sources end quickly with few words")
{
    std::string junk;
    for (int i = 0; i < 4000; ++i)
        junk += static_cast<char>(i * 37 + i / 251);
    for (const auto& text :
         {junk, std::string(100000, '{'), std::string(100000, '('), "x = " + std::string(100000, '[')}) {
        const auto result = check_text(text);
        CHECK(result.status == 1);
        CHECK(count(result.err, "error[") >= 1);
        CHECK(count(result.err, "error[") <= 30);
        CHECK(result.err.find('\x1b') == std::string::npos);
    }
    const auto large = check_text(std::string((16u << 20) + 1, '#'));
    CHECK(large.status == 1);
    CHECK_THAT(large.err, Catch::Contains("16777216"));
}

TEST_CASE("escape sequences in names do not reach the terminal")
{
    const auto result = check_text(header + "stage \"\x1b[2Jgone\" {\n    reg add \"SYSTEM\\\x1b]0;x\" { A = 1 }\n}\n");
    CHECK(result.status == 1);
    CHECK(result.both().find('\x1b') == std::string::npos);
    CHECK_THAT(result.err, Catch::Contains("\\x1b"));
}

TEST_CASE("a directory that cannot be written is refused before anything is done")
{
    const Patient patient;
    const auto tree = read_tree(patient.disk);
    const auto child = ::fork();
    if (child == 0) {
        // Root writes everywhere: permissions only show for somebody else.
        for (const auto& entry : fs::recursive_directory_iterator(patient.place.path()))
            fs::permissions(entry,
                            fs::perms::others_read | (entry.is_directory() ? fs::perms::others_exec : fs::perms::none),
                            fs::perm_options::add);
        fs::permissions(patient.place.path(), fs::perms::others_read | fs::perms::others_exec, fs::perm_options::add);
        if (::getuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0))
            ::_exit(2);
        if (::getuid() != 65534)
            for (const auto* folder : {"", "Windows/System32/config", "Boot"})
                fs::permissions(patient.disk / folder, fs::perms::owner_read | fs::perms::owner_exec);
        const TemporaryDirectory own;
        const auto result = invoke({"apply", "hardware-malfunction", "--target", patient.disk.string(), "--state",
                                    own.path().string(), "--yes"});
        if (::getuid() != 65534)
            for (const auto* folder : {"", "Windows/System32/config", "Boot"})
                fs::permissions(patient.disk / folder, fs::perms::owner_all);
        const bool clear = result.status == 1 && result.err.starts_with("error: ") &&
                           result.err.find("ermission") != std::string::npos;
        if (!clear)
            std::fputs(result.both().c_str(), stderr);
        ::_exit(clear ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 0));
    CHECK(difference(read_tree(patient.disk), tree) == "");
}
