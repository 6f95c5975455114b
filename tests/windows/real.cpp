// Real hives: read whole, edited, and judged by programs that share no code with this one.
#include <algorithm>
#include <cstdlib>
#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "runtime/windows/hive/check.hpp"
#include "runtime/windows/hive/records.hpp"
#include "runtime/windows/install/find.hpp"
#include "tests/windows/support.hpp"

namespace hivemend::windows::test {
namespace {

constexpr const char* clean_system = "hives/SYSTEM-win7x86-clean/SYSTEM";
constexpr const char* crash_control = "ControlSet001\\Control\\CrashControl";

std::size_t keys_below(const HiveImage& image, KeyRef key, int depth = 0)
{
    std::size_t count = 1;
    REQUIRE(depth < 512);
    image.values(key);
    for (const auto child : image.subkeys(key))
        count += keys_below(image, child, depth + 1);
    return count;
}

/// Lines that only one of two listings has: `-` gone, `+` new.
std::vector<std::string> difference(std::vector<std::string> before, std::vector<std::string> after)
{
    std::ranges::sort(before);
    std::ranges::sort(after);
    std::vector<std::string> gone, added, lines;
    std::ranges::set_difference(before, after, std::back_inserter(gone));
    std::ranges::set_difference(after, before, std::back_inserter(added));
    for (const auto& line : gone)
        lines.push_back("- " + line);
    for (const auto& line : added)
        lines.push_back("+ " + line);
    return lines;
}

std::vector<std::string> lines_of(const std::string& text)
{
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

}  // namespace

TEST_CASE("a real SYSTEM hive is changed in exactly the planned lines, and others agree")
{
    const auto before = real(clean_system);
    if (!before)
        return;
    const HiveImage image(*before);
    CHECK(keys_below(image, image.root()) == 30756);
    CHECK(read_control_sets(image).current);

    const std::vector<HiveChange> changes{SetValue{crash_control, "CrashDumpEnabled", dword(1)},
                                          SetValue{crash_control, "NMICrashDump", dword(1)},
                                          SetValue{"ControlSet001\\Services\\HivemendTest", "Start", dword(4)}};
    const auto after = edited(*before, changes);
    CHECK(after.report.sequence == image.header().sequence1 + 1);
    CHECK(difference(listing(*before), listing(after.bytes)) ==
          std::vector<std::string>{"- \\ControlSet001\\Control\\CrashControl @CrashDumpEnabled = dword 2",
                                   "+ \\ControlSet001\\Control\\CrashControl @CrashDumpEnabled = dword 1",
                                   "+ \\ControlSet001\\Control\\CrashControl @NMICrashDump = dword 1",
                                   "+ \\ControlSet001\\services\\HivemendTest",
                                   "+ \\ControlSet001\\services\\HivemendTest @Start = dword 4"});
    CHECK(edited(after.bytes, changes).bytes == after.bytes);
    CHECK(findings(after.bytes).empty());

    const TemporaryDirectory directory;
    const auto old_file = (directory.path() / "old").string(), new_file = (directory.path() / "new").string();
    write_file(old_file, *before);
    write_file(new_file, after.bytes);
    if (installed("hivexget"))
        CHECK(run(fmt::format("hivexget {} '{}' NMICrashDump", new_file, crash_control)).output == "1\n");
    if (installed("reglookup")) {
        const auto shown = [](const std::string& file) {
            return lines_of(run("reglookup -i " + file + " 2>/dev/null").output);
        };
        const auto without_time = [](std::vector<std::string> lines) {
            for (auto& line : lines)
                if (const auto comma = line.rfind(',');
                    comma != std::string::npos && line.find(",KEY,") != std::string::npos)
                    line.erase(comma);
            return lines;
        };
        CHECK(difference(without_time(shown(old_file)), without_time(shown(new_file))).size() == 5);
    }
    if (installed("regfexport"))
        CHECK(run("regfexport " + new_file + " > /dev/null").status == 0);
}

TEST_CASE("a value is set beside big ones of a real hive, which stay byte for byte")
{
    const auto before = real(clean_system);
    if (!before)
        return;
    const std::vector<std::pair<std::string, std::string>> big{
        {"ControlSet001\\Control\\ProductOptions", "ProductPolicy"},
        {"ControlSet001\\Control\\Session Manager\\AppCompatCache", "AppCompatCache"}};
    std::vector<HiveChange> changes;
    for (const auto& [key, name] : big)
        changes.emplace_back(SetValue{key, "HivemendTest", dword(1)});
    const auto after = edited(*before, changes).bytes;
    CHECK(findings(after).empty());
    const TemporaryDirectory directory;
    const auto old_file = (directory.path() / "old").string(), new_file = (directory.path() / "new").string();
    write_file(old_file, *before);
    write_file(new_file, after);
    const HiveImage old_image(*before), new_image(after);
    for (const auto& [key, name] : big) {
        INFO(key);
        const auto data = old_image.value(*old_image.find(key), name);
        REQUIRE(data);
        CHECK(data->bytes.size() > big_data);
        CHECK((new_image.value(*new_image.find(key), name) == data));
        if (!installed("regfexport"))
            continue;
        const auto shown = [&](const std::string& file) {
            return lines_of(run(fmt::format("regfexport -K '{}' '{}' 2>&1", key, file)).output);
        };
        const auto lines = difference(shown(old_file), shown(new_file));
        CHECK(lines.size() > 1);
        CHECK(lines.size() < 12);
        for (const auto& line : lines)
            CHECK_FALSE(line.starts_with("- 0000"));  // a line of data
    }
}

TEST_CASE("damaged and dirty real hives are refused")
{
    const std::vector<HiveChange> change{SetValue{"Select", "Current", dword(9)}};
    const auto why = [&](const char* name) {
        const auto bytes = real(name);
        return bytes ? refusal(*bytes, change) : std::nullopt;
    };
    if (!testdata())
        return;
    CHECK(why("hives/SYSTEM-win10-1709-dirty-nologs/SYSTEM") ==
          "the hive is dirty (sequence numbers 4317 and 4316), and its logs come first");
    CHECK(why("hives/SYSTEM-corrupted/SYSTEM") == "a bin of the hive does not start with `hbin`");
    CHECK(why("hives/ez/NotAHive") == "the file is not a registry hive: it does not start with `regf`");
    CHECK(why("hives/ez/SAMBadHBinHeader") == "a bin of the hive does not start with `hbin`");
    CHECK(why("hives/yarp/TruncatedHive").value_or("").starts_with("the hive is truncated"));
    CHECK(why("hives/yarp/OldLogWithRemnantData") == "the file is a transaction log, not a primary hive");
}

TEST_CASE("clean real hives are read whole, and what is edited stays sound")
{
    const std::vector<std::pair<std::string, std::size_t>> hives{{"SAM-vm/SAM", 65},
                                                                 {"Syscache-dissect/Syscache.hve", 2011},
                                                                 {"NTUSER-oldlog-winregkb/NTUSER.DAT", 1597},
                                                                 {"plaso/100_sub_keys.hiv", 101},
                                                                 {"nt-hive/testhive", 528},
                                                                 {"dsc/HKLM.hiv", 3},
                                                                 {"hivex/special", 4},
                                                                 {"python-registry/UNICODE_TESTS", 3},
                                                                 {"yarp/StringValuesHive", 2},
                                                                 {"yarp/ManySubkeysHive", 5003},
                                                                 {"yarp/SlackHive", 0},
                                                                 {"yarp/UnicodeHive", 0}};
    for (const auto& [name, keys] : hives) {
        const auto bytes = real("hives/" + name);
        if (!bytes)
            continue;
        INFO(name);
        const HiveImage image(*bytes);
        const auto count = keys_below(image, image.root());
        if (keys != 0)
            CHECK(count == keys);
        const auto sound_before = findings(*bytes).empty();
        const std::vector<HiveChange> changes{SetValue{"Hivemend\\Test", "Number", dword(1)}};
        if (const auto reason = refusal(*bytes, changes)) {
            if (check_hive(image).sound())
                CHECK(reason->find(" list") != std::string::npos);
            else
                CHECK(reason == "the edited hive is not sound, so it was thrown away");
            continue;
        }
        const auto after = edited(*bytes, changes).bytes;
        CHECK(difference(listing(*bytes), listing(after)).size() == 3);
        if (sound_before)
            CHECK(findings(after).empty());
        const auto undone = edited(after, {DeleteKey{"Hivemend"}}).bytes;
        CHECK(difference(listing(*bytes), listing(undone)).empty());
    }
}

TEST_CASE("numbers in real logs are found")
{
    const auto log1 = real("hives/BBI-win11-dirty-logs/BBI.LOG1"),
               log2 = real("hives/UsrClass-win10-dirty-logs/UsrClass.dat.LOG2");
    if (!log1 || !log2)
        return;
    CHECK(highest_sequence(*log1).value_or(0) >= 48);
    CHECK(highest_sequence(*log2).value_or(0) > 118);
}

}  // namespace hivemend::windows::test
