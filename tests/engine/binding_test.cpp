// Both sides of each statement and fact. What is declared before this build can do it is listed here, and only here.
#include <catch2/catch.hpp>

#include "lang/check/check.hpp"
#include "runtime/engine/primitive/binding.hpp"

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
