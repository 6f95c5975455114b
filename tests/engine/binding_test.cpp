// Both sides of each statement and fact. What is declared before this build can do it is listed here, and only here.
#include <catch2/catch.hpp>

#include "lang/check/check.hpp"
#include "runtime/engine/primitive/binding.hpp"

using namespace hivemend;

TEST_CASE(
    "each implemented statement and fact is declared, and the list of those without an implementation only shrinks")
{
    lang::SourceMap sources;
    lang::Diagnostics diagnostics;
    const auto library = lang::load_library(sources, diagnostics);
    REQUIRE_FALSE(diagnostics.has_errors());
    CHECK(engine::undeclared(library.declarations()) == std::vector<std::string>{});
    CHECK(engine::unimplemented(library.declarations()) == std::vector<std::string>{});
}
