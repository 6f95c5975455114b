// A plan depends on nothing but its playbook, its target and what the operator gives: not on locale, time zone, user or
// the order of declarations.
#include <catch2/catch.hpp>

#include <clocale>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <iostream>
#include <locale>

#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/cli/command.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend::test;

namespace {

/// Numbers as a German or Indian would read them; no locale needs to be installed for it.
struct OtherNumbers final : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
    std::string do_truename() const override { return "wahr"; }
};

const std::vector<std::string> formats{"text", "json"};

std::string planned(const std::string& format)
{
    std::string all;
    for (const auto& target : golden_inputs("examples/targets", "", ".yaml")) {
        const auto result = invoke(
            {"plan", "hardware-malfunction", "--target", target.string(), "--set", "ram=8GiB", "--format", format});
        all += result.both() + std::to_string(result.status);
    }
    return all;
}

std::string both_formats()
{
    return planned("text") + planned("json");
}

/// What a child says that gives up its rights first.
std::string as_another_user(const std::function<std::string()>& say)
{
    int ends[2] = {-1, -1};
    REQUIRE(::pipe(ends) == 0);
    const auto child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        if (::setgroups(0, nullptr) != 0 || ::setgid(65534) != 0 || ::setuid(65534) != 0)
            ::_exit(9);
        ::unsetenv("HOME");
        const auto text = say();
        for (std::size_t at = 0; at < text.size();) {
            const auto count = ::write(ends[1], text.data() + at, text.size() - at);
            if (count <= 0)
                ::_exit(8);
            at += static_cast<std::size_t>(count);
        }
        ::_exit(0);
    }
    ::close(ends[1]);
    std::string text;
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(ends[0], buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(count));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    return text;
}

}  // namespace

TEST_CASE("a plan is the same under every locale and in every time zone")
{
    fs::current_path(source_file("."));
    const auto expected = both_formats();
    const auto usual = std::locale();
    const std::string usual_names = std::setlocale(LC_ALL, nullptr);
    const char* zone = std::getenv("TZ");
    const std::string usual_zone = zone == nullptr ? "UTC" : zone;

    std::locale::global(std::locale(std::locale::classic(), new OtherNumbers));
    CHECK(both_formats() == expected);
    std::locale::global(usual);

    std::size_t tried = 0;
    for (const auto* name : {"C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "hi_IN.UTF-8"}) {
        if (std::setlocale(LC_ALL, name) == nullptr)
            continue;
        ++tried;
        INFO(name);
        CHECK(both_formats() == expected);
    }
    CHECK(tried >= 2);
    std::setlocale(LC_ALL, usual_names.c_str());

    for (const auto* name : {"Asia/Kathmandu", "America/St_Johns"}) {
        ::setenv("TZ", name, 1);
        ::tzset();
        CHECK(both_formats() == expected);
    }
    ::setenv("TZ", usual_zone.c_str(), 1);
    ::tzset();
    const auto golden = read_text("examples/targets/gen2.hardware-malfunction.plan");
    CHECK(invoke({"plan", "hardware-malfunction", "--target", "examples/targets/gen2.yaml"}).out == golden);
}

TEST_CASE("a plan is the same for another user")
{
    if (skipped(::getuid() != 0, "plans as another user: only root can become one"))
        return;
    fs::current_path(source_file("."));
    // The repository may lie where only root gets to, so the descriptions are copied.
    const TemporaryDirectory place;
    fs::permissions(place.path(), fs::perms::all);
    fs::create_directories(place.path() / "examples");
    fs::copy(source_file("examples/targets"), place.path() / "examples/targets", fs::copy_options::recursive);
    make_sample("gen2", place.path() / "disk");
    fs::current_path(place.path());
    const auto of_disk = [] {
        return invoke({"plan", "hardware-malfunction", "--target", "disk", "--state", "/nonexistent"}).both();
    };
    const auto expected = both_formats(), expected_of_disk = of_disk();
    CHECK_THAT(expected_of_disk, Catch::Contains("will change"));
    CHECK(as_another_user(both_formats) == expected);
    CHECK(as_another_user(of_disk) == expected_of_disk);
    fs::current_path("/");
}

TEST_CASE("a plan does not depend on the order of declarations")
{
    const std::string head = "playbook trial {\n    language 1\n    title \"A trial\"\n    effects { registry }\n}\n";
    const std::vector<std::string> declarations{
        "enum start { boot = 0, later = 3 }\n",
        "procedure mark first {\n    param how: start = later\n    reg add \"SYSTEM\\Setup\" { First = dword how "
        "}\n}\n",
        "procedure mark second {\n    param how: start\n    mark first\n    reg add \"SYSTEM\\Setup\" { Second = dword "
        "how }\n}\n",
    };
    const std::string body = "stage \"Mark\" {\n    mark second { how = boot }\n}\n";
    const TemporaryDirectory place;
    const auto steps = [&](const std::string& text) {
        write_text(place.path() / "trial.mend", text);
        const auto result = invoke({"plan", (place.path() / "trial.mend").string(), "--target",
                                    source_file("examples/targets/gen2.yaml").string()});
        INFO(result.err);
        CHECK(result.status == 0);
        return result.out.substr(result.out.find("\nstage: "));
    };
    const auto expected = steps(head + declarations[0] + declarations[1] + declarations[2] + body);
    CHECK_THAT(expected, Catch::Contains("Second  absent -> dword 0"));
    CHECK(steps(head + declarations[2] + declarations[1] + declarations[0] + body) == expected);
    CHECK(steps(head + declarations[1] + body + declarations[0] + declarations[2]) == expected);
}
