// hivemend check --fix: what it writes, what it says, and what it leaves alone.
#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/cli/playbook_folder.hpp"
#include "tests/support/golden.hpp"

#include <nlohmann/json.hpp>

namespace fs = std::filesystem;
using namespace hivemend::test;
using Json = nlohmann::json;

TEST_CASE("certain fixes are written, told, and the rest is shown", "[check]")
{
    const PlaybookFolder folder;
    const auto result = invoke({"check", "--fix", "broken.mend", "sound.mend"});
    CHECK(read_text("broken.mend") == mended_text);
    CHECK(result.status == 1);
    CHECK(result.out == "broken.mend:6:29: fixed boolean-word: write `yes`\nsound.mend: ok\n");
    CHECK_THAT(result.err, Catch::StartsWith("error[unknown-element]") && Catch::Contains("= yes, timeot = 5"));
    CHECK_THAT(result.err, !Catch::Contains("boolean-word"));
    CHECK(read_text("sound.mend") == sound_text);
    const auto json = invoke({"check", "--fix", "broken.mend", "--format", "json"});
    CHECK(Json::parse(json.out)["errors"] == 1);
    CHECK(json.err == "");
}

TEST_CASE("with a document on standard output, what was fixed is told on standard error", "[check]")
{
    const PlaybookFolder folder;
    const auto result = invoke({"check", "--fix", "broken.mend", "--format", "sarif"});
    CHECK(Json::parse(result.out)["runs"][0]["results"].size() == 1);
    CHECK(result.err == "broken.mend:6:29: fixed boolean-word: write `yes`\n");
    CHECK(read_text("broken.mend") == mended_text);
}

TEST_CASE("the fixed text of standard input goes to standard output", "[check]")
{
    const PlaybookFolder folder;
    const auto result = invoke({"check", "-", "--name", "broken.mend", "--fix"}, &broken_text);
    CHECK(result.out == mended_text);
    CHECK_THAT(result.err, Catch::StartsWith("broken.mend:6:29: fixed boolean-word") && Catch::Contains("timeot"));
    CHECK(result.status == 1);
    CHECK(read_text("broken.mend") == broken_text);
    CHECK(invoke({"check", "-", "--name", "sound.mend", "--fix"}, &sound_text).out == sound_text);
    CHECK(invoke({"check", "-", "--fix", "--format", "json"}, &broken_text).out == "");
    CHECK(invoke({"check", "-", "sound.mend", "--fix"}, &broken_text).out == "");
}

TEST_CASE("a fixed file keeps its mode, and a symbolic link stays one", "[check]")
{
    const PlaybookFolder folder;
    REQUIRE(::chmod("broken.mend", 0664) == 0);
    fs::create_directory("elsewhere");
    fs::create_symlink("../broken.mend", "elsewhere/broken.mend");
    const auto umask_before = ::umask(077);
    CHECK(invoke({"check", "--fix", "elsewhere/broken.mend"}).status == 1);
    ::umask(umask_before);
    CHECK(fs::is_symlink("elsewhere/broken.mend"));
    CHECK(read_text("broken.mend") == mended_text);
    struct stat found {};
    REQUIRE(::stat("broken.mend", &found) == 0);
    CHECK((found.st_mode & 07777U) == 0664U);
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator("."))
        ++files;
    CHECK(files == 4);  // three playbooks and the folder: nothing is left over
}

TEST_CASE("a file without a certain fix is not written", "[check]")
{
    const PlaybookFolder folder;
    struct stat before {};
    struct stat after {};
    REQUIRE(::stat("sound.mend", &before) == 0);
    CHECK(invoke({"check", "--fix", "sound.mend"}).out == "sound.mend: ok\n");
    REQUIRE(::stat("sound.mend", &after) == 0);
    CHECK(before.st_ino == after.st_ino);
}

TEST_CASE("built-in playbooks and what is no plain file are not fixed", "[check]")
{
    const PlaybookFolder folder;
    const auto built_in = invoke({"check", "--fix", "hardware-malfunction"});
    CHECK(built_in.status == 1);
    CHECK_THAT(built_in.err, Catch::Contains("hardware-malfunction is built in, and its text cannot be changed"));
    CHECK(invoke({"check", "--fix", "nothing.mend"}).status == 1);
    if (skipped(::geteuid() == 0, "a file that may not be written: root may write every file"))
        return;
    REQUIRE(::chmod("broken.mend", 0444) == 0);
    CHECK_THAT(invoke({"check", "--fix", "broken.mend"}).err, Catch::Contains("Permission denied"));
    CHECK(read_text("broken.mend") == broken_text);
}
