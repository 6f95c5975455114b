// Every key of real hives is edited: values and subkeys are added to all of them and go again, real ones go, too. How
// much may be refused is said here; what is edited and judged, in mass_phases.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/windows/mass_phases.hpp"

namespace hivemend::windows::test {
namespace {

/// One in a hundred may be refused at most, beside those that would change a list of the kind `li`.
void check_share(const Tally& all)
{
    CHECK(all.made != 0);
    CHECK((all.wanted - all.in_li - all.made) * 100 <= all.wanted);
}

struct ListedHive {
    std::string path;
    std::size_t keys = 0;  // after replay
};

/// The table beside the real data, without what is no hive.
std::vector<ListedHive> listed_hives()
{
    std::ifstream table(*testdata() / "CHECK-hives.tsv");
    std::vector<ListedHive> hives;
    std::string line;
    std::getline(table, line);
    while (std::getline(table, line)) {
        std::istringstream columns(line);
        std::vector<std::string> column(17);
        for (auto& text : column)
            std::getline(columns, text, '\t');
        if (!column[7].empty())
            hives.push_back({column[0], std::stoul(column[column[14].empty() ? 7 : 14])});
    }
    return hives;
}

bool long_test(const char* what)
{
    if (std::getenv("HIVEMEND_LONG") == nullptr)
        std::cout << "skipped: every key of " << what << " is edited with HIVEMEND_LONG=1\n";
    return std::getenv("HIVEMEND_LONG") != nullptr && testdata();
}

constexpr const char* large_hive = "hives/SYSTEM-win7x86-clean/SYSTEM";
constexpr const char* made_hives = "hives/yarp/";

void edit_one(const std::string& path)
{
    if (!real(path))
        return;
    const auto tally = edit_everything(path);
    REQUIRE(tally);
    check_share(*tally);
}

/// Large hives with the same number of keys are one tree, damaged here in one way and there in another: once it is
/// edited, that is enough of it.
void edit_listed(bool (*chosen)(const std::string& path))
{
    Tally all;
    std::set<std::size_t> seen;
    std::size_t hives = 0, edited = 0;
    for (const auto& hive : listed_hives()) {
        if (!chosen(hive.path))
            continue;
        if (seen.contains(hive.keys)) {
            std::cout << fmt::format("{}: not edited: another hive with {} keys was\n", hive.path, hive.keys);
            continue;
        }
        ++hives;
        if (const auto tally = edit_everything(hive.path)) {
            ++edited;
            if (hive.keys > 1'000)
                seen.insert(hive.keys);
            all.wanted += tally->wanted;
            all.made += tally->made;
            all.in_li += tally->in_li;
        }
    }
    std::cout << fmt::format("{} of {} hives edited, {} of {} changes made\n", edited, hives, all.made, all.wanted);
    CHECK(edited * 2 > hives);
    check_share(all);
}

}  // namespace

TEST_CASE("mass edits: every key of a hive that was clean")
{
    edit_one("hives/NTUSER-oldlog-winregkb/NTUSER.DAT");
}

TEST_CASE("mass edits: every key of a hive that was replayed")
{
    edit_one("hives/LocalService-win10-dirty-logs/NTUSER.DAT");
}

TEST_CASE("mass edits: every key of a large hive")
{
    if (long_test(large_hive))
        edit_one(large_hive);
}

TEST_CASE("mass edits: every key of all other hives of machines")
{
    if (long_test("all other hives of machines"))
        edit_listed([](const std::string& path) { return path != large_hive && !path.starts_with(made_hives); });
}

TEST_CASE("mass edits: every key of hives made to be difficult")
{
    if (long_test("hives made to be difficult"))
        edit_listed([](const std::string& path) { return path.starts_with(made_hives); });
}

}  // namespace hivemend::windows::test
