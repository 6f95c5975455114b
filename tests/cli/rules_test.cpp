// Every plan and command among the goldens of the rules is what hivemend makes of it.
#include <catch2/catch.hpp>

#include "tests/support/cli/command.hpp"
#include "tests/support/cli/documents_run.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/rule_files.hpp"

using namespace hivemend::test;

static void run_rules(const std::string& prefix)
{
    for (const auto& name : rule_documents(prefix)) {
        Document document(source_file(name), name, updating());
        run_plan_blocks(document);
        run_console_blocks(document);
        check_yaml_blocks(document);
        for (const auto& fault : document.finish())
            FAIL_CHECK(fault);
    }
    CHECK(rule_documents(prefix).size() >= 18);
}

TEST_CASE("the plans and commands of names and types are as they say", "[rules]")
{
    run_rules("3.");
}

TEST_CASE("the plans and commands of statements are as they say", "[rules]")
{
    run_rules("4.");
}
