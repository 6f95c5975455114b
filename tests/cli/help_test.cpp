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
        {"resumeobject"}, {"safe_mode"},      {"std.crash_dump"}, {"hive"},
        {"stop_code"},    {"0x5A"},           {"kernel"},         {"@accept"},
        {"testsigning"},  {"emsbaudrate"}};
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

TEST_CASE("a stop code is found by its number and by its name as a screen writes it", "[help]")
{
    const auto page = invoke({"help", "0x5A"}).out;
    CHECK_THAT(page, Catch::Contains("playbooks  critical-service-failed\n"));
    CHECK(invoke({"help", "0x0000005a"}).out == page);
    CHECK(invoke({"help", "CRITICAL_SERVICE_FAILED"}).out == page);
    CHECK(invoke({"help", "critical", "service", "failed"}).out == page);
    CHECK(invoke({"help", "stop_code.critical_service_failed"}).out == page);
    CHECK_THAT(invoke({"help", "0xC0000017"}).out, Catch::Contains("playbooks  status-no-memory\n"));
    CHECK_THAT(invoke({"help", "0xC0000034"}).out, Catch::Contains("playbooks  recreate-bootmgr\n"));
    CHECK_THAT(invoke({"help", "0x9F"}).out, Catch::Contains("playbooks  none built in\n"));
    const auto unknown = invoke({"help", "0x77"});
    CHECK(unknown.status == 1);
    CHECK_THAT(unknown.err, Catch::Contains("0x77 is neither a boot element with a name nor a stop code with a page"));
}

TEST_CASE("a boot element is found by its number as plans show it", "[help]")
{
    CHECK(invoke({"help", "0x25000080"}).out == invoke({"help", "safeboot"}).out);
    CHECK(invoke({"help", "0X260000B0"}).out == invoke({"help", "ems"}).out);
    const auto several = invoke({"help", "0x23000003"}).out;
    CHECK_THAT(several, Catch::StartsWith("default (boot element)\n"));
    CHECK_THAT(several, Catch::Contains("\n\nresumeobject (boot element)\n"));
    CHECK_THAT(several, !Catch::Contains("0x23000006"));
    CHECK_THAT(invoke({"help", "0x26000fff"}).err, Catch::Contains("0x26000fff is neither a boot element"));
}

TEST_CASE("members and attributes are found with and without what stands before them", "[help]")
{
    const auto member = invoke({"help", "dump_kind.kernel"}).out;
    CHECK_THAT(member, Catch::StartsWith("kernel (member)\n"));
    CHECK_THAT(invoke({"help", "kernel"}).out, Catch::StartsWith("kernel (boot element)\n") && Catch::EndsWith(member));
    CHECK(invoke({"help", "accept"}).out == invoke({"help", "@accept"}).out);
    CHECK_THAT(invoke({"help", "kernl"}).err, Catch::Contains("did you mean kernel?"));
    CHECK_THAT(invoke({"help", "default"}).out, Catch::Contains("default (boot object)") &&
                                                    Catch::Contains("default (member)\n\n    pae_policy.default\n"));
}

TEST_CASE("a name that is longer than its column is followed by a blank", "[help]")
{
    const auto list = invoke({"help"}).out;
    for (std::size_t at = list.find("Topics of"); at < list.size(); at = list.find('\n', at) + 1) {
        const auto line = list.substr(at, list.find('\n', at) - at);
        if (line.size() > 34 && line.starts_with("    "))
            CHECK_THAT(line.substr(4), Catch::Contains("  "));
    }
}
