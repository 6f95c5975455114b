// JSON for screens holds no secrets; the saved form does, because it is applied.
#include <catch2/catch.hpp>

#include "runtime/engine/plan/plan_file.hpp"
#include "runtime/report/plan_json.hpp"

using namespace hivemend;

TEST_CASE("data of secrets is left out of the JSON that is shown")
{
    engine::Plan plan;
    const lang::RegKey logon{R"(SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon)"};
    plan.changes = {engine::SetRegValue{logon, "DefaultPassword", lang::reg_sz("old"), lang::reg_sz("hunter2")},
                    engine::SetRegValue{{R"(SAM\Domains)"}, "F", std::nullopt, lang::reg_sz("hunter2")},
                    engine::SetRegValue{logon, "Shell", std::nullopt, lang::reg_sz("hunter2")}};
    const engine::TreeItem item{logon, "DefaultPassword", engine::TreeItem::What::removed, lang::reg_sz("hunter2"), {}};
    const engine::TreeItem key{logon, std::nullopt, engine::TreeItem::What::removed, {}, {}};
    plan.changes.push_back(
        engine::DeleteRegKey{logon, {.keys_removed = 1, .values_removed = 1, .listed = {key, item}}});
    const auto saved = engine::to_json(plan), shown = report::plan_json(plan);
    const auto count = [](const std::string& text) {
        std::size_t result = 0;
        for (auto at = text.find("hunter2"); at != std::string::npos; at = text.find("hunter2", at + 1))
            ++result;
        return result;
    };
    CHECK(count(saved) == 4);
    CHECK(count(shown) == 1);
    CHECK_THAT(shown, Catch::Contains("\"length\": 16") && Catch::Contains("\"secret\": true"));
}
