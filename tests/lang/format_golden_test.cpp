// Every text of tests/format has its canonical form beside it; what is canonical in this repository stays so.
#include <catch2/catch.hpp>

#include <filesystem>

#include "lang/diag/render.hpp"
#include "lang/format/format.hpp"
#include "lang/syntax/parse.hpp"
#include "lang/syntax/print_tree.hpp"
#include "tests/support/documents.hpp"
#include "tests/support/golden.hpp"

using namespace hivemend;
namespace fs = std::filesystem;

namespace {

struct FormattedText {
    lang::format::Formatted result;
    std::string diagnostics;
};

FormattedText format_text(std::string text)
{
    lang::SourceMap sources;
    lang::Diagnostics diagnostics;
    const auto source = sources.add("text.mend", std::move(text));
    FormattedText formatted{lang::format::format(sources, source, diagnostics), {}};
    formatted.diagnostics = lang::render_text(diagnostics, sources, false);
    return formatted;
}

std::string tree_of(std::string text)
{
    lang::SourceMap sources;
    lang::Diagnostics diagnostics;
    const auto source = sources.add("text.mend", std::move(text));
    return lang::syntax::print_tree(lang::syntax::parse(sources, source, diagnostics));
}

std::vector<fs::path> mend_files(const char* place)
{
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(HIVEMEND_SOURCE_DIR) / place))
        if (entry.path().extension() == ".mend")
            found.push_back(entry.path());
    REQUIRE_FALSE(found.empty());
    return found;
}

/// Formatting changes no meaning, and nothing the second time.
void check_stable(const std::string& text)
{
    const auto once = format_text(text).result;
    CHECK(once.kept_because == "");
    CHECK(tree_of(once.text) == tree_of(text));
    CHECK(format_text(once.text).result.text == once.text);
}

}  // namespace

TEST_CASE("texts have the expected canonical form", "[format]")
{
    for (const auto& path : test::golden_inputs(HIVEMEND_SOURCE_DIR "/tests/format", "", ".mend")) {
        INFO(path);
        const auto formatted = format_text(test::read_text(path));
        CHECK(formatted.diagnostics.empty() == path.filename().string().starts_with("ok_"));
        auto expected = path;
        test::check_golden(expected.replace_extension(".formatted"), formatted.result.text);
        CHECK(format_text(formatted.result.text).result.text == formatted.result.text);
    }
}

TEST_CASE("the playbooks and the standard library are in canonical form", "[format]")
{
    for (const auto* place : {"playbooks", "stdlib"})
        for (const auto& path : mend_files(place)) {
            INFO("hivemend fmt " << path.string());
            const auto text = test::read_text(path);
            CHECK(test::line_diff(text, format_text(text).result.text) == "");
        }
}

TEST_CASE("formatting changes no meaning of the texts of the tests", "[format]")
{
    for (const auto& path : mend_files("tests")) {
        INFO(path);
        const auto text = test::read_text(path);
        if (path.filename().string().starts_with("ok_"))
            check_stable(text);
        else
            CHECK_FALSE(format_text(text).result.is_fault);
    }
}

TEST_CASE("formatting changes no meaning of the examples in documents", "[format]")
{
    std::size_t count = 0;
    for (const auto& name : test::documents()) {
        const test::Document document(fs::path(HIVEMEND_SOURCE_DIR) / name, name, false);
        for (const auto& fence : document.fences()) {
            INFO(name << ":" << fence.opening);
            if (fence.language != "mend" || !format_text(fence.text).diagnostics.empty())
                continue;
            check_stable(fence.text);
            ++count;
        }
    }
    CHECK(count > 100);
}

TEST_CASE("what cannot be formatted stays as it is, with the reason", "[format]")
{
    const auto kept = [](std::string text) {
        const auto result = format_text(text).result;
        CHECK_FALSE(result.is_fault);
        CHECK(result.text == text);
        return result.kept_because;
    };
    CHECK(kept("a   {\n") == "its braces do not fit together");
    CHECK(kept("a   {\n}\n}\n") == "its braces do not fit together");
    CHECK(kept(std::string("a  \0  b", 7)) == "it was not read");
    CHECK(kept(std::string(lang::max_source_bytes + 1, ' ')) == "it was not read");
    std::string deep;
    for (int level = 0; level < 70; ++level)
        deep += "a  { ";
    CHECK(kept(deep + std::string(70, '}')) == "it nests too deeply");
    std::string mistakes;
    for (int line = 0; line < 30; ++line)
        mistakes += "a   = )\n";
    CHECK(kept(mistakes) == "it has too many mistakes");
}

TEST_CASE("a text that is empty but for blank lines is empty", "[format]")
{
    CHECK(format_text("").result.text == "");
    CHECK(format_text("\n \r\n\t\n").result.text == "");
    CHECK(format_text("\xEF\xBB\xBF").result.text == "");
    CHECK(format_text("#").result.text == "#\n");
}
