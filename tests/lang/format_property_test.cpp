// Properties of the formatter, on random trees written in random ways, and on texts with random mistakes.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <iostream>

#include "lang/diag/render.hpp"
#include "lang/format/format.hpp"
#include "lang/format/tokens.hpp"
#include "lang/syntax/parse.hpp"
#include "lang/syntax/print_tree.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/lang/random_tree.hpp"

#include <fmt/format.h>

using namespace hivemend;

namespace {

std::uint64_t first_seed()
{
    const char* named = std::getenv("HIVEMEND_SEED");
    return named ? std::strtoull(named, nullptr, 10) : 20261121;
}

struct Reading {
    std::string tree, diagnostics;
    lang::format::Formatted formatted;
};

Reading read(const std::string& text)
{
    lang::SourceMap sources;
    lang::Diagnostics diagnostics, again;
    const auto source = sources.add("text.mend", text);
    Reading reading;
    reading.tree = lang::syntax::print_tree(lang::syntax::parse(sources, source, diagnostics));
    reading.diagnostics = lang::render_text(diagnostics, sources, false);
    reading.formatted = lang::format::format(sources, source, again);
    return reading;
}

/// Whether each comment ends a line of the text, in this order.
bool has_comments(std::string_view text, const std::vector<std::string>& comments)
{
    std::size_t at = 0;
    for (const auto& comment : comments) {
        at = text.find(comment + "\n", at);
        if (at == std::string_view::npos)
            return false;
        at += comment.size();
    }
    return true;
}

/// What every canonical text looks like; a message when this one does not.
std::string ugliness(std::string_view text)
{
    if (!text.empty() && (text.front() == '\n' || !text.ends_with('\n')))
        return "it does not begin with a line, or does not end with a line end";
    for (const auto* unwanted : {"\n\n\n", " \n", "\t\n", "\r", "\n\t", "\n\n}", "\n\n]", "\n\n)", "\xEF\xBB\xBF"})
        if (text.find(unwanted) != std::string_view::npos)
            return fmt::format("it holds {:?}", std::string(unwanted));
    for (auto at = text.find("{\n\n"); at != std::string_view::npos; at = text.find("{\n\n", at + 1)) {
        const auto line = text.substr(text.rfind('\n', at) + 1, at - text.rfind('\n', at) - 1);
        if (line.find('#') == std::string_view::npos && line.find("- ") == std::string_view::npos)
            return fmt::format("a block begins with a blank line: {}", line);
    }
    return {};
}

}  // namespace

TEST_CASE("a random tree in a random layout is formatted and read back", "[format]")
{
    const std::uint64_t rounds = std::getenv("HIVEMEND_LONG") ? 100'000 : 400;
    std::size_t bytes = 0, comments = 0;
    for (auto seed = first_seed(); seed < first_seed() + rounds; ++seed) {
        test::Chance chance(seed);
        const auto tree = test::random_tree(chance);
        const auto scribbled = test::scribble(tree, chance);
        INFO("HIVEMEND_SEED=" << seed << "\n" << scribbled.text);
        const auto expected = lang::syntax::print_tree(tree);
        const auto before = read(scribbled.text);
        REQUIRE(before.diagnostics == "");
        REQUIRE(test::line_diff(expected, before.tree) == "");
        const auto& canonical = before.formatted.text;
        INFO("formatted:\n" << canonical);
        REQUIRE(before.formatted.kept_because == "");
        REQUIRE(has_comments(canonical, scribbled.comments));
        REQUIRE(ugliness(canonical) == "");
        const auto after = read(canonical);
        REQUIRE(after.diagnostics == "");
        REQUIRE(test::line_diff(expected, after.tree) == "");
        REQUIRE(test::line_diff(canonical, after.formatted.text) == "");
        bytes += scribbled.text.size();
        comments += scribbled.comments.size();
    }
    CHECK(comments > rounds);
    std::cout << fmt::format("format: {} random trees from seed {}, {} bytes, {} comments\n", rounds, first_seed(),
                             bytes, comments);
}

TEST_CASE("a text with random mistakes is formatted in part or not at all, and stays so", "[format]")
{
    const std::uint64_t rounds = std::getenv("HIVEMEND_LONG") ? 100'000 : 400;
    std::vector<std::string> texts;
    for (const auto* place : {"playbooks", "stdlib", "tests/format"})
        for (const auto& path : test::golden_inputs(std::string(HIVEMEND_SOURCE_DIR "/") + place, "", ".mend"))
            texts.push_back(test::read_text(path).substr(0, 3000));
    std::size_t in_part = 0, kept = 0;
    for (auto seed = first_seed(); seed < first_seed() + rounds; ++seed) {
        test::Chance chance(seed);
        auto text = texts[chance.below(texts.size())];
        for (auto count = 1 + chance.below(3); count > 0; --count) {
            const auto at = chance.below(text.size());
            const auto length = std::min(text.size() - at, chance.below(4));
            text.replace(at, length,
                         chance.pick({"",  "",  " ",  "\n", "\"", "{", "}",    "(",    ")",  "[", "]",  ",",   "=",
                                      "#", "-", "- ", "a",  "1",  "@", "else", "when", "or", ".", "\r", "\x01"}));
        }
        INFO("HIVEMEND_SEED=" << seed << "\n" << text);
        const auto before = read(text);
        REQUIRE_FALSE(before.formatted.is_fault);
        REQUIRE(lang::format::same_tokens(text, before.formatted.text));
        const auto after = read(before.formatted.text);
        REQUIRE(test::line_diff(before.tree, after.tree) == "");
        REQUIRE(test::line_diff(before.formatted.text, after.formatted.text) == "");
        const bool is_wrong = !before.diagnostics.empty();
        kept += is_wrong && !before.formatted.kept_because.empty();
        in_part += is_wrong && before.formatted.kept_because.empty();
    }
    CHECK(in_part > 0);
    std::cout << fmt::format("format: {} texts with mistakes from seed {}, {} formatted in part, {} kept\n", rounds,
                             first_seed(), in_part, kept);
}

TEST_CASE("long texts of every shape are formatted without a step that grows faster", "[format]")
{
    const auto repeated = [](std::string_view part, std::size_t times) {
        std::string out;
        while (times-- > 0)
            out += part;
        return out;
    };
    constexpr std::size_t many = 1'000;
    for (const auto& text :
         {repeated("stage \"x\" { a = [1, 2] }\n", many), "let x = [" + repeated("[1], ", many) + "]\n",
          "let x = [\n" + repeated("1 # c\n,", many) + "]\n", "let x = a" + repeated(" and [1] == b", many) + "\n",
          "let x = (a" + repeated(" and\n f(1)", many) + ")\n",
          "when a { b }" + repeated(" else when a { b }", many) + "\n", repeated("# c\n\n\n", many),
          repeated("@slow(\"x\") ", many) + "a\n", "a {" + repeated("b, ", many) + "}\n",
          "a {\n" + repeated("\n- b\n", many) + "}\n", "a = \"" + repeated("x", many) + "\"\n",
          "a" + repeated(" b", many) + "\n", "match a {" + repeated("1 or 2 => { }, ", many) + "}\n"}) {
        INFO(text.substr(0, 60));
        const auto reading = read(text);
        CHECK(reading.diagnostics == "");
        CHECK(reading.formatted.kept_because == "");
        CHECK(read(reading.formatted.text).formatted.text == reading.formatted.text);
    }
}
