// The README names every command; documents_test runs its examples.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "lang/source/embedded.hpp"
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

TEST_CASE("the README lists each playbook that is built in, and no other")
{
    const auto readme = read_text(source_file("README.md"));
    std::size_t built_in = 0, listed = 0;
    for (const auto& file : hivemend::lang::embedded_files())
        if (file.path.starts_with("playbooks/")) {
            const auto name = file.path.substr(10, file.path.size() - 15);
            CHECK_THAT(readme, Catch::Contains(fmt::format("[`{}`]({})", name, file.path)));
            ++built_in;
        }
    for (auto at = readme.find("`](playbooks/"); at != std::string::npos; at = readme.find("`](playbooks/", at + 1))
        ++listed;
    CHECK(listed == built_in + 1);  // one is linked in the text above, too
}
