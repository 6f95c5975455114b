// Every rule of the language has goldens, and their mend blocks are as they say.
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

const fs::path rules_folder = fs::path(HIVEMEND_SOURCE_DIR) / "tests/rules";

void check_rule_blocks(const std::string& prefix)
{
    for (const auto& name : rule_documents(prefix)) {
        Document document(fs::path(HIVEMEND_SOURCE_DIR) / name, name, updating());
        document.check_languages();
        check_mend_blocks(document);
        for (const auto& fault : document.finish())
            FAIL_CHECK(fault);
    }
    CHECK(rule_documents(prefix).size() >= 18);
}

void write_rule(const fs::path& file, const std::string& text)
{
    std::ofstream(file, std::ios::binary) << text;
}

std::string fault_lines(const std::vector<std::string>& lines)
{
    std::string all;
    for (const auto& line : lines)
        all += line + "\n";
    return all;
}

const std::string rule_holds = "## Holds\n\n```mend\nnote \"Fine\" {\n}\n```\n";
const std::string rule_fails = "## Fails\n\n```mend fails unknown-statement\nfrobnicate\n```\n";

/// A folder in which every rule has a document.
class RulesFolder {
public:
    RulesFolder()
    {
        for (const auto& [chapter, last] : {std::pair{3, 23}, std::pair{4, 18}})
            for (int rule = 1; rule <= last; ++rule)
                write_rule(path() / fmt::format("{}.{:02}-some-rule.md", chapter, rule),
                           fmt::format("# {}.{} Some rule\n\n{}{}", chapter, rule, rule_holds, rule_fails));
    }
    fs::path path() const { return place_.path(); }
    std::string faults() const { return fault_lines(rule_faults(path())); }

private:
    TemporaryDirectory place_;
};

}  // namespace

TEST_CASE("every rule of the language has a golden that holds and one that fails", "[rules]")
{
    for (const auto& fault : rule_faults(rules_folder))
        FAIL_CHECK(fault);
}

TEST_CASE("the mend blocks of names and types are as they say", "[rules]")
{
    check_rule_blocks("3.");
}

TEST_CASE("the mend blocks of statements are as they say", "[rules]")
{
    check_rule_blocks("4.");
}

TEST_CASE("a rule without goldens is named", "[rules]")
{
    const RulesFolder folder;
    CHECK(folder.faults() == "");
    fs::remove(folder.path() / "3.04-some-rule.md");
    CHECK(folder.faults() == "rule 3.4 has no document 3.04-….md\n");
    write_rule(folder.path() / "3.04-another-rule.md", "# 3.4 Another rule\n\n" + rule_fails);
    CHECK(folder.faults() == "3.04-another-rule.md has no section \"Holds\"\n");
    write_rule(folder.path() / "3.04-another-rule.md", "# 3.4 Another rule\n\n" + rule_holds);
    CHECK(folder.faults() == "3.04-another-rule.md has no section \"Fails\"\n");
    write_rule(folder.path() / "3.04-another-rule.md", "# 3.5 Another rule\n\n## Holds\n\nText.\n\n" + rule_fails);
    CHECK(folder.faults() == "3.04-another-rule.md does not begin with the title \"# 3.4 …\"\n"
                             "3.04-another-rule.md shows nothing below \"Holds\"\n");
    write_rule(folder.path() / "3.04-another-rule.md",
               "# 3.4 Another rule\n\n## Holds\n" + rule_fails.substr(9) + "## Fails\n" + rule_holds.substr(9));
    CHECK(folder.faults() == "3.04-another-rule.md:5: a mistake stands below \"Holds\"\n"
                             "3.04-another-rule.md shows nothing below \"Fails\"\n");
    write_rule(folder.path() / "3.04-another-rule.md", "# 3.4 Another rule\n\n" + rule_holds + rule_fails);
    write_rule(folder.path() / "3.24-one-more.md", "# 3.24 One more\n\n" + rule_holds + rule_fails);
    CHECK(folder.faults() == "3.24-one-more.md is the document of no rule, or a second one\n");
}
