// Every kind of diagnostic has a page whose wrong example yields it once, whose right example yields nothing, and a
// golden.
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>

#include "lang/diag/catalogue.hpp"
#include "lang/diag/explain_page.hpp"
#include "lang/source/embedded.hpp"
#include "tests/lang/check_support.hpp"
#include "tests/support/golden.hpp"

using namespace hivemend;

namespace {

/// Kinds about bytes and sizes, which a page cannot hold; tests/parse shows them where a file can.
constexpr std::array<std::string_view, 5> without_example{"source-too-large", "not-text", "not-utf8",
                                                          "control-character", "too-many-mistakes"};

std::string_view page_of(std::string_view kind)
{
    const std::string path = "lang/diag/explain/" + std::string{kind} + ".md";
    return lang::embedded_file(path).value_or("");
}

/// The text between ```mend and ``` below the heading.
std::optional<std::string> example(std::string_view page, std::string_view heading)
{
    constexpr std::string_view fence = "```mend\n";
    const auto section = page.find("## " + std::string{heading} + "\n");
    const auto next = section == std::string_view::npos ? section : page.find("\n## ", section + 1);
    const auto begin = section == std::string_view::npos ? section : page.find(fence, section);
    if (begin == std::string_view::npos || begin > next)
        return std::nullopt;
    const auto text = page.substr(begin + fence.size());
    return std::string{text.substr(0, text.find("```"))};
}

std::string kinds_of(const lang::Diagnostics& diagnostics)
{
    std::string kinds;
    for (const auto& diagnostic : diagnostics.all())
        kinds += (kinds.empty() ? "" : " ") + std::string{diagnostic.kind};
    return kinds;
}

}  // namespace

TEST_CASE("every kind has a page with its name, a reason and both examples", "[explain]")
{
    for (const auto& entry : lang::diag::catalogue()) {
        INFO(entry.name);
        const auto page = page_of(entry.name);
        CHECK(page.starts_with("# " + std::string{entry.name} + "\n"));
        CHECK(page.find("## Wrong\n") != std::string_view::npos);
        CHECK(page.find("## Right\n") != std::string_view::npos);
        // Pages about sample targets show YAML, which the tests of targets run.
        const bool has_example =
            (example(page, "Wrong") && example(page, "Right")) || page.find("```yaml\n") != std::string_view::npos;
        CHECK(has_example ==
              (std::find(without_example.begin(), without_example.end(), entry.name) == without_example.end()));
    }
}

TEST_CASE("no page explains a kind that does not exist", "[explain]")
{
    for (const auto& file : lang::embedded_files()) {
        if (!file.path.starts_with("lang/diag/explain/"))
            continue;
        const std::string kind = std::filesystem::path{file.path}.stem().string();
        INFO(kind);
        CHECK(std::any_of(lang::diag::catalogue().begin(), lang::diag::catalogue().end(),
                          [&](const auto& entry) { return entry.name == kind; }));
    }
}

TEST_CASE("the wrong example of a page yields its kind once, and the right one nothing", "[explain]")
{
    for (const auto& entry : lang::diag::catalogue()) {
        INFO(entry.name);
        const auto page = page_of(entry.name);
        if (const auto wrong = example(page, "Wrong")) {
            const auto checked = test::check_text("example.mend", *wrong, "example");
            CHECK(kinds_of(checked.diagnostics) == entry.name);
            test::check_golden(HIVEMEND_SOURCE_DIR "/tests/check/explain/" + std::string{entry.name} + ".diag",
                               checked.shown());
        }
        if (const auto right = example(page, "Right"))
            CHECK(test::check_text("example.mend", *right, "example").shown() == "");
    }
}

TEST_CASE("every page says in at least two sentences what its kind means and why it is so", "[explain]")
{
    for (const auto& entry : lang::diag::catalogue()) {
        INFO(entry.name);
        const auto page = page_of(entry.name);
        const auto begin = page.find('\n');
        const auto meaning = page.substr(begin, page.find("\n## Wrong") - begin);
        int sentences = 0;
        for (std::size_t at = 0; at < meaning.size(); ++at)
            sentences +=
                meaning[at] == '.' && (at + 1 == meaning.size() || meaning[at + 1] == ' ' || meaning[at + 1] == '\n');
        CHECK(sentences >= 2);
    }
}

TEST_CASE("related kinds exist, and name each other", "[explain]")
{
    std::size_t related = 0;
    for (const auto& entry : lang::diag::catalogue()) {
        for (const auto& other : lang::related_kinds(page_of(entry.name))) {
            INFO(entry.name << " names " << other);
            ++related;
            CHECK(other != entry.name);
            const auto back = lang::related_kinds(page_of(other));
            CHECK(std::find(back.begin(), back.end(), entry.name) != back.end());
        }
    }
    CHECK(related >= 150);
}

TEST_CASE("the sentence of a kind shows where words stand", "[explain]")
{
    CHECK(lang::sentence_of("unclosed-block") == "this `{` has no `}`");
    CHECK(lang::sentence_of("not-utf8") == "byte 0x… is not UTF-8");
    CHECK(lang::sentence_of("misplaced-else") == "`else` stands on the line of the `}` before it.");
    for (const auto& entry : lang::diag::catalogue())
        CHECK(lang::sentence_of(entry.name).size() > 10);
}
