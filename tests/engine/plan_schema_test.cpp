// A plan with everything in it is what the schemas say, shown and saved; one field more or less is noticed.
#include <catch2/catch.hpp>

#include "runtime/engine/plan/plan_file.hpp"
#include "runtime/report/plan_json.hpp"
#include "tests/support/engine/plan_builder.hpp"
#include "tests/support/schemas.hpp"

using namespace hivemend;

TEST_CASE("a plan with every kind of step and change is what its schemas say", "[schema]")
{
    if (!test::has_validator())
        return;
    auto plan = test::full_plan();
    const auto shown = report::plan_json(plan);
    plan.assumed.clear();  // such a plan cannot be saved
    CHECK(test::schema_mistakes(
              {{"plan", "shown", shown, true}, {"saved-plan", "saved", engine::to_json(plan), true}}) == "");
}
