// The table of traps: each is stopped by a diagnostic that is shown, or there is a reason why it cannot be written.
#include <catch2/catch.hpp>

#include <fstream>

#include "tests/support/documents_check.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/rule_files.hpp"
#include "tests/support/temporary.hpp"

#include <fmt/format.h>

namespace fs = std::filesystem;
using namespace hivemend::test;

namespace {

/// The traps of the articles that a language can stop; those between are stopped on the disk, or stand in no playbook.
std::set<std::string> listed_traps()
{
    std::set<std::string> traps;
    for (const auto& [first, last] :
         {std::pair{1, 16}, {20, 20}, {22, 24}, {26, 36}, {41, 41}, {46, 46}, {53, 54}, {57, 57}, {59, 59}})
        for (int number = first; number <= last; ++number)
            traps.insert(fmt::format("T{:02}", number));
    return traps;
}

std::string trap_faults_of(const std::string& text)
{
    const TemporaryDirectory place;
    std::ofstream(place.path() / "traps.md", std::ios::binary) << text;
    std::string all;
    for (const auto& fault : trap_faults(place.path() / "traps.md", {"T01", "T02"}))
        all += fault + "\n";
    return all;
}

const std::string trap_row = "| T01 | a word is misspelt | [unknown-statement](#t01) |\n";
const std::string second_row = "| T02 | a path is named | no statement takes a path like this |\n";
const std::string trap_block = "\n### T01\n\n```mend fails unknown-statement\nfrobnicate\n```\n";

}  // namespace

TEST_CASE("every trap of the articles is stopped by a diagnostic, or cannot be written", "[rules]")
{
    const std::string name = "tests/rules/traps.md";
    for (const auto& fault : trap_faults(fs::path(HIVEMEND_SOURCE_DIR) / name, listed_traps()))
        FAIL_CHECK(fault);
    Document document(fs::path(HIVEMEND_SOURCE_DIR) / name, name, updating());
    document.check_languages();
    check_mend_blocks(document);
    for (const auto& fault : document.finish())
        FAIL_CHECK(fault);
    CHECK(listed_traps().size() == 37);
}

TEST_CASE("what is wrong with a table of traps is said", "[rules]")
{
    CHECK(trap_faults_of(trap_row + second_row + trap_block) == "");
    CHECK(trap_faults_of(trap_row + trap_block) == "T02 has 0 rows\n");
    CHECK(trap_faults_of(trap_row + second_row + second_row + trap_block) == "T02 has 2 rows\n");
    CHECK(trap_faults_of(trap_row + second_row + "| T03 | more | this cannot be written at all |\n" + trap_block) ==
          "T03 is no trap that is listed\n");
    CHECK(trap_faults_of(trap_row + second_row) == "T01 has no block that fails with `unknown-statement`\n");
    CHECK(trap_faults_of(trap_row + "| T02 | a path is named | |\n" + trap_block) ==
          "T02 has neither a diagnostic nor a reason\n");
    CHECK(trap_faults_of(trap_row + "| T02 | | no statement takes a path like this |\n" + trap_block) ==
          "T02 does not say what goes wrong\n");
    CHECK(trap_faults_of(trap_row + "| T02 | a path |\n" + trap_block) ==
          "a row has other cells than trap, mistake and what stops it: | T02 | a path |\nT02 has 0 rows\n");
    CHECK(trap_faults_of(trap_row + "| T02 | a path is named | [no-such-kind](#t01) |\n" + trap_block) ==
          "T02 links `no-such-kind` to #t01\n"
          "T02 names `no-such-kind`, which is no kind of diagnostic\n"
          "T02 has no block that fails with `no-such-kind`\n");
    CHECK(trap_faults_of(trap_row + second_row + trap_block + "\n```mend fails unknown-name\nfrobnicate\n```\n") ==
          "T01 shows `unknown-name`, which its row does not name\n");
    CHECK(trap_faults_of(trap_row + second_row + trap_block + "\n### T04\n") == "T04 has blocks and no row\n");
}
