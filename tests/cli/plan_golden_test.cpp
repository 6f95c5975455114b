// Every built-in playbook on every sample target: the plans that a reviewer reads.
#include <catch2/catch.hpp>

#include "lang/source/embedded.hpp"
#include "runtime/engine/plan/plan_file.hpp"
#include "tests/support/cli/command.hpp"
#include "tests/support/cli/questions.hpp"
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

/// `gen2.critical-service-failed.plan`, and behind answers `gen2.critical-service-failed.yn-NAME.plan`: each answer
/// with a letter, and what the last one was about.
fs::path golden_of(const fs::path& target, const std::string& playbook, const std::vector<std::string>& answers)
{
    std::string letters, last;
    for (const auto& answer : answers) {
        const auto sign = answer.rfind('=');
        letters += answer[sign + 1];
        const auto name = answer.substr(0, sign);
        last = name.substr(name.rfind('.') + 1);
    }
    const auto behind = answers.empty() ? "" : "." + letters + "-" + last;
    return target.parent_path() / (target.stem().string() + "." + playbook + behind + ".plan");
}

/// `stage`: the only one that is named, or empty.
void check_answers(const fs::path& target, const std::string& playbook, const std::string& stage,
                   const std::vector<std::string>& answers)
{
    std::vector<std::string> command{"plan", playbook, "--target", target.string()};
    if (!stage.empty())
        command.insert(command.end(), {"--stage", stage});
    for (const auto& answer : answers)
        command.insert(command.end(), {"--assume", answer});
    const auto planned = invoke(command);
    INFO(target << ' ' << playbook << '\n' << planned.err);
    CHECK(planned.err == "");
    check_golden(golden_of(target, playbook + (stage.empty() ? "" : "." + stage), answers), planned.out);
    if (answers.size() >= 6)
        return;  // a playbook of more asks is reviewed this far
    command.insert(command.end(), {"--format", "json"});
    const auto plan = hivemend::engine::plan_from_json(invoke(command).out, "json");
    for (const auto& answer : possible_answers(plan)) {
        auto longer = answers;
        longer.push_back(answer);
        check_answers(target, playbook, stage, longer);
    }
    for (const auto& optional : plan.stages)
        if (optional.left_out && stage.empty() && answers.empty())
            check_answers(target, playbook, optional.slug, {});
}

}  // namespace

TEST_CASE("each playbook has a reviewed plan on each sample target, with every answer to its asks")
{
    fs::current_path(source_file("."));  // plans name their target as it was given
    for (const auto& target : golden_inputs("examples/targets", "", ".yaml"))
        for (const auto& playbook : built_in_playbooks())
            check_answers(target, playbook, "", {});
}

TEST_CASE("a practice disk gets the plan of its description")
{
    // A directory cannot tell what a description supplies by `facts:`, which stand at its end, and calls itself one.
    const auto without_facts = [](const std::string& text) { return text.substr(0, text.find("\nfacts:") + 1); };
    const auto steps = [](std::string text) {
        for (auto at = text.find("a memory target"); at != std::string::npos; at = text.find("a memory target"))
            text.replace(at, 15, "a directory target");
        return text.substr(text.find("\nstage: "));
    };
    for (const auto& target : practice_targets())
        for (const auto& playbook : built_in_playbooks()) {
            const TemporaryDirectory place;
            const auto disk = place.path() / "disk", description = place.path() / "machine.yaml";
            write_text(description, without_facts(read_text(target)));
            make_sample(target.stem().string(), disk);
            const auto described = invoke({"plan", playbook, "--target", description.string()});
            const auto real =
                invoke({"plan", playbook, "--target", disk.string(), "--state", (place.path() / "state").string()});
            INFO(target << real.err);
            // A directory has no partitions, which a description names.
            const auto text = read_text(source_file("playbooks/" + playbook + ".mend"));
            const bool by_partition = text.find("partition(") != std::string::npos;
            const bool open = real.out.find("this target has no partition table") != std::string::npos;
            CHECK((by_partition || !open));
            if (!open)
                CHECK(steps(described.out) == steps(real.out));
        }
}
