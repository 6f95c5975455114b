// What programs read: lines, JSON, SARIF and annotations of one file that is as nasty as a file can be.
#include <catch2/catch.hpp>

#include "lang/diag/catalogue.hpp"
#include "lang/diag/places.hpp"
#include "lang/diag/render.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/golden.hpp"

#include <nlohmann/json.hpp>

using namespace hivemend;
using namespace hivemend::lang;

namespace {

/// Bidirectional and ANSI controls, workflow commands, links, placeholders, emoji, tabs, CRLF, a mark of byte order and
/// bytes that are no UTF-8; in a folder whose name has what URIs and commands give a meaning.
test::CheckedTexts nasty()
{
    test::CheckedTexts texts;
    texts.check("./odd, %folder:/näst y.mend",
                "\xEF\xBB\xBFplaybook nasty {\r\n"
                "    language 1\r\n"
                "    title \"😀 \u202Etxet\"\r\n"
                "    effects { boot }\r\n"
                "}\r\n"
                "\tbcd set bootmgr { bootems = yes, timeout = \"😀::error file=x::%0A\x1b[31m[a](1) {0}\" }\r\n"
                "\tbcd set bootmgr { displaybootmenu = true, displaybootmenu = no }\r\n"
                "bcd set default { bootlog = \xff }\r\n"
                "::error file=y,line=1::forged\r\n",
                "nasty");
    texts.check("second.mend", "playbook second {\n    language 1\n}\n", "second");
    return texts;
}

std::string golden(const std::string& name)
{
    return HIVEMEND_SOURCE_DIR "/tests/diag/nasty." + name;
}

/// Nothing that a terminal would obey or that would turn text around; `ascii`: and nothing but ASCII.
void is_harmless(const std::string& text, bool ascii)
{
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if ((byte < 0x20 && letter != '\n') || byte == 0x7F || (ascii && byte >= 0x80))
            FAIL("byte " << static_cast<int>(byte));
    }
    CHECK(text.find("\u202E") == std::string::npos);
    CHECK(text.find("\xff") == std::string::npos);
}

std::size_t lines_with(const std::string& text, const std::string& beginning)
{
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
        count += text.compare(at, beginning.size(), beginning) == 0;
    return count;
}

}  // namespace

TEST_CASE("a nasty file shows as text in which nothing acts", "[formats]")
{
    const auto texts = nasty();
    const auto text = render_text(texts.diagnostics, texts.sources, false);
    test::check_golden(golden("txt"), text);
    is_harmless(text, false);
}

TEST_CASE("a nasty file shows as lines, one a finding", "[formats]")
{
    const auto texts = nasty();
    const auto lines = render_line(texts.findings());
    test::check_golden(golden("line"), lines);
    is_harmless(lines, false);
    CHECK(lines_with(lines, "") == texts.diagnostics.all().size());
}

TEST_CASE("a nasty file shows as JSON that holds its bytes and obeys none", "[formats]")
{
    const auto texts = nasty();
    const auto json = render_json(texts.findings());
    test::check_golden(golden("json"), json);
    is_harmless(json, true);
}

TEST_CASE("a nasty file shows as SARIF", "[formats]")
{
    const auto texts = nasty();
    const auto sarif = render_sarif(texts.findings());
    test::check_golden(golden("sarif"), sarif);
    is_harmless(sarif, true);
    CHECK(sarif.find("](1)") == std::string::npos);  // a viewer would make it a link
}

TEST_CASE("a nasty file shows as annotations and forges none", "[formats]")
{
    const auto texts = nasty();
    const auto commands = render_github(texts.findings());
    test::check_golden(golden("github"), commands);
    is_harmless(commands, false);
    CHECK(lines_with(commands, "::error file=odd%2C %25folder%3A/näst y.mend,line=") +
              lines_with(commands, "::error file=second.mend,line=") ==
          texts.diagnostics.all().size());
}

TEST_CASE("places are counted in bytes, characters and code units", "[formats]")
{
    SourceMap sources;
    const auto source = sources.add("a", "\xEF\xBB\xBF"
                                         "é😀x\r\n\xff"
                                         "y");
    Places places(sources);
    const auto x = places.at(source, 9);
    CHECK((x.line == 1 && x.column == 3 && x.utf16 == 3 && x.byte == 9));
    const auto y = places.at(source, 13);
    CHECK((y.line == 2 && y.column == 2 && y.utf16 == 1));
    const auto end = places.at(source, 4000);
    CHECK((end.line == 2 && end.column == 3 && end.byte == 14));
    CHECK(places.at(source, 0).column == 1);
    const auto empty = sources.add("empty", "");
    CHECK(places.at(empty, 7).line == 1);
}

TEST_CASE("places agree with the source at every byte, however long the lines", "[formats]")
{
    std::string text = "\xEF\xBB\xBF";
    for (int number = 0; number < 700; ++number)
        text += number % 97 == 0 ? "\n" : number % 5 == 0 ? "€" : number % 7 == 0 ? "😀" : "a";
    SourceMap sources;
    const auto source = sources.add("a", text);
    Places places(sources);
    for (std::uint32_t offset = 0; offset <= text.size(); ++offset) {
        const auto expected = sources[source].position(offset);
        const auto place = places.at(source, offset);
        REQUIRE(place.line == expected.line);
        REQUIRE(place.column == expected.column);
    }
}

TEST_CASE("annotations stop where GitHub stops showing them, and the rest is counted", "[formats]")
{
    SourceMap sources;
    const auto source = sources.add("a.mend", std::string(40, 'x'));
    const auto notice = [&](std::uint32_t errors, std::uint32_t warnings) {
        Diagnostics diagnostics;
        for (std::uint32_t at = 0; at < errors; ++at)
            diagnostics.add(diag::unexpected_text, {source, at, at + 1}, "this");
        for (std::uint32_t at = 0; at < warnings; ++at)
            diagnostics.add(diag::drive_letter, {source, at, at + 1}, "E:");
        const auto commands = render_github({diagnostics, sources});
        CHECK(lines_with(commands, "::error ") == std::min(errors, 10U));
        CHECK(lines_with(commands, "::warning ") == std::min(warnings, 10U));
        const auto at = commands.find("::notice title=hivemend::");
        return at == std::string::npos ? "" : commands.substr(at + 25, commands.find(" not shown", at) - at - 25);
    };
    CHECK(notice(0, 0) == "");
    CHECK(notice(10, 10) == "");
    CHECK(notice(11, 3) == "1 more error is");
    CHECK(notice(2, 12) == "2 more warnings are");
    CHECK(notice(13, 11) == "3 more errors and 1 more warning are");
}

TEST_CASE("a message that is too long for an annotation is cut between characters", "[formats]")
{
    SourceMap sources;
    const auto source = sources.add("a.mend", "x");
    Diagnostics diagnostics;
    std::string word;
    for (int number = 0; number < 5000; ++number)
        word += "é";
    diagnostics.add(diag::unknown_name, {source, 0, 1}, word);
    CHECK(render_github({diagnostics, sources}).size() < 3500);
    CHECK(render_github({diagnostics, sources}).ends_with("é…\n"));
    const auto sarif = nlohmann::json::parse(render_sarif({diagnostics, sources}));
    CHECK(sarif["runs"][0]["results"][0]["message"]["text"].get<std::string>().size() <= 1024);
}

TEST_CASE("a fingerprint stays when lines move, and tells equal lines apart", "[formats]")
{
    const auto fingerprints = [](const std::string& text) {
        test::CheckedTexts texts;
        texts.check("a.mend", text, "a");
        std::vector<std::string> all;
        const auto sarif = nlohmann::json::parse(render_sarif(texts.findings()));
        for (const auto& result : sarif["runs"][0]["results"])
            all.push_back(result["partialFingerprints"]["primaryLocationLineHash"]);
        return all;
    };
    const std::string header = "playbook a {\n    language 1\n    title \"A\"\n    effects { }\n}\n";
    const std::string line = "when 5 { stop \"x\" }\n";
    const auto before = fingerprints(header + line + line);
    REQUIRE(before.size() == 2);
    CHECK(before[0].substr(0, 16) == before[1].substr(0, 16));
    CHECK((before[0].ends_with(":1") && before[1].ends_with(":2")));
    CHECK(fingerprints("# Moved.\n\n" + header + "\n\n    " + line + "# Between.\n" + line) == before);
    CHECK(fingerprints(header + "bcd set bootmgr { bootlag = 5 }\n")[0].substr(0, 16) != before[0].substr(0, 16));
}

TEST_CASE("what lies in the library is told in words, because no file of the reader holds it", "[formats]")
{
    SourceMap sources;
    const auto library = sources.add("std/registry.mend", "one\ntwo\n");
    const auto own = sources.add("a.mend", "xyz");
    Diagnostics diagnostics;
    diagnostics.add(diag::unexpected_text, {own, 0, 1}, "this").label({library, 4, 7}, "declared here");
    Findings findings{diagnostics, sources, own};
    const auto sarif = nlohmann::json::parse(render_sarif(findings));
    const auto& result = sarif["runs"][0]["results"][0];
    CHECK_FALSE(result.contains("relatedLocations"));
    CHECK_THAT(result["message"]["text"].get<std::string>(),
               Catch::EndsWith("note: std/registry.mend:2: declared here"));
    const auto json = nlohmann::json::parse(render_json(findings));
    CHECK(json["diagnostics"][0]["labels"][1]["place"]["library"] == true);
    CHECK(json["diagnostics"][0]["labels"][0]["place"]["library"] == false);
}

TEST_CASE("paths below the folder are relative to it, others stay", "[formats]")
{
    SourceMap sources;
    const auto uri_of = [&](const std::string& name) {
        Diagnostics diagnostics;
        diagnostics.add(diag::unexpected_text, {sources.add(name, "x"), 0, 1}, "this");
        Findings findings{diagnostics, sources};
        findings.folder = "/home/me/repo";
        const auto sarif = nlohmann::json::parse(render_sarif(findings));
        return sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            .get<std::string>();
    };
    CHECK(uri_of("playbooks/a.mend") == "playbooks/a.mend");
    CHECK(uri_of("./x/../a b%.mend") == "a%20b%25.mend");
    CHECK(uri_of("/home/me/repo/sub/ü.mend") == "sub/%C3%BC.mend");
    CHECK(uri_of("/etc/a.mend") == "file:///etc/a.mend");
    CHECK(uri_of("../beside.mend") == "../beside.mend");
}

TEST_CASE("many findings on one long line are shown in time that grows with their number", "[formats]")
{
    SourceMap sources;
    constexpr std::uint32_t count = 1'500;
    const auto source = sources.add("a.mend", std::string(count * 40, 'x'));  // one line
    Diagnostics diagnostics;
    for (std::uint32_t number = 0; number < count; ++number)
        diagnostics.add(diag::unexpected_text, {source, number * 40, number * 40 + 3}, "this");
    // Reading the line for each of them would be 90 million steps, and it is read several times.
    CHECK(render_line({diagnostics, sources}).size() > count * 40);
    CHECK(render_text(diagnostics, sources, false).size() > count * 100);
    CHECK(render_sarif({diagnostics, sources}).size() > count * 100);
}
