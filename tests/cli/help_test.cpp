// hivemend help: pages of the reference, by name.
#include <catch2/catch.hpp>

#include "tests/support/cli/command.hpp"
#include "tests/support/golden.hpp"

namespace fs = std::filesystem;
using namespace hivemend::test;

TEST_CASE("each kind of topic has its page", "[help]")
{
    const std::vector<std::vector<std::string>> topics{
        {"reg", "add"},   {"reg", "replace"}, {"bcd", "restore"}, {"crash_dump", "enable"},
        {"os.free"},      {"reg.dword"},      {"bootmgr"},        {"bootstatuspolicy"},
        {"resumeobject"}, {"safe_mode"},      {"std.crash_dump"}, {"hive"}};
    fs::create_directories(source_file("tests/help"));
    for (const auto& words : topics) {
        std::vector<std::string> arguments{"help"};
        std::string name;
        for (const auto& word : words) {
            arguments.push_back(word);
            name += (name.empty() ? "" : "-") + word;
        }
        INFO(name);
        const auto help = invoke(arguments);
        CHECK(help.status == 0);
        check_golden(source_file("tests/help/" + name + ".txt"), help.out);
    }
}

TEST_CASE("help without a topic lists all, one sentence each", "[help]")
{
    const auto list = invoke({"help"});
    CHECK(list.status == 0);
    for (const std::string line : {"  statements:\n", "  procedures:\n", "  facts:\n", "  boot objects:\n",
                                   "  kinds of boot objects:\n", "  boot elements:\n", "  enums:\n", "  modules:\n",
                                   "    reg add                     Creates or changes values of one registry key; the "
                                   "key is created when it is "
                                   "missing.\n"})
        CHECK_THAT(list.out, Catch::Contains(line));
    CHECK_THAT(list.out, !Catch::Contains("```"));
}

TEST_CASE("the beginning of a name lists what begins so", "[help]")
{
    const auto list = invoke({"help", "crash_dump"});
    CHECK(list.status == 0);
    CHECK_THAT(list.out, Catch::StartsWith("topics that begin with crash_dump:\n  crash_dump enable  "));
}

TEST_CASE("help on what is not there names what is near", "[help]")
{
    const auto wrong = invoke({"help", "bootstatuspolicey"});
    CHECK(wrong.status == 1);
    CHECK_THAT(wrong.err, Catch::Contains("there is no help on bootstatuspolicey"));
    CHECK_THAT(wrong.err, Catch::Contains("did you mean bootstatuspolicy?"));
}

TEST_CASE("the reference is one document, and the build makes it", "[help]")
{
    const auto printed = invoke({"help", "--markdown"});
    CHECK(printed.status == 0);
    CHECK_THAT(printed.out, Catch::StartsWith("# Reference\n"));
    CHECK_THAT(printed.out, Catch::Contains("### crash_dump enable\n"));
    const auto built = fs::path(HIVEMEND_BUILD_DIR) / "reference.md";
    if (!skipped(!fs::exists(built), "the built reference: only the tests were built"))
        CHECK(read_text(built) == printed.out);
    CHECK(invoke({"help", "--markdown", "reg", "add"}).status == 1);
}
