// hivemend complete: places of files, and command lines of shells.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "tests/support/cli/command.hpp"
#include "tests/support/temporary.hpp"

using namespace hivemend::test;

namespace {

/// The words offered after these, without their descriptions.
std::string next(const std::vector<std::string>& words)
{
    std::vector<std::string> arguments{"complete", "--shell", "--"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    const auto result = invoke(arguments);
    CHECK(result.status == 0);
    CHECK(result.err.empty());
    std::string names;
    for (std::size_t at = 0; at < result.out.size();) {
        const auto end = result.out.find('\n', at);
        const auto line = result.out.substr(at, end - at);
        names += (names.empty() ? "" : " ") + line.substr(0, line.find('\t'));
        at = end + 1;
    }
    return names;
}

}  // namespace

TEST_CASE("a place of a file is completed, as text and as JSON", "[complete]")
{
    const TemporaryDirectory place;
    const auto file = (place.path() / "half.mend").string();
    write_text(file, "playbook half {\n    language 1\n    title \"x\"\n    effects {}\n}\n\nnote \"a${os.fr\" {\n}\n");
    const auto text = invoke({"complete", file + ":7:14"});
    CHECK(text.both() == "");  // a title holds no `${}`, so nothing is checked there
    write_text(
        file, "playbook half {\n    language 1\n    title \"x\"\n    effects {}\n}\nnote \"a\" {\n    - ä${os.fr\n}\n");
    const auto prose = invoke({"complete", file + ":7:15"});
    CHECK(prose.status == 0);
    CHECK(prose.both() == "os.free  size  Free bytes on the volume that holds Windows.\n");
    const auto json = nlohmann::json::parse(invoke({"complete", file + ":7:15", "--format", "json"}).out);
    CHECK(json.at("version") == 1);
    CHECK(json.at("replaces") == nlohmann::json{{"begin", 83}, {"end", 88}});
    CHECK(json.at("candidates").at(0).at("name") == "os.free");
}

TEST_CASE("what is no place says how one is written", "[complete]")
{
    for (const std::string wrong :
         {"half.mend", "half.mend:3", "half.mend:0:1", "half.mend:3:x", ":1:1", "a:1:99999999999"}) {
        const auto result = invoke({"complete", wrong});
        INFO(wrong);
        CHECK(result.status == 1);
        CHECK_THAT(result.err, Catch::Contains("no place in a file") && Catch::Contains("FILE:LINE:COLUMN"));
    }
    CHECK_THAT(invoke({"complete", "critical-service-failed:9999:1"}).err, Catch::Contains("ends before line 9999"));
    CHECK_THAT(invoke({"complete"}).err, Catch::Contains("FILE:LINE:COL"));
}

TEST_CASE("a command line is completed from what the commands say of themselves", "[complete]")
{
    CHECK(next({"und"}) == "undo");
    CHECK(next({"plan", "critical-s"}) == "critical-service-failed :files");
    CHECK(next({"plan", "x", "--f"}) == "--format");
    CHECK(next({"plan", "--format", ""}) == "json text");
    CHECK(next({"plan", "x", "--target", ""}) == ":files");
    CHECK(next({"plan", "critical-service-failed", "--set", ""}) == "loader= ram=");
    CHECK(next({"plan", "critical-service-failed", "--set", "loader=d"}) == "loader=default");
    CHECK(next({"plan", "critical-service-failed", "--stage", "rep"}) == "replace-the-unsigned-drivers");
    CHECK(next({"apply", "critical-service-failed", "--confirm", "sta"}) == "started");
    CHECK(next({"plan", "there-is-none", "--stage", ""}) == "");
    CHECK(next({"explain", "unknown-el"}) == "unknown-element");
    CHECK(next({"help", "reg", "ad"}) == "add");
    CHECK(next({"nothing", ""}) == "");
}

TEST_CASE("bash asks hivemend what comes next", "[complete]")
{
    const auto script = source_file("packaging/completions/hivemend.bash").string();
    const TemporaryDirectory place;
    const auto words = [&](const std::string& line, const std::string& in_words, int current) {
        const auto driver = (place.path() / "driver.bash").string();
        write_text(driver, "PATH='" HIVEMEND_BUILD_DIR "':$PATH\ncomplete() { :; }\ncompopt() { :; }\n. '" + script +
                               "'\nCOMP_WORDS=(" + in_words + ")\nCOMP_CWORD=" + std::to_string(current) +
                               "\nCOMP_LINE='" + line + "'\nCOMP_POINT=" + std::to_string(line.size()) +
                               "\n_hivemend\necho \"${COMPREPLY[@]}\"\n");
        return shell("bash '" + driver + "'").out;
    };
    CHECK(words("hivemend und", "hivemend und", 1) == "undo\n");
    CHECK(words("hivemend plan status-no-memory --set lo", "hivemend plan status-no-memory --set lo", 4) ==
          "loader=\n");
    CHECK(words("hivemend plan status-no-memory --set loader=de", "hivemend plan status-no-memory --set loader = de",
                6) == "default\n");
    CHECK(words("hivemend explain unknown-el", "hivemend explain unknown-el", 2) == "unknown-element\n");
}
