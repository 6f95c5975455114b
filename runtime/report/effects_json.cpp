// What a playbook could touch, as JSON.
#include "runtime/report/effects_json.hpp"

#include <fmt/format.h>

#include "runtime/engine/plan/json_node.hpp"
#include "runtime/engine/plan/plan_names.hpp"

namespace hivemend::report {
namespace {

using engine::Json;

class EffectsJson {
public:
    explicit EffectsJson(const Effects& effects) : effects_(effects), reach_(effects.reach) {}

    Json write() const
    {
        return {
            {"format", "hivemend effects"},
            {"version", effects_format},
            {"playbook", {{"name", effects_.program.name}, {"title", effects_.program.title}, {"file", effects_.file}}},
            {"effects", effect_names(effects_.program.effects)},
            {"parameters", array(reach_.parameters, [](const auto& one) { return parameter(one); })},
            {"stages", array(effects_.program.stages, [](const auto& one) { return stage(one); })},
            {"registry", touches(reach_.registry)},
            {"boot", touches(reach_.boot)},
            {"files", touches(reach_.files)},
            {"disk", touches(reach_.disk)},
            {"touches_nothing", touches(reach_.untouched)},
            {"asks", array(reach_.asks, [this](const auto& one) { return ask(one); })},
            {"notes", array(reach_.notes,
                            [this](const auto& one) {
                                return Json{{"title", one.title}, {"place", place(one.place)}};
                            })},
            {"verdicts", array(reach_.verdicts,
                               [this](const auto& one) {
                                   return Json{{"kind", lang::verdict_word(one.kind)},
                                               {"message", text(one.message)},
                                               {"place", place(one.place)}};
                               })},
            {"reads", array(reach_.reads, [this](const auto& one) { return read(one); })}};
    }

private:
    const Effects& effects_;
    const lang::Reach& reach_;

    template <class List, class Write>
    static Json array(const List& list, const Write& write)
    {
        auto items = Json::array();
        for (const auto& item : list)
            items.push_back(write(item));
        return items;
    }

    static Json strings(const std::vector<std::string>& list)
    {
        return array(list, [](const std::string& one) { return Json(one); });
    }

    static Json effect_names(const lang::Effects& effects)
    {
        auto names = Json::array();
        for (const auto& [has, name] : {std::pair{effects.registry, "registry"},
                                        {effects.boot, "boot"},
                                        {effects.files, "files"},
                                        {effects.disk, "disk"},
                                        {effects.human, "human"}})
            if (has)
                names.push_back(name);
        return names;
    }

    static Json text(const lang::OpenText& open) { return {{"text", open.text}, {"open", strings(open.open)}}; }

    static Json parameter(const lang::ReachedParameter& parameter)
    {
        static constexpr const char* states[] = {"open", "given", "default"};
        return {{"name", parameter.name},
                {"type", lang::to_text(parameter.type)},
                {"state", states[static_cast<std::size_t>(parameter.state)]},
                {"value", parameter.value.empty() ? Json(nullptr) : Json(parameter.value)}};
    }

    static Json remark(const lang::Remark& remark) { return {{"what", remark.what}, {"why", remark.why}}; }

    static Json stage(const lang::Stage& stage)
    {
        return {{"slug", stage.slug},
                {"title", stage.title},
                {"optional", stage.optional},
                {"effects", effect_names(stage.effects)},
                {"remarks", array(stage.remarks, remark)}};
    }

    Json written(lang::Span span) const
    {
        const auto& source = effects_.sources[span.source];
        return {{"file", source.name()}, {"line", source.position(span.begin).line}};
    }

    Json place(const lang::ReachedPlace& place) const
    {
        auto json = written(place.span);
        json["stage"] = place.stage ? Json(effects_.program.stages[*place.stage].slug) : Json(nullptr);
        json["around"] = array(place.around, [this](const auto& around) {
            static constexpr const char* whats[] = {"condition", "loop", "procedure"};
            const auto where = written(around.span);
            return Json{{"what", whats[static_cast<std::size_t>(around.what)]},
                        {"text", around.text},
                        {"file", where["file"]},
                        {"line", where["line"]}};
        });
        return json;
    }

    /// Statements under what they touch; those of one subject stand beside each other already.
    Json touches(const std::vector<lang::Touch>& list) const
    {
        auto subjects = Json::array();
        const lang::Touch* previous = nullptr;
        for (const auto& touch : list) {
            if (previous == nullptr || previous->subject != touch.subject)
                subjects.push_back({{"subject", text(touch.subject)}, {"statements", Json::array()}});
            subjects.back()["statements"].push_back(statement(touch));
            previous = &touch;
        }
        return subjects;
    }

    Json statement(const lang::Touch& touch) const
    {
        const auto line = [&](const lang::TouchedLine& one) {
            return Json{{"name", text(one.name)},
                        {"element", one.element ? Json(fmt::format("0x{:08x}", *one.element)) : Json(nullptr)},
                        {"value", one.value ? text(effects_value(touch, one)) : Json(nullptr)}};
        };
        return {{"verb", touch.verb},
                {"settings", array(touch.settings, line)},
                {"arguments", array(touch.arguments,
                                    [&](const lang::TouchedLine& one) {
                                        return Json{{"name", one.name.text}, {"value", text(*one.value)}};
                                    })},
                {"risk", engine::name_in(engine::names::risks, touch.risk)},
                {"undo", touch.undo == lang::UndoKind::exact ? "exact" : "none"},
                {"temporary", touch.temporary},
                {"remarks", array(touch.remarks, remark)},
                {"place", place(touch.place)}};
    }

    Json ask(const lang::ReachedAsk& ask) const
    {
        return {{"title", ask.title},
                {"name", ask.name},
                {"lines", array(ask.lines, text)},
                {"expects", strings(ask.expects)},
                {"confirms", array(ask.confirms,
                                   [](const auto& confirm) {
                                       return Json{{"name", confirm.first}, {"question", confirm.second}};
                                   })},
                {"place", place(ask.place)}};
    }

    Json read(const lang::ReachedRead& read) const
    {
        static constexpr const char* whats[] = {"fact", "element", "object"};
        return {{"what", whats[static_cast<std::size_t>(read.what)]},
                {"text", text(read.text)},
                {"places", array(read.places, [this](const auto& one) { return place(one); })}};
    }
};

}  // namespace

std::string effects_json(const Effects& effects)
{
    return engine::print_json(EffectsJson(effects).write()) + "\n";
}

}  // namespace hivemend::report
