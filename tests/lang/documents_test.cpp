// Every mend block of the documents is what it says: right, or wrong in the way that stands below it.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "tests/support/documents.hpp"
#include "tests/support/documents_check.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend::test;

namespace {

/// A document of one test.
class Written {
public:
    explicit Written(const std::string& text, const std::string& name = "doc.md") : path_(place_.path() / name)
    {
        std::ofstream(path_, std::ios::binary) << text;
    }

    std::string faults(bool update = false) const
    {
        Document document(path_, path_.filename().string(), update);
        document.check_languages();
        document.check_coverage();
        check_mend_blocks(document);
        std::string all;
        for (const auto& fault : document.finish())
            all += fault.substr(0, fault.find('\n')) + "\n";
        return all;
    }
    std::string text() const { return read_text(path_); }

private:
    TemporaryDirectory place_;
    fs::path path_;
};

const std::string right =
    "# Title\n\n```mend\nstage \"One\" {\n    reg add \"SYSTEM\\Setup\" { CmdLine = sz \"\" }\n}\n```\n";
const std::string wrong = "```mend fails unknown-element\n"
                          "stage \"One\" {\n"
                          "    bcd set default { bootlgo = yes }\n"
                          "}\n"
                          "```\n";
const std::string message = "error[unknown-element]: a boot loader entry has no element `bootlgo`\n"
                            " --> example.mend:2:23\n";

}  // namespace

TEST_CASE("the mend blocks of every document are as they say", "[documents]")
{
    for (const auto& name : documents()) {
        Document document(fs::path(HIVEMEND_SOURCE_DIR) / name, name, updating());
        document.check_languages();
        if (name == "spec.md")
            document.check_coverage();
        check_mend_blocks(document);
        for (const auto& fault : document.finish())
            FAIL_CHECK(fault);
    }
    CHECK(documents().size() > 5);
}

TEST_CASE("a document that is right has no faults", "[documents]")
{
    CHECK(Written(right).faults() == "");
    CHECK(Written("```mend\nuse std.serial_console\nstage \"One\" {\n    serial_console enable\n}\n```\n").faults() ==
          "");
    CHECK(Written("```mend declarations\n## One more.\nfact a.b { type = int }\n```\n").faults() == "");
    CHECK(Written("```mend of stdlib/registry.mend\nprimitive reg add {\n...\n    risk low\n```\n").faults() == "");
    CHECK(Written("```mend file more.mend\nprocedure one more { bcd set default { ems = yes } }\n```\n\n"
                  "```mend\nuse \"more.mend\"\none more\n```\n")
              .faults() == "");
    CHECK(Written("```grammar\nfile = nl\n```\n").faults() == "");
    CHECK(Written("```mend unformatted\nlet  a=1\n```\n\n```mend\nlet a = 1\n```\n").faults() == "");
    CHECK(Written("## A note.\n##\n## ```mend\n## note \"Read this\" {\n##     - Text.\n## }\n## ```\nfact a.b { type "
                  "= int }\n",
                  "doc.mend")
              .faults() == "");
}

TEST_CASE("what is wrong with a document is said where it stands", "[documents]")
{
    CHECK(Written("\n```mend\nstage \"One\" {\n    bcd set default { bootlgo = yes }\n}\n```\n").faults() ==
          "doc.md:2: the block is not right:\n");
    CHECK(Written("```mend fails unknown-element\nnote \"Fine\" {\n    - Text.\n}\n```\n").faults() ==
          "doc.md:1: the block does not fail with one `unknown-element`; nothing is wrong in it\n");
    CHECK(Written("```mend fails wrong-type\nstage \"One\" {\n    bcd set default { bootlgo = yes }\n}\n```\n")
              .faults() == "doc.md:1: the block does not fail with one `wrong-type`; what is wrong in it is this:\n");
    CHECK(Written("```mend fails unknown-element\nbcd set default { bootlgo = yes, bootgol = yes }\n```\n").faults() ==
          "doc.md:1: the block does not fail with one `unknown-element`; what is wrong in it is this:\n");
    CHECK(Written(wrong).faults() ==
          "doc.md:5: a ```text block with the message is missing; HIVEMEND_UPDATE=1 writes it:\n");
    CHECK(Written(wrong + "\n```text\n" + message + "```\n").faults() ==
          "doc.md:7: the block differs (- written, + actual); HIVEMEND_UPDATE=1 rewrites it:\n");
    CHECK(Written(wrong + "\nWords between.\n\n```text\n" + message + "```\n").faults() ==
          "doc.md:5: a ```text block with the message is missing; HIVEMEND_UPDATE=1 writes it:\n"
          "doc.md:9: ```text stands directly below a block that fails, and nowhere else\n");
    CHECK(Written("```mend declarations fails unknown-type\nfact a.b { type = number }\n```\n").faults() ==
          "doc.md:3: a ```text block with the message is missing; HIVEMEND_UPDATE=1 writes it:\n");
    CHECK(Written("```mend unformatted\nlet  a=1\n```\n\n```mend\nlet a  = 1\n```\n").faults() ==
          "doc.md:5: the block differs (- written, + actual); HIVEMEND_UPDATE=1 rewrites it:\n");
    CHECK(Written("```mend unformatted\nlet  a=1\n```\n").faults() ==
          "doc.md:3: a ```mend block with the canonical form is missing:\n");
    CHECK(Written("```mend unformatted\nlet  a=\n```\n\n```mend\nlet a = 1\n```\n").faults() ==
          "doc.md:1: the block is not right:\n");
    CHECK(Written("```\nplain\n```\n").faults() == "doc.md:1: a block without a language is not run\n");
    CHECK(Written("```python\nprint()\n```\n").faults() == "doc.md:1: nothing runs blocks of language `python`\n");
    CHECK(Written("```mend failing\n```\n").faults() == "doc.md:1: `failing` says nothing about a mend block\n");
    CHECK(Written("```mend\nnote \"a\" {\n").faults() == "doc.md:1: this block is not closed\n");
    CHECK(Written("## ```mend\n## note \"a\" {\nfact a.b { type = int }\n", "doc.mend").faults() ==
          "doc.mend:1: this block is not closed before the comment ends\ndoc.mend:1: the block is not right:\n");
    CHECK(Written("```mend of stdlib/registry.mend\nrisk low\nprimitive reg add {\n```\n").faults() ==
          "doc.md:1: stdlib/registry.mend does not hold these lines in this order\n");
    CHECK(Written("```mend of stdlib/none.mend\n```\n").faults() == "doc.md:1: there is no stdlib/none.mend\n");
}

TEST_CASE("a rule without an example is named", "[documents]")
{
    CHECK(Written("### One\n\nText.\n\n### Two\n\n" + right.substr(9) + "\n### Three\n").faults() ==
          "doc.md:1: the rule \"One\" has no example\ndoc.md:13: the rule \"Three\" has no example\n");
    CHECK(Written("### One\n\n#### Part\n\n" + right.substr(9)).faults() == "");
    CHECK(Written("### One\n\n## Chapter\n\n" + right.substr(9)).faults() ==
          "doc.md:1: the rule \"One\" has no example\n");
    CHECK(Written("### One\n\n```grammar\n### not a heading\n```\n").faults() ==
          "doc.md:1: the rule \"One\" has no example\n");
    CHECK(Written("### One\n<!-- no example: it is about the clock -->\n").faults() == "");
    CHECK(Written("### One\n<!-- no example:  -->\n").faults() == "doc.md:1: the rule \"One\" has no example\n");
}

TEST_CASE("messages are written into the document, and stay", "[documents]")
{
    const Written document("Before.\n\n" + wrong + "\nAfter.\n");
    CHECK(document.faults(true) == "");
    CHECK_THAT(document.text(), Catch::StartsWith("Before.\n\n" + wrong + "\n```text\n" + message));
    CHECK_THAT(document.text(), Catch::EndsWith("```\n\nAfter.\n"));
    CHECK(document.faults() == "");

    const Written stale(wrong + "\n```text\nerror[unknown-element]: something else\n```\n");
    CHECK(stale.faults(true) == "");
    CHECK(stale.text() + "\nAfter.\n" == document.text().substr(document.text().find("```")));

    const Written comment(
        "## Sets.\n##\n## ```mend fails unknown-element\n## bcd set default { bootlgo = yes }\n## ```\n"
        "fact a.b { type = int }\n",
        "doc.mend");
    CHECK(comment.faults(true) == "");
    CHECK_THAT(comment.text(), Catch::Contains("## ```\n##\n## ```text\n## error[unknown-element]: a boot loader"));
    CHECK_THAT(comment.text(), Catch::EndsWith("## ```\nfact a.b { type = int }\n"));
    CHECK(comment.faults() == "");
}

TEST_CASE("lines and words of documents", "[documents]")
{
    CHECK(matches_lines("a\nb\nc\n", "a\n...\nc\n"));
    CHECK(matches_lines("a\nc\n", "a\n...\nc\n"));
    CHECK(matches_lines("", "...\n"));
    CHECK_FALSE(matches_lines("a\nb\n", "a\n"));
    CHECK_FALSE(matches_lines("a\nb\nc\n", "b\n...\n"));
    CHECK(shell_words("plan x --set 'a=b c' \"\"") == std::vector<std::string>{"plan", "x", "--set", "a=b c", ""});
    CHECK_FALSE(shell_words("plan 'x"));
}
