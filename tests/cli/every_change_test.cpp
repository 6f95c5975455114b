// Nothing that changes is missing from a plan: every built-in playbook on every practice disk, with every answer.
#include <catch2/catch.hpp>

#include "lang/source/embedded.hpp"
#include "runtime/engine/plan/plan_file.hpp"
#include "tests/support/cli/command.hpp"
#include "tests/support/cli/difference.hpp"
#include "tests/support/cli/questions.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend;
using namespace hivemend::test;

namespace {

/// One way through a playbook, on a disk of its own.
class Way {
public:
    Way(std::string playbook, const fs::path& description) : playbook_(std::move(playbook))
    {
        REQUIRE(invoke({"sample", description.string(), "--out", disk_.string()}).status == 0);
    }

    /// Plans and applies the next part; the answers that may follow.
    std::vector<std::string> go_on(const std::string& answer)
    {
        const auto before = content_of(disk_);
        if (!answer.empty())
            answers_.insert(answers_.end(), {"--confirm", answer});
        invoke(with({"plan", playbook_}, {"--out", saved_}));
        const auto plan = engine::plan_from_json(read_text(saved_), saved_);
        const auto applied = invoke(with({"apply", playbook_}, {"--yes"}));
        INFO(applied.both());
        const auto after = content_of(disk_);
        if (plan.blocked() == nullptr)
            CHECK(differences(before, after) == differences(plan.changes, before));
        else
            CHECK(before == after);
        ++parts;
        return plan.blocked() == nullptr ? possible_answers(plan) : std::vector<std::string>{};
    }

    std::size_t parts = 0;

private:
    std::string playbook_;
    TemporaryDirectory place_;
    fs::path disk_ = place_.path() / "disk";
    std::string saved_ = (place_.path() / "saved.plan").string();
    std::vector<std::string> answers_;

    std::vector<std::string> with(std::vector<std::string> words, const std::vector<std::string>& more) const
    {
        words.insert(words.end(), {"--target", disk_.string(), "--state", (place_.path() / "state").string()});
        words.insert(words.end(), answers_.begin(), answers_.end());
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }
};

/// Follows every answer; a way is walked again from its beginning, because a disk has one past.
void walk(const std::string& playbook, const fs::path& description, const std::vector<std::string>& answers,
          std::size_t& parts)
{
    Way way(playbook, description);
    auto next = way.go_on("");
    for (const auto& answer : answers)
        next = way.go_on(answer);
    parts += way.parts;
    if (answers.size() > 6)
        return;  // a playbook of more asks is walked this far
    for (const auto& answer : next) {
        auto longer = answers;
        longer.push_back(answer);
        walk(playbook, description, longer, parts);
    }
}

}  // namespace

TEST_CASE("what a playbook changes on a practice disk is what its plan shows, and nothing else")
{
    std::size_t parts = 0;
    for (const auto& file : lang::embedded_files()) {
        if (!file.path.starts_with("playbooks/"))
            continue;
        for (const auto& target : practice_targets()) {
            INFO(file.path << " on " << target);
            walk(fs::path(file.path).stem().string(), target, {}, parts);
        }
    }
    CHECK(parts >= 4);
}
