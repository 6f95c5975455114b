// The harness itself: what a differing golden shows.
#include <catch2/catch.hpp>

#include "tests/support/golden.hpp"

using hivemend::test::line_diff;

TEST_CASE("a line diff shows what differs and a little around it", "[golden]")
{
    CHECK(line_diff("a\nb\n", "a\nb\n") == "");
    CHECK(line_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n") ==
          " 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    CHECK(line_diff("a\nb\nc\n", "a\nx\nb\nc\n") == " a\n+x\n b\n c\n");
    CHECK(line_diff("a\nb", "a\nb\n") == " a\n-b\n\\ no line end\n+b\n");
    CHECK(line_diff("", "a\n") == "+a\n");
}
