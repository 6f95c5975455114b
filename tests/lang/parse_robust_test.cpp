// Texts that are made to break a parser: it answers with a few clear errors, soon.
#include <catch2/catch.hpp>

#include <string>

#include "lang/diag/render.hpp"
#include "lang/syntax/parse.hpp"
#include "lang/syntax/print_tree.hpp"

using namespace hivemend::lang;

namespace {

struct Outcome {
    std::vector<std::string> kinds;
    std::size_t items;
};

Outcome parse(std::string text)
{
    SourceMap sources;
    Diagnostics diagnostics;
    const auto source = sources.add("text.mend", std::move(text));
    const auto file = syntax::parse(sources, source, diagnostics);
    syntax::print_tree(file, sources[source]);
    render_text(diagnostics, sources, true);
    Outcome outcome{{}, file.items.size()};
    for (const auto& one : diagnostics.all())
        outcome.kinds.emplace_back(one.kind);
    return outcome;
}

std::string repeated(std::string_view part, std::size_t times)
{
    std::string out;
    out.reserve(part.size() * times);
    while (times-- > 0)
        out += part;
    return out;
}

using Kinds = std::vector<std::string>;

}  // namespace

TEST_CASE("a hundred thousand of anything nested is one clear error", "[parse]")
{
    constexpr std::size_t many = 100'000;
    const Kinds too_deep{"nested-too-deeply"};
    CHECK(parse(repeated("a {\n", many)).kinds == too_deep);
    CHECK(parse(repeated("a { ", many) + repeated("}", many)).kinds == too_deep);
    CHECK(parse(repeated("when x {\n", many)).kinds == too_deep);
    CHECK(parse("let x = " + repeated("(", many)).kinds == too_deep);
    CHECK(parse("let x = " + repeated("(", many) + "1" + repeated(")", many)).kinds == too_deep);
    CHECK(parse("let x = " + repeated("[", many)).kinds == too_deep);
    CHECK(parse("let x = " + repeated("f(", many)).kinds == too_deep);
    CHECK(parse("let x = " + repeated("not ", many) + "a").kinds == too_deep);
    CHECK(parse("let x = " + repeated("dword ", many) + "1").kinds == too_deep);
    CHECK(parse("let x = " + repeated("match ", many) + "1").kinds == too_deep);
    CHECK(parse("let x = " + repeated("match a { b => ", many)).kinds == too_deep);
    CHECK(parse("param x: " + repeated("list(", many)).kinds == too_deep);
    CHECK(parse("a\n" + repeated("match a { b => { ", many)).kinds == too_deep);
    CHECK(parse(repeated("{", many)).kinds == Kinds{"unexpected-text", "nested-too-deeply"});
}

TEST_CASE("what stands behind a text that nests too deeply is still read", "[parse]")
{
    const auto outcome = parse(repeated("a { ", 100) + repeated("}", 100) + "\nlet b = )\nlet c = 1\n");
    CHECK(outcome.kinds == Kinds{"nested-too-deeply", "expected-expression"});
    CHECK(outcome.items == 3);
}

TEST_CASE("nesting up to the limit is read", "[parse]")
{
    const auto levels = static_cast<std::size_t>(syntax::max_nesting);
    CHECK(parse(repeated("a { ", levels) + repeated("}", levels)).kinds.empty());
    CHECK(parse("let x = " + repeated("(", levels) + "1" + repeated(")", levels)).kinds.empty());
    CHECK(parse(repeated("a { ", levels + 1) + repeated("}", levels + 1)).kinds == Kinds{"nested-too-deeply"});
}

TEST_CASE("long chains need no stack", "[parse]")
{
    constexpr std::size_t many = 20'000;
    CHECK(parse("when a {\n b\n}" + repeated(" else when a {\n b\n}", many)).kinds.empty());
    CHECK(parse("let x = a" + repeated(" and a", many)).kinds.empty());
    CHECK(parse("let x = [" + repeated("1, ", many) + "]").kinds.empty());
    CHECK(parse(repeated("@slow(\"x\") ", many) + "a").kinds.empty());
    CHECK(parse("a" + repeated(".b", many)).kinds.empty());
    CHECK(parse("a " + repeated("b ", many)).kinds.empty());
}

TEST_CASE("a text over 16 MiB is refused unread", "[parse]")
{
    std::string large(max_source_bytes + 1, '#');
    CHECK(parse(large).kinds == Kinds{"source-too-large"});
    large.pop_back();
    CHECK(parse(large).kinds.empty());
}

TEST_CASE("every beginning of a text is parsed", "[parse]")
{
    const std::string text =
        "## Doc\nplaybook a {\n title \"x ${y.z} \"\"q\"\"\"\n}\n@slow(\"a\", 1)\nparam p: list(string) = [\"a\", "
        "2KiB]\n"
        "stage \"s\" {\n when not (exists a.b or c(1, \"d\") in [2018-10-08]) {\n - prose ${x}\n } else when 1 < 2 { "
        "stop \"a\" }\n"
        " else { }\n for each x in y { reg add \"K\" { \"v\" = dword match a { b or c => 1, else => 0x2 } } }\n}\n";
    for (std::size_t size = 0; size <= text.size(); ++size) {
        parse(text.substr(0, size));
        parse(text.substr(size));
        auto changed = text;
        changed.insert(size, 1, "{}()[]\"-=,@#$\n"[size % 14]);
        parse(changed);
    }
}

TEST_CASE("one expression alone is parsed", "[parse]")
{
    const auto kinds_of = [](std::string text) {
        SourceMap sources;
        Diagnostics diagnostics;
        const auto source = sources.add("--set x", std::move(text));
        const auto expression = syntax::parse_expression(sources, source, diagnostics);
        REQUIRE(expression);
        Kinds kinds;
        for (const auto& one : diagnostics.all())
            kinds.emplace_back(one.kind);
        CHECK(std::holds_alternative<syntax::BrokenExpr>(expression->node) == !kinds.empty());
        return kinds;
    };
    CHECK(kinds_of("300MiB").empty());
    CHECK(kinds_of(" [\"a\", b] \n").empty());
    CHECK(kinds_of("dword 1").empty());
    CHECK(kinds_of("") == Kinds{"expected-expression"});
    CHECK(kinds_of("1 2") == Kinds{"unexpected-text"});
    CHECK(kinds_of("\"open") == Kinds{"unterminated-string"});
    CHECK(kinds_of("(((") == Kinds{"expected-expression"});
    CHECK(kinds_of(std::string("a\0b", 3)) == Kinds{"not-text"});
}
