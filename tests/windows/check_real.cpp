// The strict check on real hives: their keys and values are counted as hivex counted them, and a checker that shares no
// code with this one comes to the same verdict.
#include <cstdlib>
#include <iostream>
#include <map>
#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/windows/check_support.hpp"

namespace hivemend::windows::test {
namespace {

/// Hives whose header says that they are clean, and what is wrong with them. All but a few were damaged on purpose or
/// made by something other than Windows.
const std::map<std::string, std::string> damaged_hives{
    {"hives/SYSTEM-corrupted/SYSTEM", "a bin of the hive does not start with `hbin`"},
    {"hives/dsc/HKLM.hiv", "the root key is not marked as one"},
    {"hives/ez/NotAHive", "the file is not a registry hive: it does not start with `regf`"},
    {"hives/ez/SAMBadHBinHeader", "a bin of the hive does not start with `hbin`"},
    {"hives/ez/SECURITYNoRoot", "the root key is not marked as one"},
    {"hives/nt-hive/testhive", "the root key is not marked as one"},
    {"hives/yarp/BadListHive", "the key says that its parent is at 0x1380; it is at 0x12e8"},
    {"hives/yarp/CompHive", "the list of its parent has hint 00000081 for the key; its name gives 0000009f"},
    {"hives/yarp/DeletedTreeNoRootFlagHive", "the root key is not marked as one"},
    {"hives/yarp/DeletedTreePartialPathHive", "the root key is not marked as one"},
    {"hives/yarp/DuplicateSubkeysHive", "the name of the key is used twice below its parent"},
    {"hives/yarp/EffectiveSizeHive", "the checksum of the header is 4c564e49; its bytes give 31ef95f7"},
    {"hives/yarp/GarbageHive", "the checksum of the header is 4c564e49; its bytes give 94d865b7"},
    {"hives/yarp/HealedHive", "a security descriptor counts its keys as 8; those that use it are 4"},
    {"hives/yarp/InvalidParentHive", "the key says that its parent is at 0x1020; it is at 0x1140"},
    {"hives/yarp/OldLogWithRemnantData", "the file is a transaction log, not a primary hive"},
    {"hives/yarp/TruncatedHive", "the hive is truncated: its header says 491520 bytes, the file has 12288"},
    {"hives/yarp/TruncatedNameHive", "a subkey has a name of 22 bytes; its cell has room for 16"},
};

/// Counts that differ from those of hivex, which follows a list twice, and skips a name that is no UTF-16.
const std::map<std::string, std::string> other_counts{{"hives/yarp/BadListHive", "6 keys, 0 values"},
                                                      {"hives/yarp/TruncatedPairHive", "4 keys, 0 values"},
                                                      {"hives/yarp/EffectiveSizeHive", "2 keys, 0 values"},
                                                      {"hives/yarp/GarbageHive", "1 keys, 0 values"}};

std::string counts(const std::string& keys, const std::string& values)
{
    return fmt::format("{} keys, {} values", keys, values);
}

struct Listed {
    std::string file, state, keys, values;
};

/// The table beside the hives: one line each, columns between tabs.
std::vector<Listed> listed(const Bytes& table)
{
    std::istringstream lines(std::string(reinterpret_cast<const char*>(table.data()), table.size()));
    std::vector<Listed> hives;
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        std::istringstream columns(line);
        std::vector<std::string> column(9);
        for (auto& text : column)
            std::getline(columns, text, '\t');
        hives.push_back({column[0], column[4], column[7], column[8]});
    }
    return hives;
}

/// The verdict of regf_check.py in the folder that HIVEMEND_TOOLS names; a small hive or a long test only, for it takes
/// seconds for the large ones.
std::optional<bool> judged_sound(const Bytes& hive)
{
    const char* folder = std::getenv("HIVEMEND_TOOLS");
    const auto tool = fs::path(folder ? folder : "") / "regf_check.py";
    if (!fs::exists(tool) || !installed("python3")) {
        static const bool said = (std::cout << "skipped: verdicts of regf_check.py: HIVEMEND_TOOLS names no folder "
                                               "that has it\n",
                                  true);
        static_cast<void>(said);
        return std::nullopt;
    }
    if (hive.size() > 100'000 && !std::getenv("HIVEMEND_LONG"))
        return std::nullopt;
    const TemporaryDirectory directory;
    write_file(directory.path() / "hive", hive);
    return run(fmt::format("python3 '{}' '{}'", tool.string(), (directory.path() / "hive").string())).status == 0;
}

}  // namespace

TEST_CASE("check: real hives are sound, but for those that are dirty or damaged")
{
    const auto table = real("CHECK-hives.tsv");
    if (!table)
        return;
    std::size_t judged = 0, sound_hives = 0;
    for (const auto& hive : listed(*table)) {
        const auto bytes = real(hive.file);
        if (!bytes)
            continue;
        INFO(hive.file);
        const auto report = check_hive(ByteView(*bytes));
        CAPTURE(shown(report));
        sound_hives += report.sound();
        const auto damage = damaged_hives.find(hive.file);
        if (damage != damaged_hives.end()) {
            CHECK(report.total != 0);
            CHECK(report.findings.at(0).what == damage->second);
        } else if (hive.state == "DIRTY") {
            CHECK(report.total == 1);
            CHECK(report.findings.at(0).what.starts_with("the hive is dirty: "));
        } else {
            CHECK(report.sound());
        }
        const auto seen = counts(std::to_string(report.keys), std::to_string(report.values));
        if (const auto other = other_counts.find(hive.file); other != other_counts.end())
            CHECK(seen == other->second);
        else if (report.keys != 0)  // else its header or its bins were refused, and nothing was counted
            CHECK(seen == counts(hive.keys, hive.values));
        if (const auto verdict = judged_sound(*bytes)) {
            ++judged;
            CHECK(report.sound() == *verdict);
        }
    }
    std::cout << fmt::format("real hives: {} sound; {} judged by regf_check.py, too\n", sound_hives, judged);
    CHECK(sound_hives >= 1);
}

}  // namespace hivemend::windows::test
