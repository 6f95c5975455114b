// The README names every command; documents_test runs its examples.
#include <catch2/catch.hpp>

#include "tests/support/cli/command.hpp"
#include "tests/support/golden.hpp"

using namespace hivemend::test;

TEST_CASE("each command of the README's table exists, and the table has each command")
{
    const auto readme = read_text(source_file("README.md"));
    for (const std::string command :
         {"check", "plan", "effects", "apply", "undo", "recover", "runs", "inspect", "sample", "explain", "help"}) {
        CHECK_THAT(readme, Catch::Contains("| `hivemend " + command));
        CHECK(invoke({command, "--help"}).status == 0);
    }
}
