// Every built-in playbook on every sample target: the plans that a reviewer reads.
#include <catch2/catch.hpp>

#include "lang/source/embedded.hpp"
#include "tests/support/cli/command.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend::test;

namespace {

std::vector<std::string> built_in_playbooks()
{
    std::vector<std::string> names;
    for (const auto& file : hivemend::lang::embedded_files())
        if (file.path.starts_with("playbooks/"))
            names.push_back(fs::path(file.path).stem().string());
    return names;
}

}  // namespace

TEST_CASE("each playbook has a reviewed plan on each sample target")
{
    fs::current_path(source_file("."));  // plans name their target as it was given
    for (const auto& target : golden_inputs("examples/targets", "", ".yaml"))
        for (const auto& playbook : built_in_playbooks()) {
            const auto planned = invoke({"plan", playbook, "--target", target.string()});
            INFO(target << ' ' << playbook << '\n' << planned.err);
            CHECK(planned.status == 0);
            check_golden(target.parent_path() / (target.stem().string() + "." + playbook + ".plan"), planned.out);
        }
}

TEST_CASE("a practice disk gets the plan of its description")
{
    const auto steps = [](const std::string& text) { return text.substr(text.find("\nstage: ")); };
    for (const auto& target : golden_inputs(source_file("examples/targets"), "", ".yaml"))
        for (const auto& playbook : built_in_playbooks()) {
            const TemporaryDirectory place;
            const auto disk = place.path() / "disk";
            make_sample(target.stem().string(), disk);
            const auto described = invoke({"plan", playbook, "--target", target.string()});
            const auto real =
                invoke({"plan", playbook, "--target", disk.string(), "--state", (place.path() / "state").string()});
            INFO(target << real.err);
            CHECK(steps(described.out) == steps(real.out));
        }
}
