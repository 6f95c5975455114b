// Plans from versioned JSON: every field is checked, none is guessed.
#include <algorithm>

#include <fmt/format.h>

#include "runtime/engine/plan/change_json.hpp"
#include "runtime/engine/plan/given_json.hpp"
#include "runtime/engine/plan/plan_file.hpp"
#include "runtime/engine/plan/plan_names.hpp"
#include "runtime/engine/plan/value_json.hpp"

namespace hivemend::engine {
namespace {

Plan::Playbook playbook_from(const JsonNode& node)
{
    node.with({"name", "title", "file", "sha256", "text", "files"});
    return {.name = node["name"].string(),
            .title = node["title"].string(),
            .file = node["file"].string(),
            .text = node["text"].string(),
            .sha256 = node["sha256"].string(),
            .files = node["files"].list([](const JsonNode& file) {
                file.with({"name", "text"});
                return Plan::Playbook::File{file["name"].string(), file["text"].string()};
            })};
}

Plan::Patient patient_from(const JsonNode& node)
{
    node.with({"name", "kind", "generation", "windows_directory", "product", "build", "control_sets"});
    return {.name = node["name"].string(),
            .kind = node["kind"].string(),
            .windows_directory = node["windows_directory"].string(),
            .product = node["product"].string(),
            .build = node["build"].string(),
            .generation = static_cast<int>(node["generation"].number(2)),
            .control_sets = node["control_sets"].strings()};
}

ObjectRead object_read_from(const JsonNode& node)
{
    node.with({"path", "size", "sha256"});
    ObjectRead object{node["path"].string(), {node["size"].number(), {}}};
    const auto hash = bytes_from(node["sha256"]);
    if (hash.size() != object.fingerprint.hash.size())
        node["sha256"].fail("is not 32 bytes");
    std::copy(hash.begin(), hash.end(), object.fingerprint.hash.begin());
    return object;
}

PlannedChange planned_change_from(const JsonNode& node)
{
    node.with({"taken_back", "change"});
    return {change_from(node["change"]), node["taken_back"].boolean()};
}

PlannedRemark remark_from(const JsonNode& node)
{
    node.with({"what", "why"});
    return {node["what"].string(), node["why"].string()};
}

Folded folded_from(const JsonNode& node)
{
    node.with({"what", "steps"});
    return {node["what"].string(), node["steps"].number()};
}

PlannedStep step_from(const JsonNode& node)
{
    node.with({"kind", "id", "file", "line", "what", "why", "differs", "remarks", "outcome", "risk", "changes", "name",
               "lines", "questions", "seen_by_tool", "folded", "inside"});
    return {.kind = node["kind"].member(names::step_kinds),
            .id = node["id"].string(),
            .file = node["file"].string(),
            .line = node["line"].number_as<std::uint32_t>(),
            .what = node["what"].string(),
            .why = node["why"].string(),
            .differs = node["differs"].string(),
            .remarks = node["remarks"].list(remark_from),
            .outcome = node["outcome"].member(names::outcomes),
            .risk = node["risk"].member(names::risks),
            .changes = node["changes"].list(planned_change_from),
            .name = node["name"].string(),
            .lines = node["lines"].strings(),
            .questions = node["questions"].strings(),
            .seen_by_tool = node["seen_by_tool"].boolean(),
            .folded = node["folded"].list(folded_from),
            .inside = node["inside"].list(step_from)};
}

PlannedStage stage_from(const JsonNode& node)
{
    node.with({"title", "slug", "differs", "remarks", "left_out", "steps"});
    return {.title = node["title"].string(),
            .slug = node["slug"].string(),
            .differs = node["differs"].string(),
            .steps = node["steps"].list(step_from),
            .remarks = node["remarks"].list(remark_from),
            .left_out = node["left_out"].boolean()};
}

PlannedParameter parameter_from(const JsonNode& node)
{
    node.with({"name", "text", "given"});
    return {node["name"].string(), node["text"].string(), node["given"].boolean()};
}

Resolution resolution_from(const JsonNode& node)
{
    node.with({"name", "value", "why"});
    return {node["name"].string(), node["value"].string(), node["why"].string()};
}

std::pair<std::string, bool> answer_from(const JsonNode& node)
{
    node.with({"name", "value"});
    return {node["name"].string(), node["value"].boolean()};
}

std::optional<PlannedVerdict> verdict_from(const JsonNode& node)
{
    if (node.is_null())
        return std::nullopt;
    node.with({"kind", "message"});
    return PlannedVerdict{node["kind"].member(names::verdicts), node["message"].string()};
}

/// Before any field is looked at, so that a plan of another version is called that and not damaged.
void check_version(const JsonNode& root, const std::string& where)
{
    if (!root.has("format") || root["format"].string() != "hivemend plan")
        throw Malformed("plan", 0, "the file is JSON, but not a plan", where,
                        "make one with `hivemend plan --out FILE`");
    if (!root.has("version"))
        root.fail("has no `version`");
    const auto version = root["version"].number();
    if (version != plan_format)
        throw Malformed("plan", 0,
                        fmt::format("the plan has format version {}, and this hivemend reads {}", version, plan_format),
                        where, "make the plan again with this version");
}

}  // namespace

GivenParameter given_from(const JsonNode& node)
{
    node.with({"name", "value"});
    const auto value = node["value"];
    if (value.is_list())
        return {node["name"].string(), value.strings()};
    return {node["name"].string(), value.string()};
}

Plan plan_from_json(std::string_view text, const std::string& where)
{
    const JsonDocument document{"plan", where};
    const auto json = parse_json(text, document);
    const JsonNode root(document, json);
    check_version(root, where);
    root.with({"format", "version", "tool_version", "playbook", "parameters", "set", "named_stages", "patient",
               "objects_read", "resolutions", "warnings", "notes", "assumed", "answers", "stages", "changes", "waits",
               "verdict", "run"});
    return {.tool_version = root["tool_version"].string(),
            .playbook = playbook_from(root["playbook"]),
            .parameters = root["parameters"].list(parameter_from),
            .set = root["set"].list(given_from),
            .named_stages = root["named_stages"].strings(),
            .patient = patient_from(root["patient"]),
            .objects_read = root["objects_read"].list(object_read_from),
            .resolutions = root["resolutions"].list(resolution_from),
            .warnings = root["warnings"].strings(),
            .notes = root["notes"].strings(),
            .assumed = root["assumed"].strings(),
            .answers = root["answers"].list(answer_from),
            .stages = root["stages"].list(stage_from),
            .changes = root["changes"].list(change_from),
            .waits = root["waits"].strings(),
            .verdict = verdict_from(root["verdict"]),
            .run = root["run"].string()};
}

}  // namespace hivemend::engine
