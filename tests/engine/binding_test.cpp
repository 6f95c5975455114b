// Both sides of each statement and fact. What is declared before this build can do it is listed here, and only here.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "lang/check/check.hpp"
#include "runtime/engine/primitive/binding.hpp"
#include "tests/support/golden.hpp"

using namespace hivemend;

/// Statements, then facts, each in the order of their names.
static const std::vector<std::string> declared_early{
    "assign-efi",     "cleanup",      "collect",         "defrag",           "file copy",          "file delete",
    "file rename",    "file replace", "file write",      "hive restore",     "partition activate", "sfc scannow",
    "sfc verifyonly", "crash.dumps",  "crash.stop_code", "drivers.unsigned", "os.disk.size",       "os.page_files"};

TEST_CASE(
    "each implemented statement and fact is declared, and the list of those without an implementation only shrinks")
{
    lang::SourceMap sources;
    lang::Diagnostics diagnostics;
    const auto library = lang::load_library(sources, diagnostics);
    REQUIRE_FALSE(diagnostics.has_errors());
    CHECK(engine::undeclared(library.declarations()) == std::vector<std::string>{});
    CHECK(engine::unimplemented(library.declarations()) == declared_early);
}

TEST_CASE("the specification says which declared statements and facts this build has not")
{
    std::string statements = "This build has no", facts = "and cannot tell";
    for (const auto& name : declared_early) {
        const bool fact = name.find('.') != std::string::npos;
        auto& list = fact ? facts : statements;
        list += fmt::format("{} `{}`", list.back() == '`' ? "," : "", name);
    }
    facts.replace(facts.rfind(", "), 2, " and ");
    const auto text = test::read_text(std::filesystem::path(HIVEMEND_SOURCE_DIR) / "spec.md");
    CHECK_THAT(text, Catch::Contains(statements + ",\n" + facts + ".\n"));
}
