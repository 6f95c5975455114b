// PEGTL's own analysis: no rule of the grammar can loop without consuming.
#include <catch2/catch.hpp>

#include <tao/pegtl/contrib/analyze.hpp>

#include "lang/syntax/grammar.hpp"

TEST_CASE("the grammar has no loops without progress", "[syntax]")
{
    CHECK(tao::pegtl::analyze<hivemend::lang::syntax::grammar::file>() == 0);
    CHECK(tao::pegtl::analyze<hivemend::lang::syntax::grammar::lone_expression>() == 0);
}
