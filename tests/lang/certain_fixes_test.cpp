// Fixes that are applied unasked leave a better text, and nothing else of it changes.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

#include "lang/diag/explain_page.hpp"
#include "lang/source/embedded.hpp"
#include "tests/support/documents.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/golden.hpp"

using namespace hivemend;
using namespace hivemend::lang;
using test::repaired;

namespace {

const std::string fix_header =
    "playbook example {\n    language 1\n    title \"An example\"\n    effects { boot }\n}\n";

/// How often each kind is found in a text.
std::map<std::string_view, int> counts(const Diagnostics& diagnostics)
{
    std::map<std::string_view, int> result;
    for (const auto& one : diagnostics.all())
        ++result[one.kind];
    return result;
}

/// Applies each certain fix of a text alone: what it is about is then found once less. Returns how many there were.
int each_helps(const std::string& name, const std::string& text, std::string_view stem)
{
    int tried = 0;
    test::CheckedTexts texts;
    const auto source = texts.check(name, text, stem);
    const auto before = counts(texts.diagnostics);
    for (const auto& one : texts.diagnostics.all()) {
        if (certain_fix(one) == nullptr)
            continue;
        Diagnostics alone;
        alone.append(one);
        const auto fixed = fix_certain(alone, texts.sources, source);
        if (fixed.fixed.empty())
            continue;  // it is about another file
        ++tried;
        test::CheckedTexts again;
        again.check(name, fixed.text, stem);
        INFO(name << ": " << one.kind << ": " << one.headline << "\n" << fixed.text);
        CHECK(counts(again.diagnostics)[one.kind] < before.at(one.kind));
    }
    return tried;
}

}  // namespace

TEST_CASE("a wrong example whose mistake has a certain fix checks clean after it", "[fixes]")
{
    int fixed = 0;
    for (const auto& file : embedded_files()) {
        if (!file.path.starts_with("lang/diag/explain/"))
            continue;
        const test::Document page(HIVEMEND_SOURCE_DIR "/" + std::string{file.path}, "page", false);
        for (const auto& fence : page.fences()) {
            if (fence.language != "mend")
                continue;
            const auto result = repaired(fence.text, "example");
            if (result.kinds.empty())
                continue;
            ++fixed;
            INFO(file.path << "\n" << result.text);
            CHECK(result.left == "");
            CHECK(result.rounds == 1);
        }
    }
    CHECK(fixed >= 8);
}

TEST_CASE("every certain fix takes its mistake away", "[fixes]")
{
    int tried = 0;
    for (const std::string folder : {"tests/check", "tests/parse"})
        for (const auto& path : test::golden_inputs(HIVEMEND_SOURCE_DIR "/" + folder, "fail_", ".mend"))
            tried += each_helps(path.filename().string(), test::read_text(path), "");
    CHECK(tried >= 20);
}

TEST_CASE("fixes that touch are made one after the other", "[fixes]")
{
    const auto result =
        repaired("playbook example {\n    title \"An example\"\n}\nbcd set bootmgr { bootems = on }\n", "example");
    CHECK(result.text == "playbook example {\n    title \"An example\"\n    language 1\n    effects { boot }\n}\n"
                         "bcd set bootmgr { bootems = yes }\n");
    CHECK(result.left == "");
    CHECK(result.kinds == std::vector<std::string>{"missing-line", "boolean-word", "missing-line"});
    CHECK(result.rounds == 2);
}

TEST_CASE("a line is added to a header that stands on one line", "[fixes]")
{
    const auto result = repaired("playbook example { title \"An example\" }\n", "example");
    CHECK(result.left == "");
    CHECK(result.text == "playbook example { title \"An example\" \n    language 1\n    effects { }\n}\n");
}

TEST_CASE("line ends stay as the text has them", "[fixes]")
{
    const auto result = repaired("playbook example {\r\n    title \"An example\"\r\n}\r\n", "example");
    CHECK(result.left == "");
    CHECK(result.text ==
          "playbook example {\r\n    title \"An example\"\r\n    language 1\r\n    effects { }\r\n}\r\n");
}

TEST_CASE("what has another reading is left to a person", "[fixes]")
{
    for (const std::string line : {"bcd set bootmgr { timeot = 5 }", "bcd set bootmgr { timeout = 30s }",
                                   "reg add \"SYSTEM\\Setup\" { Start = 4 }", "bcd set bootmgr { bootems = maybe }",
                                   "reg add \"SYSTEM\\Setup { Start = dword 4 }", "when os.free < 5GB { }"}) {
        INFO(line);
        const auto result = repaired(fix_header + line + "\n", "example");
        CHECK(result.text == fix_header + line + "\n");
        CHECK(result.left != "");
    }
    CHECK(repaired("playbook other {\n    language 1\n    title \"A\"\n    effects { }\n}\n", "example").kinds.empty());
}

TEST_CASE("effects are not taken from a body that is not understood", "[fixes]")
{
    const auto text = "playbook example {\n    language 1\n    title \"A\"\n    effects { registry }\n}\n"
                      "bcd set bootmgr { bootems = yes }\nreg ad \"SYSTEM\\Setup\" { Start = dword 4 }\n";
    CHECK(repaired(text, "example").text == text);
}

TEST_CASE("fixing a text of many mistakes takes as many steps as it has mistakes", "[fixes]")
{
    std::string lines;
    for (int number = 0; number < 3000; ++number)
        lines += "when os.build == 1 { bcd set bootmgr { bootems = true } }\n";
    const auto result = repaired(fix_header + lines, "example");
    CHECK(result.kinds.size() == 3000);
    CHECK(result.text.find("true") == std::string::npos);
}
