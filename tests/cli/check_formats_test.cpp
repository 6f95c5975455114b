// hivemend check: what each format prints, and who else reads it.
#include <catch2/catch.hpp>

#include "tests/support/cli/playbook_folder.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/schemas.hpp"
#include "tests/support/temporary.hpp"

#include <nlohmann/json.hpp>

namespace fs = std::filesystem;
using namespace hivemend::test;
using Json = nlohmann::json;

namespace {

Json parsed(const Result& result)
{
    CHECK(result.err == "");
    return Json::parse(result.out);
}

}  // namespace

TEST_CASE("several files make one document", "[check]")
{
    const PlaybookFolder folder;
    const auto json = parsed(invoke({"check", "sound.mend", "broken.mend", "warned.mend", "--format", "json"}));
    CHECK(json["files"] == Json({"sound.mend", "broken.mend", "warned.mend"}));
    CHECK(json["errors"] == 2);
    CHECK(json["warnings"] == 1);
    const auto sarif = parsed(invoke({"check", "sound.mend", "broken.mend", "--format", "sarif"}));
    CHECK(sarif["runs"].size() == 1);
    CHECK(sarif["runs"][0]["results"].size() == 2);
    CHECK(sarif["runs"][0]["artifacts"].size() == 2);
}

TEST_CASE("a fault ends with 1 in every format, a warning with 0", "[check]")
{
    const PlaybookFolder folder;
    for (const std::string format : {"text", "line", "json", "sarif", "github"}) {
        INFO(format);
        CHECK(invoke({"check", "broken.mend", "--format", format}).status == 1);
        CHECK(invoke({"check", "nothing.mend", "--format", format}).status == 1);
        CHECK(invoke({"check", "warned.mend", "--format", format}).status == 0);
        CHECK(invoke({"check", "sound.mend", "--format", format}).status == 0);
    }
    CHECK(invoke({"check", "sound.mend", "--format", "xml"}).status == 1);
}

TEST_CASE("formats for programs leave nothing but the document on standard output", "[check]")
{
    const PlaybookFolder folder;
    CHECK(invoke({"check", "sound.mend", "--format", "line"}).both() == "");
    CHECK(invoke({"check", "sound.mend", "--format", "github"}).both() == "");
    CHECK(parsed(invoke({"check", "sound.mend", "--format", "json"}))["diagnostics"] == Json::array());
    const auto run = parsed(invoke({"check", "sound.mend", "--format", "sarif"}))["runs"][0];
    CHECK(run["results"] == Json::array());
    CHECK(run["tool"]["driver"]["rules"] == Json::array());
    CHECK(run["invocations"][0]["executionSuccessful"] == true);
}

TEST_CASE("a file that cannot be read is told in the document, and the others are checked", "[check]")
{
    const PlaybookFolder folder;
    fs::create_directory("folder.mend");
    const std::vector<std::string> files{"check", "nothing.mend", "folder.mend", "broken.mend", "--format"};
    const auto with = [&](const std::string& format) {
        auto arguments = files;
        arguments.push_back(format);
        return invoke(arguments);
    };
    const auto json = parsed(with("json"));
    CHECK(json["files"] == Json({"broken.mend"}));
    CHECK(json["problems"].size() == 2);
    CHECK(json["problems"][0]["file"] == "nothing.mend");
    CHECK(json["problems"][1]["message"] == "this is a directory, not a file");
    CHECK(json["errors"] == 2);
    const auto run = parsed(with("sarif"))["runs"][0];
    CHECK(run["invocations"][0]["executionSuccessful"] == false);
    CHECK(run["invocations"][0]["toolExecutionNotifications"].size() == 2);
    CHECK_THAT(with("line").out, Catch::Contains("\nfolder.mend: error: this is a directory, not a file\n"));
    CHECK_THAT(with("github").out, Catch::Contains("::error title=hivemend::folder.mend: this is a directory"));
    const auto text = invoke({"check", "nothing.mend", "sound.mend"});
    CHECK_THAT(text.err, Catch::Contains("error: there is no file and no built-in playbook called nothing.mend"));
    CHECK(text.out == "sound.mend: ok\n");
    CHECK(text.status == 1);
}

TEST_CASE("a text from standard input is checked as if it lay in its file", "[check]")
{
    const PlaybookFolder folder;
    write_text(fs::absolute("sub/procedures.mend"),
               "procedure tidy up {\n    bcd set bootmgr { bootems = maybe }\n}\n");
    const std::string text = "playbook draft {\n    language 1\n    title \"Draft\"\n    effects { boot }\n}\n"
                             "use \"procedures.mend\"\ntidy up\n";
    const auto json = parsed(invoke({"check", "-", "--name", "sub/draft.mend", "--format", "json"}, &text));
    REQUIRE(json["diagnostics"].size() == 1);
    CHECK(json["diagnostics"][0]["labels"][0]["place"]["file"] == "sub/procedures.mend");
    CHECK(json["files"] == Json({"sub/draft.mend"}));
    CHECK(parsed(invoke({"check", "-", "--name", "other.mend", "--format", "json"},
                        &sound_text))["diagnostics"][0]["kind"] == "playbook-name");
    CHECK(invoke({"check", "-"}, &sound_text).both() == "standard input: ok\n");  // without a name, none is compared
    CHECK_THAT(invoke({"check", "sound.mend", "--name", "x.mend"}).err, Catch::Contains("which is not read"));
    CHECK_THAT(invoke({"check", "-", "-"}, &sound_text).err, Catch::Contains("named twice"));
}

TEST_CASE("places for editors count from zero in UTF-16", "[check]")
{
    const std::string text = "playbook draft {\n    language 1\n    title \"😀é\"  titel \"x\"\n    effects { }\n}\n"
                             "note \"😀 ${nobody}\" { - x\n}\n";
    const auto json = parsed(invoke({"check", "-", "--name", "draft.mend", "--format", "json"}, &text));
    for (const auto& one : json["diagnostics"])
        if (one["labels"][0]["place"]["line"] == 6) {
            const auto& place = one["labels"][0]["place"];
            const auto begin = place["bytes"]["begin"].get<std::size_t>();
            const auto line_begin = text.rfind('\n', begin) + 1;
            const auto column = begin - line_begin;  // bytes; the emoji has four, two code units, one character
            if (column > 10)
                CHECK(place["range"]["start"]["character"] == column - 2);
            if (column > 10)
                CHECK(place["column"] == column - 3 + 1);
            CHECK(place["range"]["start"]["line"] == 5);
        }
    CHECK(json["errors"] >= 1);
}

TEST_CASE("a mistake in a file that two playbooks use is told once", "[check]")
{
    const PlaybookFolder folder;
    write_text(fs::absolute("shared.mend"), "procedure tidy up {\n    bcd set bootmgr { bootems = true }\n}\n");
    for (const std::string name : {"one", "two"})
        write_text(fs::absolute(name + ".mend"), "playbook " + name +
                                                     " {\n    language 1\n    title \"X\"\n    effects { boot }\n}\n"
                                                     "use \"shared.mend\"\ntidy up\n");
    CHECK(parsed(invoke({"check", "one.mend", "two.mend", "--format", "json"}))["errors"] == 1);
}

namespace {

/// Documents of every shape: all goldens with mistakes, nothing, and files that are not there.
std::vector<std::string> documents_in(const std::string& format)
{
    std::vector<std::string> documents;
    fs::current_path(source_file("."));
    std::vector<std::string> all{"check"};
    for (const std::string folder : {"tests/check", "tests/parse"})
        for (const auto& path : golden_inputs(source_file(folder), "fail_", ".mend"))
            all.push_back(fs::relative(path).string());
    for (auto arguments : {all, std::vector<std::string>{"check", "hardware-malfunction"},
                           std::vector<std::string>{"check", "nothing-of-that-name", all.back()}}) {
        arguments.insert(arguments.end(), {"--format", format});
        documents.push_back(invoke(arguments).out);
    }
    return documents;
}

std::string written(const std::vector<std::string>& documents, const fs::path& folder)
{
    std::string names;
    for (std::size_t number = 0; number < documents.size(); ++number) {
        const auto path = folder / ("findings-" + std::to_string(number) + ".sarif");
        write_text(path, documents[number]);
        names += " '" + path.string() + "'";
    }
    return names;
}

}  // namespace

TEST_CASE("what check prints as JSON is what its schema says", "[check][schema]")
{
    if (!has_validator())
        return;
    std::vector<SchemaDocument> documents;
    for (const auto& text : documents_in("json"))
        documents.push_back({"diagnostics", "document " + std::to_string(documents.size()), text});
    const PlaybookFolder folder;
    documents.push_back(
        {"diagnostics", "a small one", invoke({"check", "broken.mend", "nothing.mend", "--format", "json"}).out, true});
    CHECK(schema_mistakes(documents) == "");
}

TEST_CASE("SARIF has what code scanning on GitHub needs", "[check]")
{
    const auto checker = "/usr/bin/python3 " + source_file("tests/support/github_sarif.py").string();
    if (skipped(!fs::exists("/usr/bin/python3"), "the rules of GitHub: no python3"))
        return;
    CHECK(shell(checker + " --samples").out == "27 rules\n");  // each can find fault
    const TemporaryDirectory place;
    const auto checked = shell(checker + written(documents_in("sarif"), place.path()));
    CHECK(checked.out == "");
    CHECK(checked.status == 0);
}

TEST_CASE("SARIF is accepted by Microsoft's multitool", "[check]")
{
    const auto* wanted = std::getenv("HIVEMEND_LONG");
    if (skipped(wanted == nullptr || std::string_view(wanted) != "1",
                "Microsoft's SARIF multitool: HIVEMEND_LONG=1 runs it"))
        return;
    const TemporaryDirectory place;
    const auto result = shell(source_file("tests/support/sarif_multitool.sh").string() + " " HIVEMEND_BUILD_DIR +
                              written(documents_in("sarif"), place.path()));
    INFO(result.out);
    if (!skipped(result.status == 77, result.out))
        CHECK(result.status == 0);
}
