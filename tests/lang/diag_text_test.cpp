// Escaping, suggestions and the shape of rendered diagnostics.
#include <catch2/catch.hpp>

#include "lang/diag/catalogue.hpp"
#include "lang/diag/escape.hpp"
#include "lang/diag/render.hpp"
#include "lang/diag/suggest.hpp"

using namespace hivemend::lang;

TEST_CASE("what a terminal would obey becomes visible", "[diag]")
{
    CHECK(escape_terminal("plain \\ text, ünï, 漢字 🙂") == "plain \\ text, ünï, 漢字 🙂");
    CHECK(escape_terminal("\x1b[31mred\x1b[0m") == "\\x1b[31mred\\x1b[0m");
    CHECK(escape_terminal("\x1b]0;title\x07") == "\\x1b]0;title\\x07");
    CHECK(escape_terminal(std::string_view("a\0b\n\t\r\x7f", 7)) == "a\\x00b\\x0a\\x09\\x0d\\x7f");
    CHECK(escape_terminal("\xc2\x9b"
                          "31m") == "\\u{9b}31m");
}

TEST_CASE("what a reader would not see becomes visible", "[diag]")
{
    CHECK(escape_terminal("a\u202egnp.exe") == "a\\u{202e}gnp.exe");
    CHECK(escape_terminal("\u2066x\u2069") == "\\u{2066}x\\u{2069}");
    CHECK(escape_terminal("zero\u200bwidth\ufeff") == "zero\\u{200b}width\\u{feff}");
    CHECK(escape_terminal("\u2028\u2029\u00ad") == "\\u{2028}\\u{2029}\\u{ad}");
    CHECK(escape_terminal("\U000e0041") == "\\u{e0041}");
}

TEST_CASE("bytes that are not UTF-8 become visible", "[diag]")
{
    CHECK(escape_terminal("\xff\xfe") == "\\xff\\xfe");
    CHECK(escape_terminal("\xc3") == "\\xc3");
    CHECK(escape_terminal("\xc0\xaf") == "\\xc0\\xaf");                    // overlong
    CHECK(escape_terminal("\xed\xa0\x80") == "\\xed\\xa0\\x80");           // surrogate
    CHECK(escape_terminal("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");  // beyond the last code point
    CHECK(escape_terminal("\xe2\x82x") == "\\xe2\\x82x");
}

TEST_CASE("the nearest name is suggested when it is near", "[diag]")
{
    const std::vector<std::string> names{"bootstatuspolicy", "bootlog", "ems", "safeboot", "recoveryenabled"};
    CHECK(nearest("bootstatusplicy", names) == "bootstatuspolicy");
    CHECK(nearest("BootLog", names) == "bootlog");
    CHECK(nearest("sfaeboot", names) == "safeboot");
    CHECK(nearest("esm", names) == "ems");
    CHECK(nearest("timeout", names) == std::nullopt);
    CHECK(nearest("x", names) == std::nullopt);
    CHECK(nearest("", names) == std::nullopt);
    CHECK(nearest("ab", std::vector<std::string>{"a", "ba"}) == "ba");
    CHECK(nearest(std::string(100'000, 'a'), names) == std::nullopt);
    CHECK(nearest("bootlag", std::vector<std::string>{}) == std::nullopt);
}

TEST_CASE("a diagnostic is shown as the manual shows it", "[diag]")
{
    SourceMap sources;
    const auto source =
        sources.add("playbooks/demo.mend",
                    "stage \"x\" {\n    bcd set loader {\n\t    bootstatusplicy = displayallfailures\n    }\n}\n");
    const auto text = sources[source].text();
    const auto span_of = [&](std::string_view word) {
        const auto begin = static_cast<std::uint32_t>(text.find(word));
        return Span{source, begin, begin + static_cast<std::uint32_t>(word.size())};
    };
    Diagnostics diagnostics;
    diagnostics.add(diag::unknown_element, span_of("bootstatusplicy"), "a boot loader entry", "bootstatusplicy")
        .label(span_of("loader"), "`loader` is a boot loader entry")
        .hint("did you mean `bootstatuspolicy`?")
        .fix("rename to `bootstatuspolicy`", span_of("bootstatusplicy"), "bootstatuspolicy");
    CHECK(render_text(diagnostics, sources, false) ==
          R"(error[unknown-element]: a boot loader entry has no element `bootstatusplicy`
 --> playbooks/demo.mend:3:6
  |
2 |     bcd set loader {
  |             ------ `loader` is a boot loader entry
3 |         bootstatusplicy = displayallfailures
  |         ^^^^^^^^^^^^^^^
  |
  = help: did you mean `bootstatuspolicy`?
  = fix: rename to `bootstatuspolicy`
)");
    CHECK(summary(diagnostics) == "1 error");
    CHECK(render_text(diagnostics, sources, true).find("\x1b[1;31merror[unknown-element]\x1b[0m") == 0);
}

TEST_CASE("labels in other sources name them", "[diag]")
{
    SourceMap sources;
    const auto first = sources.add("a.mend", "one\ntwo\n");
    const auto second = sources.add("b\x1b[2J.mend", "x\nthree\n");
    Diagnostics diagnostics;
    diagnostics.add(diag::unexpected_text, {first, 4, 7}, "`two`")
        .mark("this")
        .label({second, 2, 7}, "declared \x1b[1mhere");
    CHECK(render_text(diagnostics, sources, false) == R"(error[unexpected-text]: `two` does not belong here
 --> a.mend:2:1
  |
2 | two
  | ^^^ this
  |
 ::: b\x1b[2J.mend:2:1
  |
2 | three
  | ----- declared \x1b[1mhere
  |
)");
}

TEST_CASE("a long line is cut around the mark", "[diag]")
{
    SourceMap sources;
    const auto source = sources.add("a", std::string(5000, 'a') + " MARK " + std::string(5000, 'b') + "\n");
    Diagnostics diagnostics;
    diagnostics.add(diag::unexpected_text, {source, 5001, 5005}, "`MARK`");
    const auto shown = render_text(diagnostics, sources, false);
    CHECK(shown.size() < 600);
    CHECK(shown.find(" MARK ") != std::string::npos);
    const auto line = shown.find("1 | ") + 4;
    const auto mark = shown.find("^^^^") - shown.rfind('\n', shown.find("^^^^")) - 1;
    CHECK(shown.find("MARK", line) - line - 2 == mark - 4);  // the ellipsis has three bytes and one column
}

TEST_CASE("empty marks, the end of the text and several lines can be marked", "[diag]")
{
    SourceMap sources;
    const auto source = sources.add("a", "one\ntwo");
    const auto empty = sources.add("empty", "");
    Diagnostics diagnostics;
    diagnostics.add(diag::unexpected_text, {source, 7, 7}, "the end");
    diagnostics.add(diag::unexpected_text, {source, 1, 6}, "two lines");
    diagnostics.add(diag::unexpected_text, {empty, 0, 0}, "nothing");
    const auto shown = render_text(diagnostics, sources, false);
    CHECK(shown.find("2 | two\n  |    ^\n") != std::string::npos);
    CHECK(shown.find("1 | one\n  |  ^^\n") != std::string::npos);
    CHECK(shown.find("1 |\n  | ^\n") != std::string::npos);
    CHECK(summary(diagnostics) == "3 errors");
    CHECK(summary(Diagnostics()) == "");
}

TEST_CASE("diagnostics are ordered by place", "[diag]")
{
    Diagnostics diagnostics;
    diagnostics.add(diag::unexpected_text, {1, 0, 1}, "c");
    diagnostics.add(diag::unexpected_text, {0, 5, 6}, "b1");
    diagnostics.add(diag::unexpected_text, {0, 5, 6}, "b2");
    diagnostics.add(diag::unexpected_text, {0, 2, 9}, "a");
    diagnostics.sort();
    std::string order;
    for (const auto& one : diagnostics.all())
        order += one.headline.substr(0, one.headline.find(' ')) + " ";
    CHECK(order == "a b1 b2 c ");
}
