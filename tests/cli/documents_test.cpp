// Every plan, console and yaml block of the documents is what hivemend makes of it.
#include <catch2/catch.hpp>

#include "tests/support/cli/command.hpp"
#include "tests/support/cli/documents_run.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend::test;

namespace {

void run_blocks(Document& document)
{
    run_plan_blocks(document);
    run_console_blocks(document);
    check_yaml_blocks(document);
}

/// What is wrong with a document of this text, the first line of each fault; `text` becomes what is in the file then.
std::string faults_of(std::string& text, bool update = false)
{
    const TemporaryDirectory place;
    write_text(place.path() / "doc.md", text);
    Document document(place.path() / "doc.md", "doc.md", update);
    run_blocks(document);
    std::string all;
    for (const auto& fault : document.finish())
        all += fault.substr(0, fault.find('\n')) + "\n";
    text = read_text(place.path() / "doc.md");
    return all;
}

std::string faults_in(std::string text)
{
    return faults_of(text);
}

const std::string example = "```mend\nstage \"One\" {\n    bcd set default { bootlog = yes }\n}\n```\n";

}  // namespace

TEST_CASE("the plans and commands of every document are as they say", "[documents]")
{
    for (const auto& name : documents()) {
        Document document(source_file(name), name, updating());
        run_blocks(document);
        for (const auto& fault : document.finish())
            FAIL_CHECK(fault);
    }
}

TEST_CASE("a plan block is the plan of the block above", "[documents]")
{
    auto text = example + "\n```plan gen2\n```\n";
    CHECK(faults_of(text) == "doc.md:7: the block differs (- written, + actual); HIVEMEND_UPDATE=1 rewrites it:\n");
    CHECK(faults_of(text, true) == "");
    CHECK_THAT(text, Catch::Contains("```plan gen2\nstage: One\n  bcd set {"));
    CHECK_THAT(text, Catch::Contains("will change\n    bootlog (0x26000090)  absent -> yes"));
    CHECK_THAT(text, Catch::EndsWith("1 change in 1 step.\n```\n"));
    CHECK(faults_of(text) == "");

    auto with_option =
        "```mend\nparam on: bool\nbcd set default { bootlog = on }\n```\n\n```plan gen2 --set on=no\n```\n";
    std::string option = with_option;
    CHECK(faults_of(option, true) == "");
    CHECK_THAT(option, Catch::Contains("absent -> no"));

    std::string verdict = "```mend\nescalate \"to somebody\"\n```\n\n```plan gen2\n```\n";
    CHECK(faults_of(verdict, true) == "");
    CHECK_THAT(verdict, Catch::EndsWith("\n[exit 4]\n```\n"));
}

TEST_CASE("a plan block without its playbook or target is a fault", "[documents]")
{
    CHECK(faults_in("```plan gen2\n```\n") == "doc.md:1: the nearest mend block above is no playbook to plan\n");
    CHECK(faults_in("```mend fails wrong-type\n```\n\n```plan gen2\n```\n") ==
          "doc.md:4: the nearest mend block above is no playbook to plan\n");
    CHECK(faults_in(example + "```plan\n```\n") == "doc.md:6: a plan names its target: ```plan gen2\n");
    CHECK(faults_in(example + "```plan gen9\n```\n") == "doc.md:6: there is no examples/targets/gen9.yaml\n");
}

TEST_CASE("a console block is run in a folder of the document's own", "[documents]")
{
    CHECK(faults_in("```console\n$ hivemend check hardware-malfunction   # built in\n"
                    "playbooks/hardware-malfunction.mend: ok\n```\n") == "");
    CHECK(faults_in("```sh\n$ make test\n$ apt-get install -y git\n```\n") == "");
    CHECK(faults_in(
              "```mend file first.mend\nplaybook first {\n}\n```\n\n```console\n$ cat first.mend\nplaybook first {\n"
              "}\n\n$ ls nothing-here\n...\n[exit 2]\n```\n") == "");
    CHECK(faults_in("```console\n$ hivemend sample examples/targets/gen2.yaml --out patient\n...\n"
                    "$ hivemend inspect \\\n    --target patient\n...\n```\n\n"
                    "```console\n$ ls\nexamples\npatient\nplaybooks\n```\n") == "");
    CHECK_FALSE(fs::exists("patient"));
}

TEST_CASE("what a console block shows is what is printed", "[documents]")
{
    std::string text = "```console\n$ hivemend check nothing-of-that-name\nok\n```\n";
    CHECK(faults_of(text) == "doc.md:1: the block differs (- written, + actual); HIVEMEND_UPDATE=1 rewrites it:\n");
    CHECK(faults_of(text, true) == "");
    CHECK_THAT(text, Catch::Contains("error: there is no file and no built-in playbook called nothing-of-that-name\n"));
    CHECK_THAT(text, Catch::EndsWith("[exit 1]\n```\n"));
    CHECK(faults_of(text) == "");

    CHECK(faults_in("```console\n$ hivemend check hardware-malfunction\n...\nwrong\n```\n") ==
          "doc.md:2: the output differs, and `...` keeps it from being rewritten:\n");
    CHECK(faults_in("```console\nhivemend check x\n```\n") ==
          "doc.md:2: this stands before the first `$ ` and is not run\n");
    CHECK(faults_in("```console\n$ curl example.org\n```\n") == "doc.md:2: documents do not run `curl`\n");
    CHECK(faults_in("```console\n$ make nothing\n```\n") == "doc.md:2: the Makefile has no target nothing\n");
}

TEST_CASE("a yaml block is a description or values", "[documents]")
{
    CHECK(faults_in("```yaml\n" + read_text(source_file("examples/targets/gen2.yaml")) + "```\n") == "");
    CHECK(faults_in("```yaml\nram: 16GiB\nservices: [a, b]\n```\n") == "");
    CHECK(faults_in("```yaml\nregistry:\n  SYSTEM\\Select: { Current: 1 }\n```\n") ==
          "doc.md:1: this is neither a description of a target nor values for --vars:\n");
    CHECK(faults_in("```yaml\n[ open\n```\n") ==
          "doc.md:1: this is neither a description of a target nor values for --vars:\n");
}
