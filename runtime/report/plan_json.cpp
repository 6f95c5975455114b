// Taking secrets out of the saved form, so that there is one writer of the format.
#include "runtime/report/plan_json.hpp"

#include "runtime/engine/plan/json_node.hpp"
#include "runtime/engine/plan/plan_file.hpp"
#include "runtime/report/change_text.hpp"

namespace hivemend::report {
namespace {

using engine::Json;

void hide(Json& data)
{
    if (!data.is_object())
        return;  // absent
    const auto length = data["bytes"].get_ref<const std::string&>().size() / 2;
    data = {{"type", data["type"]}, {"length", length}, {"secret", true}};
}

void hide_secrets(Json& json)
{
    if (json.is_object() && json.contains("key") && json.contains("name") && json.contains("before") &&
        json["name"].is_string())
        if (is_secret({json["key"].get<std::string>()}, json["name"].get<std::string>()))
            for (const auto* side : {"before", "after"})
                if (json.contains(side))
                    hide(json[side]);
    for (auto& inner : json)
        if (inner.is_structured())
            hide_secrets(inner);
}

}  // namespace

std::string plan_json(const engine::Plan& plan)
{
    auto json = engine::parse_json(engine::to_json(plan), {"plan", "this plan"});
    hide_secrets(json);
    return engine::print_json(json) + "\n";
}

}  // namespace hivemend::report
