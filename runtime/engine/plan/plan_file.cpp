// Plans to versioned JSON.
#include "runtime/engine/plan/plan_file.hpp"

#include "runtime/engine/plan/change_json.hpp"
#include "runtime/engine/plan/given_json.hpp"
#include "runtime/engine/plan/plan_names.hpp"

namespace hivemend::engine {
namespace {

/// A list as JSON, item by item; an empty one is `[]` and never null.
template <class List, class Write>
Json array(const List& list, const Write& write)
{
    auto items = Json::array();
    for (const auto& item : list)
        items.push_back(write(item));
    return items;
}

Json strings(const std::vector<std::string>& list)
{
    return array(list, [](const std::string& text) { return Json(text); });
}

Json playbook_json(const Plan::Playbook& playbook)
{
    return {{"name", playbook.name},
            {"title", playbook.title},
            {"file", playbook.file},
            {"sha256", playbook.sha256},
            {"text", playbook.text},
            {"files", array(playbook.files, [](const Plan::Playbook::File& file) {
                 return Json{{"name", file.name}, {"text", file.text}};
             })}};
}

Json patient_json(const Plan::Patient& patient)
{
    return {{"name", patient.name},
            {"kind", patient.kind},
            {"generation", patient.generation},
            {"windows_directory", patient.windows_directory},
            {"product", patient.product},
            {"build", patient.build},
            {"control_sets", strings(patient.control_sets)}};
}

Json object_read_json(const ObjectRead& object)
{
    return {
        {"path", object.path}, {"size", object.fingerprint.size}, {"sha256", storage::to_hex(object.fingerprint.hash)}};
}

Json planned_change_json(const PlannedChange& planned)
{
    return {{"taken_back", planned.taken_back}, {"change", to_json(planned.change)}};
}

Json remark_json(const PlannedRemark& remark)
{
    return {{"what", remark.what}, {"why", remark.why}};
}

Json folded_json(const Folded& folded)
{
    return {{"what", folded.what}, {"steps", folded.steps}};
}

Json step_json(const PlannedStep& step)
{
    return {{"kind", name_in(names::step_kinds, step.kind)},
            {"id", step.id},
            {"file", step.file},
            {"line", step.line},
            {"what", step.what},
            {"why", step.why},
            {"differs", step.differs},
            {"remarks", array(step.remarks, remark_json)},
            {"outcome", name_in(names::outcomes, step.outcome)},
            {"risk", name_in(names::risks, step.risk)},
            {"changes", array(step.changes, planned_change_json)},
            {"name", step.name},
            {"lines", strings(step.lines)},
            {"questions", strings(step.questions)},
            {"seen_by_tool", step.seen_by_tool},
            {"folded", array(step.folded, folded_json)},
            {"inside", array(step.inside, step_json)}};
}

Json stage_json(const PlannedStage& stage)
{
    return {{"title", stage.title},       {"slug", stage.slug},
            {"differs", stage.differs},   {"remarks", array(stage.remarks, remark_json)},
            {"left_out", stage.left_out}, {"steps", array(stage.steps, step_json)}};
}

Json parameter_json(const PlannedParameter& parameter)
{
    return {{"name", parameter.name}, {"text", parameter.text}, {"given", parameter.given}};
}

Json resolution_json(const Resolution& resolution)
{
    return {{"name", resolution.name}, {"value", resolution.value}, {"why", resolution.why}};
}

Json answer_json(const std::pair<std::string, bool>& answer)
{
    return {{"name", answer.first}, {"value", answer.second}};
}

Json verdict_json(const std::optional<PlannedVerdict>& verdict)
{
    if (!verdict)
        return nullptr;
    return {{"kind", name_in(names::verdicts, verdict->kind)}, {"message", verdict->message}};
}

}  // namespace

Json given_json(const GivenParameter& given)
{
    return {{"name", given.name}, {"value", std::visit([](const auto& value) { return Json(value); }, given.value)}};
}

std::string to_json(const Plan& plan)
{
    return print_json({{"format", "hivemend plan"},
                       {"version", plan_format},
                       {"tool_version", plan.tool_version},
                       {"playbook", playbook_json(plan.playbook)},
                       {"parameters", array(plan.parameters, parameter_json)},
                       {"set", array(plan.set, given_json)},
                       {"named_stages", strings(plan.named_stages)},
                       {"patient", patient_json(plan.patient)},
                       {"objects_read", array(plan.objects_read, object_read_json)},
                       {"resolutions", array(plan.resolutions, resolution_json)},
                       {"warnings", strings(plan.warnings)},
                       {"notes", strings(plan.notes)},
                       {"assumed", strings(plan.assumed)},
                       {"answers", array(plan.answers, answer_json)},
                       {"stages", array(plan.stages, stage_json)},
                       {"changes", array(plan.changes, [](const Change& change) { return to_json(change); })},
                       {"waits", strings(plan.waits)},
                       {"verdict", verdict_json(plan.verdict)},
                       {"run", plan.run}});
}

}  // namespace hivemend::engine
