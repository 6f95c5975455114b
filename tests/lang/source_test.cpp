// Lines, columns and spans of a text.
#include <catch2/catch.hpp>

#include "lang/source/source.hpp"

using namespace hivemend::lang;

namespace {

std::pair<std::uint32_t, std::uint32_t> at(const Source& source, std::uint32_t offset)
{
    const auto position = source.position(offset);
    return {position.line, position.column};
}

using LineAndColumn = std::pair<std::uint32_t, std::uint32_t>;

}  // namespace

TEST_CASE("positions count lines from 1 and columns in code points", "[source]")
{
    const Source source("a", "ab\nüx\n\nlast");
    CHECK(at(source, 0) == LineAndColumn{1, 1});
    CHECK(at(source, 2) == LineAndColumn{1, 3});
    CHECK(at(source, 3) == LineAndColumn{2, 1});
    CHECK(at(source, 5) == LineAndColumn{2, 2});
    CHECK(at(source, 7) == LineAndColumn{3, 1});
    CHECK(at(source, 8) == LineAndColumn{4, 1});
    CHECK(at(source, 12) == LineAndColumn{4, 5});
    CHECK(at(source, 4000) == LineAndColumn{4, 5});
    CHECK(source.line_count() == 4);
}

TEST_CASE("a byte order mark takes no column", "[source]")
{
    const Source source("a", "\xEF\xBB\xBFplaybook");
    CHECK(at(source, 0) == LineAndColumn{1, 1});
    CHECK(at(source, 3) == LineAndColumn{1, 1});
    CHECK(at(source, 4) == LineAndColumn{1, 2});
}

TEST_CASE("lines come without their ends", "[source]")
{
    const Source source("a", "one\r\ntwo\n\n");
    CHECK(source.line(1) == "one");
    CHECK(source.line(2) == "two");
    CHECK(source.line(3) == "");
    CHECK(source.line(4) == "");
    CHECK(source.line(0) == "");
    CHECK(source.line(9) == "");
    CHECK(Source("empty", "").line(1) == "");
}

TEST_CASE("views into sources survive later additions", "[source]")
{
    SourceMap sources;
    const auto first = sources.add("a", "text");
    const auto view = sources[first].slice({first, 1, 3});
    for (int count = 0; count < 100; ++count)
        sources.add("b", "other");
    CHECK(view == "ex");
    CHECK(sources[first].name() == "a");
}
