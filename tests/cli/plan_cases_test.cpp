// Small playbooks on small machines, each with the plan beside it that a reviewer would read; and what they do when
// they are applied.
#include <catch2/catch.hpp>

#include "lang/check/check.hpp"
#include "runtime/engine/plan/plan_file.hpp"
#include "runtime/report/plan_text.hpp"
#include "tests/support/cli/command.hpp"
#include "tests/support/cli/difference.hpp"
#include "tests/support/cli/plan_cases.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend;
using namespace hivemend::test;

namespace {

void check_case(const PlanCase& one)
{
    const auto planned = invoke(one.command("plan", one.target));
    auto golden = one.playbook;
    check_golden(golden.replace_extension(".plan"), planned.both() + "exit " + std::to_string(planned.status) + "\n");
}

const lang::Declarations& library_declarations()
{
    static lang::SourceMap sources;
    static lang::Diagnostics diagnostics;
    static const auto library = lang::load_library(sources, diagnostics);
    return library.declarations();
}

}  // namespace

TEST_CASE("each small playbook has the plan, or the refusal, that is beside it")
{
    for (const auto& one : plan_cases("ok_")) {
        INFO(one.playbook);
        check_case(one);
    }
    for (const auto& one : plan_cases("fail_")) {
        INFO(one.playbook);
        CHECK(invoke(one.command("plan", one.target)).status == 1);
        check_case(one);
    }
}

TEST_CASE("a saved plan reads as the plan that it was saved from, in text and in JSON")
{
    const TemporaryDirectory place;
    const auto file = (place.path() / "saved.plan").string();
    for (const auto& one : plan_cases("ok_")) {
        INFO(one.playbook);
        auto command = one.command("plan", one.target);
        command.insert(command.end(), {"--out", file});
        const auto planned = invoke(command);
        const auto saved = engine::plan_from_json(read_text(file), file);
        CHECK(report::plan_text(saved, library_declarations(), false) + "Nothing was written.\n" == planned.out);
        auto as_json = one.command("plan", one.target);
        as_json.insert(as_json.end(), {"--format", "json"});
        CHECK(engine::plan_from_json(invoke(as_json).out, "json") == saved);
    }
}

TEST_CASE("applied, each small playbook changes exactly what its plan shows, and undo gives it back")
{
    std::size_t applied = 0;
    for (const auto& one : plan_cases("ok_")) {
        INFO(one.playbook);
        const TemporaryDirectory place;
        const auto disk = place.path() / "disk", saved = place.path() / "saved.plan";
        const auto state = (place.path() / "state").string();
        REQUIRE(invoke({"sample", one.target, "--out", disk.string()}).status == 0);
        const auto bytes = read_tree(disk);
        const auto before = content_of(disk);

        auto command = one.command("plan", disk.string());
        command.insert(command.end(), {"--state", state, "--out", saved.string()});
        invoke(command);
        const auto plan = engine::plan_from_json(read_text(saved), saved.string());
        if (plan.blocked() != nullptr || plan.changes.empty()) {
            CHECK(invoke({"apply", saved.string(), "--target", disk.string(), "--state", state}).status !=
                  (plan.blocked() != nullptr ? 0 : 1));
            CHECK(difference(read_tree(disk), bytes) == "");
            continue;
        }
        const auto result = invoke({"apply", saved.string(), "--target", disk.string(), "--state", state});
        INFO(result.both());
        CHECK(result.status == (plan.waits.empty() ? 0 : 3));
        CHECK(differences(before, content_of(disk)) == differences(plan.changes, before));
        REQUIRE(invoke({"undo", "--target", disk.string(), "--state", state, "--yes"}).status == 0);
        CHECK(difference(read_tree(disk), bytes) == "");
        ++applied;
    }
    CHECK(applied >= 10);
}

TEST_CASE("a practice disk gets the small playbooks' plans of its description")
{
    const auto steps = [](const std::string& text) {
        return text.find("\n\n") == std::string::npos ? text : text.substr(text.find("\n\n"));
    };
    for (const auto& one : plan_cases("ok_")) {
        INFO(one.playbook);
        const TemporaryDirectory place;
        const auto disk = place.path() / "disk";
        REQUIRE(invoke({"sample", one.target, "--out", disk.string()}).status == 0);
        auto on_disk = one.command("plan", disk.string());
        on_disk.insert(on_disk.end(), {"--state", (place.path() / "state").string()});
        const auto real = invoke(on_disk).out;
        // A directory has no partitions, which a description may name.
        const bool by_partition = read_text(one.playbook).find("partition(") != std::string::npos;
        CHECK((real.find("this target has no partition table") != std::string::npos) == by_partition);
        if (!by_partition)
            CHECK(steps(real) == steps(invoke(one.command("plan", one.target)).out));
    }
}
