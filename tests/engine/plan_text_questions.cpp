// Questions to a plan: whether it is empty, what blocks it, how many steps it has of a kind; and what counts as a
// difference.
#include <catch2/catch.hpp>

#include <set>

#include "tests/support/engine/plan_builder.hpp"

using namespace hivemend;
using namespace hivemend::engine;

namespace {

PlannedStep waiting_ask()
{
    return test::step(StepKind::ask, "Start it", Outcome::waits_for_person);
}

}  // namespace

TEST_CASE("a plan is empty when nothing changes and no ask holds a later step back")
{
    CHECK(Plan{}.empty());
    CHECK(test::plan_of({test::act("reg add", Outcome::already_so)}).empty());
    CHECK(test::plan_of({waiting_ask()}).empty());
    CHECK(test::plan_of({waiting_ask(), test::step(StepKind::note, "Read this", Outcome::not_planned_yet)}).empty());
    CHECK_FALSE(test::plan_of({waiting_ask(), test::act("reg add", Outcome::not_planned_yet)}).empty());
    CHECK_FALSE(test::plan_of({waiting_ask(), test::step(StepKind::loop, "for each", Outcome::shown,
                                                         {test::act("reg add", Outcome::not_planned_yet)})})
                    .empty());
    auto changing = test::plan_of({});
    changing.changes = {CreateRegKey{{"SYSTEM\\A"}}};
    CHECK_FALSE(changing.empty());
}

TEST_CASE("a plan is blocked by the first step before the horizon that is refused or cannot be known")
{
    CHECK(test::full_plan().blocked() == nullptr);
    CHECK(test::plan_of({waiting_ask(), test::act("reg add", Outcome::refused)}).blocked() == nullptr);

    const auto first = test::plan_of({test::act("reg add", Outcome::will_change),
                                      test::step(StepKind::procedure, "crash_dump enable", Outcome::shown,
                                                 {test::act("bcd set", Outcome::cannot_know_yet)}),
                                      test::act("reg delete", Outcome::refused), waiting_ask()});
    REQUIRE(first.blocked());
    CHECK(first.blocked()->what == "bcd set");

    const auto branch = test::plan_of({test::step(StepKind::branch, "when os.free > 1GiB", Outcome::cannot_know_yet,
                                                  {test::act("reg add", Outcome::cannot_know_yet)})});
    REQUIRE(branch.blocked());
    CHECK(branch.blocked()->what == "when os.free > 1GiB");

    const auto inside = test::plan_of({test::step(StepKind::procedure, "p", Outcome::shown, {waiting_ask()}),
                                       test::act("reg add", Outcome::refused)});
    CHECK(inside.blocked() == nullptr);
    CHECK(test::plan_of({test::step(StepKind::let, "let x = os.free", Outcome::cannot_know_yet),
                         test::step(StepKind::note, "n", Outcome::cannot_know_yet)})
              .blocked() == nullptr);
}

TEST_CASE("steps are counted wherever they stand")
{
    const auto plan = test::full_plan();
    CHECK(plan.count(Outcome::will_change) == 6);
    CHECK(plan.count(Outcome::already_so) == 1);
    CHECK(plan.count(Outcome::not_planned_yet) == 1);
    CHECK(plan.count(Outcome::waits_for_person) == 0);  // asks are no acts
}

TEST_CASE("each outcome has words of its own")
{
    std::set<std::string_view> words;
    for (int outcome = 0; outcome <= static_cast<int>(Outcome::shown); ++outcome)
        words.insert(to_text(static_cast<Outcome>(outcome)));
    CHECK(words.size() == 9);
    CHECK_FALSE(words.contains(""));
}

TEST_CASE("a change is a difference when what it leaves is not what it found, type and bytes")
{
    const auto set = [](std::optional<lang::RegData> before, lang::RegData after) {
        return is_difference(test::crash_control("A", std::move(before), std::move(after)).change);
    };
    CHECK(set(std::nullopt, lang::reg_sz("")));
    CHECK(set(lang::reg_sz("2"), lang::reg_dword(2)));
    CHECK(set(lang::reg_sz("a"), lang::reg_expand_sz("a")));
    CHECK_FALSE(set(lang::reg_dword(2), lang::reg_dword(2)));
    CHECK(is_difference(DeleteRegValue{{"SYSTEM\\A"}, "x", lang::reg_dword(1)}));
    CHECK_FALSE(is_difference(DeleteRegValue{{"SYSTEM\\A"}, "x", std::nullopt}));
    CHECK(is_difference(CreateRegKey{{"SYSTEM\\A"}}));
    CHECK(is_difference(DeleteRegKey{{"SYSTEM\\A"}, {.keys_removed = 1}}));
    CHECK_FALSE(is_difference(DeleteRegKey{{"SYSTEM\\A"}, {}}));
    CHECK(is_difference(CopyRegKey{{"SYSTEM\\A"}, {"SYSTEM\\B"}, true, {.values_removed = 1}}));
    CHECK_FALSE(is_difference(CopyRegKey{{"SYSTEM\\A"}, {"SYSTEM\\B"}, false, {}}));
    CHECK(is_difference(CreateBootObject{}));
    CHECK_FALSE(is_difference(CreateBootObject{.before = 0x10200003, .after = 0x10200003}));
    CHECK_FALSE(is_difference(DeleteBootObject{}));
    SetBootElement element{.before = lang::reg_binary({}), .after = lang::reg_binary({})};
    CHECK_FALSE(is_difference(element));
    element.before.reset();
    CHECK(is_difference(element));
    CHECK_FALSE(is_difference(DeleteBootElement{}));
}
