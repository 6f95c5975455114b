// The colours of editors: the TextMate grammar, against the language and, with npm, through the engine of editors.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <regex>
#include <sstream>

#include <nlohmann/json.hpp>

#include "lang/check/check.hpp"
#include "tests/support/cli/command.hpp"
#include "tests/support/golden.hpp"

namespace fs = std::filesystem;
using namespace hivemend;
using namespace hivemend::test;

namespace {

const char* const grammar = "packaging/editors/mend.tmLanguage.json";

/// Modules of node, installed into the build folder; empty, with the reason printed, when they cannot be had.
std::string node_modules()
{
    if (skipped(std::getenv("HIVEMEND_LONG") == nullptr, "the engine of editors (HIVEMEND_LONG=1)") ||
        skipped(!has_program("npm"), "the engine of editors: there is no npm"))
        return {};
    const std::string folder = HIVEMEND_BUILD_DIR "/npm";
    const auto installed = shell("npm install --silent --no-audit --no-fund --prefix '" + folder +
                                 "' vscode-textmate@9 vscode-oniguruma@2");
    return skipped(installed.status != 0, "the engine of editors: " + installed.out) ? "" : folder + "/node_modules";
}

std::string tokenized(const std::string& modules, const std::vector<fs::path>& files)
{
    auto command = "node '" + source_file("tests/editor/tokenize.js").string() + "' '" + modules + "' '" +
                   source_file(grammar).string() + "'";
    for (const auto& file : files)
        command += " '" + file.string() + "'";
    const auto result = shell(command);
    INFO(result.out.substr(0, 500));
    REQUIRE(result.status == 0);
    return result.out;
}

/// The declared verb that a line of a playbook begins with.
std::string verb_of(const lang::Declarations& declared, std::string line)
{
    line.erase(0, line.find_first_not_of(' '));
    std::string longest;
    for (const auto& [verb, primitive] : declared.primitives)
        if (line.starts_with(verb) && verb.size() > longest.size() &&
            (line.size() == verb.size() || line[verb.size()] == ' '))
            longest = verb;
    return longest;
}

}  // namespace

TEST_CASE("the grammar of editors knows every word of the language", "[editor]")
{
    const auto text = read_text(source_file(grammar));
    CHECK(nlohmann::json::parse(text).at("scopeName") == "source.mend");
    for (const std::string word :
         {"and",     "applies",   "binary", "dword",    "else",     "exists",   "expand_sz", "expect",        "for",
          "in",      "let",       "match",  "multi_sz", "no",       "not",      "or",        "param",         "qword",
          "subject", "sz",        "when",   "yes",      "playbook", "use",      "stage",     "ask",           "note",
          "confirm", "procedure", "enum",   "stop",     "refuse",   "escalate", "unfixable", "not_applicable"}) {
        INFO(word);
        CHECK(std::regex_search(text, std::regex("[(|]" + word + "[|)]")));
    }
}

TEST_CASE("an editor paints a playbook as its golden says", "[editor]")
{
    const auto modules = node_modules();
    if (modules.empty())
        return;
    check_golden(source_file("tests/editor/every-shape.scopes"),
                 tokenized(modules, {source_file("tests/editor/every-shape.mend")}));
}

TEST_CASE("an editor paints each statement of the playbooks and of the valid cases as one", "[editor]")
{
    const auto modules = node_modules();
    if (modules.empty())
        return;
    auto files = golden_inputs(source_file("playbooks"), "", ".mend");
    for (const auto* folder : {"tests/check", "tests/plan"})
        for (auto& file : golden_inputs(source_file(folder), "ok_", ".mend"))
            files.push_back(std::move(file));
    lang::SourceMap sources;
    lang::Diagnostics diagnostics;
    const auto library = lang::load_library(sources, diagnostics);
    std::istringstream lines(tokenized(modules, files));
    std::size_t statements = 0;
    std::string wanted, source;
    for (std::string line; std::getline(lines, line);) {
        INFO(source << '\n' << line);
        if (line.starts_with('>')) {
            CHECK(wanted.empty());
            source = line.substr(1);
            wanted = verb_of(library.declarations(), source);
        } else if (!wanted.empty()) {
            CHECK(line == "    " + wanted + "  support.function.statement");
            wanted.clear();
            ++statements;
        }
        CHECK(line.find(" invalid.") == std::string::npos);
    }
    CHECK(statements > 60);
}
