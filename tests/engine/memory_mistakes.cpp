// Mistakes in descriptions of targets: each is named, at its place in the YAML, and all of them in one run.
#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <set>

#include "lang/diag/catalogue.hpp"
#include "lang/diag/render.hpp"
#include "tests/support/engine/described.hpp"

using namespace hivemend;
using test::described;
using Mistakes = std::vector<std::string>;

namespace {

std::string rendered(const test::Described& read)
{
    return lang::render_text(read.diagnostics, *read.sources, false);
}

/// The text in the first fence below a heading of an explain page.
std::string example(const std::string& page, const std::string& heading)
{
    const auto begin = page.find("```yaml\n", page.find("\n## " + heading + "\n")) + 8;
    return page.substr(begin, page.find("```\n", begin) - begin);
}

struct Case {
    const char* yaml;
    Mistakes mistakes;
};

}  // namespace

TEST_CASE("each mistake in a description is named at its place")
{
    const std::vector<Case> cases{
        {"generation: 3\n", {"wrong-target-value 1:13"}},
        {"generation: [1]\n", {"wrong-target-value 1:13"}},
        {"generaton: 1\n", {"unknown-target-line 1:1"}},
        {"generation: 1\ngeneration: 1\n", {"duplicate 2:1"}},
        {"- generation: 1\n", {"wrong-target-value 1:1"}},
        {"just text\n", {"wrong-target-value 1:1"}},
        {"windows_directory: Windows\n", {"wrong-target-value 1:20"}},
        {"windows_directory: \\Windows\\..\\etc\n", {"wrong-target-value 1:20"}},
        {"windows_directory: \\../../etc\n", {"wrong-target-value 1:20"}},
        {"registry: [1]\n", {"wrong-target-value 1:11"}},
        {"registry:\n  system\\Select: {}\n", {"unknown-hive 2:3"}},
        {"registry:\n  HKLM\\SYSTEM: {}\n", {"unknown-hive 2:3"}},
        {"registry:\n  SYSTEM\\\\A: {}\n", {"malformed-key 2:3"}},
        {"registry:\n  SYSTEM\\A\\: {}\n", {"malformed-key 2:3"}},
        {"registry:\n  \"SYSTEM\\\\A\\0B\": {}\n", {"malformed-key 2:3"}},
        {"registry:\n  SYSTEM\\A: {}\n  SYSTEM\\a: {}\n", {"duplicate 3:3"}},
        {"registry:\n  SYSTEM\\A: { B: dword 1, b: dword 2 }\n", {"duplicate 2:27"}},
        {"registry:\n  SYSTEM\\A: { B: 4 }\n", {"missing-data-type 2:18"}},
        {"registry:\n  SYSTEM\\A: { B: { C: dword 1 } }\n", {"wrong-target-value 2:18"}},
        {"registry:\n  SYSTEM\\A: { B: [dword 1] }\n", {"wrong-target-value 2:18"}},
        {"registry:\n  SYSTEM\\A: { B: }\n", {"wrong-target-value 2:18"}},
        {"registry:\n  SYSTEM\\A: dword 1\n", {"wrong-target-value 2:13"}},
        {"boot: yes\n", {"wrong-target-value 1:7"}},
        {"boot:\n  bootmanager: {}\n", {"malformed-object-id 2:3"}},
        {"boot:\n  default: {}\n", {"malformed-object-id 2:3"}},
        {"boot:\n  bootmgr: {}\n  \"{9DEA862C-5CDD-4E70-ACC1-F32B344D4795}\": {}\n", {"duplicate 3:4"}},
        {"boot:\n  bootmgr: { tiemout: 3 }\n", {"unknown-element 2:14"}},
        {"boot:\n  bootmgr: { timeout: 3, 0x25000004: 3 }\n", {"duplicate 2:26"}},
        {"boot:\n  bootmgr: { 0x29000004: 3 }\n", {"wrong-target-value 2:14"}},
        {"boot:\n  bootmgr: { timeout: [3] }\n", {"wrong-target-value 2:23"}},
        {"boot:\n  bootmgr: { displayorder: memdiag }\n", {"wrong-target-value 2:28"}},
        {"boot:\n  bootmgr: { device: hd0 }\n", {"wrong-target-value 2:22"}},
        {"boot:\n  bootmgr: { default: nobody }\n", {"malformed-object-id 2:23"}},
        {"boot:\n  bootmgr: { kind: osloader }\n", {"object-of-other-kind 2:20"}},
        {"boot:\n  \"{a7c1e0d4-5b1f-4e59-9c1a-3f0de2b6c701}\": { kind: loader }\n", {"unknown-kind 2:53"}},
        {"boot:\n  \"{a7c1e0d4-5b1f-4e59-9c1a-3f0de2b6c701}\": {}\n", {"object-without-kind 2:4"}},
        {"boot:\n  {a7c1e0d4}: {}\n", {"wrong-target-value 2:3"}},
        {"facts: { os.fre: 1GiB }\n", {"unknown-fact 1:10"}},
        {"facts: { os.free: 1GiB, os.free: 2GiB }\n", {"duplicate 1:25"}},
        {"facts: { vm.generation: { a: b } }\n", {"wrong-target-value 1:25"}},
        {"facts: { reg.dword: 1 }\n", {"wrong-target-value 1:10"}},
        {"facts: { 'file.exists(\"\\Windows\")': yes }\n", {"wrong-target-value 1:11"}},
        {"files: \\Windows\\x\n", {"wrong-target-value 1:8"}},
        {"files: [{ a: b }]\n", {"wrong-target-value 1:9"}},
        {"files: [Windows\\x]\n", {"wrong-target-value 1:9"}},
        {"files: ['C:\\x']\n", {"wrong-target-value 1:10"}},
        {"files: [\\Windows\\..\\..\\x]\n", {"wrong-target-value 1:9"}},
        {"files: [\\A\\x, \\a\\X]\n", {"duplicate 1:15"}},
        {"files: [\\A, \\a\\x]\n", {"wrong-target-value 1:9"}},
        {"files: [\\windows]\n", {"wrong-target-value 1:9"}},
        {"files: [\\Windows\\system32\\CONFIG\\system]\n", {"wrong-target-value 1:9"}},
        {"a: &x 1\n", {"yaml-feature 1:4"}},
        {"a: [*x]\n", {"description-not-yaml 1:5"}},
        {"generation: !int 1\n", {"yaml-feature 1:13"}},
        {"generation: 1\n---\ngeneration: 2\n", {"yaml-feature 1:1"}},
        {"generation: [1", {"description-not-yaml 1:15"}},
        {"registry: { SYSTEM\\A: { B: REG_DWORD 1 } }\n", {"missing-data-type 1:28"}},
        {"generation: \x01\n", {"description-not-yaml 1:13"}},
        {"generation: \xff\n", {"not-utf8 1:13"}},
        {"\xed\xa0\x80: 1\n", {"not-utf8 1:1"}},
    };
    for (const auto& [yaml, mistakes] : cases) {
        const auto read = described(yaml);
        INFO(yaml << "\n" << rendered(read));
        CHECK(read.mistakes() == mistakes);
        CHECK_FALSE(read.description);
    }
}

TEST_CASE("a wrong literal is shown where it stands in the YAML")
{
    const auto read = described("registry:\n"
                                "  SYSTEM\\A:\n"
                                "    Plain: dword 4294967296\n"
                                "    Quoted: 'dword yes'\n"
                                "boot:\n"
                                "  bootmgr:\n"
                                "    displaybootmenu: on\n"
                                "facts:\n"
                                "  os.free: 40GB\n");
    INFO(rendered(read));
    const auto mistakes = read.mistakes();
    REQUIRE(mistakes.size() == 4);
    CHECK(mistakes[0].ends_with(" 3:18"));
    CHECK(mistakes[1].ends_with(" 4:20"));
    CHECK(mistakes[2] == "boolean-word 7:22");
    CHECK(mistakes[3].starts_with("unknown-unit 9:"));
}

TEST_CASE("several mistakes in a description come in one run, as the terminal shows them")
{
    const auto read = described("generation: 1\n"
                                "registry:\n"
                                "  SYSTEM\\Select: { Current: 1 }\n"
                                "  Software\\Trial: {}\n"
                                "boot:\n"
                                "  bootmgr:\n"
                                "    tiemout: 30\n"
                                "facts:\n"
                                "  os.fre: 40GiB\n");
    const auto text = rendered(read);
    INFO(text);
    CHECK(read.mistakes() ==
          Mistakes{"missing-data-type 3:29", "unknown-hive 4:3", "unknown-element 7:5", "unknown-fact 9:3"});
    CHECK(text.find("did you mean `timeout`?") != std::string::npos);
    CHECK(text.find("did you mean `os.free`?") != std::string::npos);
    CHECK(text.find("    tiemout: 30") != std::string::npos);
}

TEST_CASE("a name with escape sequences in a description cannot reach the terminal")
{
    const auto read = described("\"\\e[31m\\u202e\": 1\nboot:\n  \"\\e[2J\": {}\nfacts:\n  \"\\e]0;x\\a\": 1\n");
    const auto text = rendered(read);
    CHECK(read.mistakes().size() == 3);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("\u202e") == std::string::npos);
}

TEST_CASE("a description that is too large or nests too deep is refused before it costs much")
{
    const auto kinds = [](const std::string& yaml) {
        const auto read = described(yaml);
        REQUIRE(read.diagnostics.all().size() == 1);
        return std::string(read.diagnostics.all()[0].kind);
    };
    CHECK(kinds(std::string(lang::max_source_bytes + 1, ' ')) == "source-too-large");
    CHECK(kinds(std::string(100'000, '[')) == "description-too-large");
    CHECK(kinds(std::string(100'000, '{')) == "description-too-large");
    std::string deep;
    for (int level = 0; level < 100; ++level)
        deep += std::string(static_cast<std::size_t>(level), ' ') + "a:\n";
    CHECK(kinds(deep) == "description-too-large");
    std::string many = "registry: [";
    for (int entry = 0; entry < 200'001; ++entry)
        many += "1,";
    CHECK(kinds(many + "]") == "description-too-large");
}

TEST_CASE("the explain pages of descriptions show their kind, and how it is right")
{
    const std::set<std::string_view> kinds{"description-not-yaml", "yaml-feature",       "description-too-large",
                                           "unknown-target-line",  "wrong-target-value", "object-without-kind",
                                           "object-of-other-kind"};
    std::size_t in_catalogue = 0;
    for (const auto& entry : lang::diag::catalogue())
        in_catalogue += kinds.contains(entry.name);
    CHECK(in_catalogue == kinds.size());
    for (const auto kind : kinds) {
        const auto page = test::repository_text("lang/diag/explain/" + std::string(kind) + ".md");
        INFO(kind);
        CHECK(page.starts_with("# " + std::string(kind) + "\n"));
        const auto wrong = described(example(page, "Wrong"));
        REQUIRE(wrong.diagnostics.all().size() == 1);
        CHECK(wrong.diagnostics.all()[0].kind == kind);
        const auto right = described(example(page, "Right"));
        INFO(rendered(right));
        CHECK(right.diagnostics.all().empty());
        CHECK(right.description);
    }
}

TEST_CASE("partitions of a description are told apart from what is none")
{
    const auto mistakes = [](const std::string& partitions) {
        return described("partitions:\n" + partitions).mistakes();
    };
    CHECK(mistakes("  os: { offset: 1048576, disk: 0x5f3a1c27 }\n") == Mistakes{});
    CHECK(mistakes("  data: { offset: 1048576, disk: 0x5f3a1c27 }\n") == Mistakes{"wrong-target-value 2:3"});
    CHECK(mistakes("  os: { offset: 1048576 }\n") == Mistakes{"wrong-target-value 2:7"});
    CHECK(mistakes("  os: 2\n") == Mistakes{"wrong-target-value 2:7"});
    CHECK(mistakes("  os: { offset: 1048576, disk: 0x15f3a1c27 }\n") == Mistakes{"wrong-target-value 2:32"});
    CHECK(mistakes("  os: { partition: 7, disk: \"{3d7c0f42-88a1-4c5e-b6d0-0f51e2a97c63}\" }\n").size() == 1);
    const auto device = described("boot:\n  bootmgr: { device: partition(system) }\n");
    CHECK(device.mistakes() == Mistakes{"wrong-target-value 2:22"});
    CHECK_THAT(rendered(device), Catch::Contains("a line `partitions:` with `system: { … }`"));
    CHECK(described("boot:\n  bootmgr: { device: C }\n").mistakes() == Mistakes{"wrong-target-value 2:22"});
}
