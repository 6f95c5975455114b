// What is printed as JSON is what docs/schemas says.
#include <catch2/catch.hpp>

#include "lang/source/embedded.hpp"
#include "tests/support/cli/command.hpp"
#include "tests/support/cli/effects_cases.hpp"
#include "tests/support/cli/plan_cases.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/schemas.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend::test;

namespace {

/// The plan of one command line as it is shown and as it is saved.
void add_plan(std::vector<SchemaDocument>& documents, const std::string& what, std::vector<std::string> command)
{
    const TemporaryDirectory place;
    const auto saved = place.path() / "saved.plan";
    command.insert(command.end(), {"--format", "json", "--out", saved.string()});
    documents.push_back({"plan", what, invoke(command).out});
    documents.push_back({"saved-plan", what + ", saved", read_text(saved)});
}

}  // namespace

TEST_CASE("every plan is what its schema says", "[schema]")
{
    if (!has_validator())
        return;
    std::vector<SchemaDocument> documents;
    fs::current_path(source_file("."));
    for (const auto& target : golden_inputs("examples/targets", "", ".yaml"))
        for (const auto& file : hivemend::lang::embedded_files())
            if (file.path.starts_with("playbooks/")) {
                const auto playbook = fs::path(file.path).stem().string();
                add_plan(documents, playbook + " on " + target.stem().string(),
                         {"plan", playbook, "--target", target.string()});
            }
    for (const auto& one : plan_cases("ok_"))
        add_plan(documents, one.playbook.stem().string(), one.command("plan", one.target));
    CHECK(documents.size() > 50);
    CHECK(schema_mistakes(documents) == "");
}

TEST_CASE("the effects of every playbook are what their schema says", "[schema]")
{
    if (!has_validator())
        return;
    std::vector<SchemaDocument> documents;
    fs::current_path(source_file("."));
    for (const auto& one : effects_cases())
        documents.push_back({"effects", one.name, invoke(one.arguments("json")).out, one.name == "own-procedures"});
    CHECK(schema_mistakes(documents) == "");
}

TEST_CASE("every boot store is what its schema says", "[schema]")
{
    if (!has_validator())
        return;
    std::vector<SchemaDocument> documents;
    const auto add = [&](const fs::path& target, bool strict) {
        const auto result = invoke({"inspect", "--boot", "--format", "json", "--target", target.string()});
        documents.push_back({"boot-store", target.stem().string(), result.out, strict});
    };
    for (const auto& target : golden_inputs(source_file("examples/targets"), "", ".yaml"))
        add(target, false);
    add(source_file("tests/inspect/recovery.yaml"), true);
    CHECK(schema_mistakes(documents) == "");
}

TEST_CASE("a field that no schema has is noticed", "[schema]")
{
    if (!has_validator())
        return;
    fs::current_path(source_file("."));
    auto text = invoke({"effects", "hardware-malfunction", "--format", "json"}).out;
    text.replace(text.find("\"title\""), 7, "\"heading\"");
    const auto mistakes = schema_mistakes({{"effects", "renamed", text}});
    CHECK_THAT(mistakes, Catch::Contains("renamed: /playbook: 'title' is a required property"));
    CHECK_THAT(mistakes, Catch::Contains("renamed: /playbook: Additional properties are not allowed ('heading' was"));
    CHECK_THAT(schema_mistakes(
                   {{"saved-plan", "shown", R"({"changes": [{"before": {"type": 1, "length": 2, "secret": true}}]})"}}),
               Catch::Contains("shown: /changes/0/before"));
}
