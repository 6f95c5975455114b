// The walk: every statement of every stage, each procedure where it is run, with its arguments bound.
#include "lang/check/reach.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "lang/check/reach_fold.hpp"

namespace hivemend::lang {
namespace rules {
namespace {

class Walk {
public:
    Walk(const Program& program, const Declarations& declarations, const SourceMap& sources)
        : program_(program),
          declarations_(declarations),
          folder_(sources,
                  [this](ReachedRead::What what, OpenText text, Span span) { read(what, std::move(text), span); })
    {}

    Reach reach(const std::map<std::string, Value>& fixed, bool defaults)
    {
        FoldedFrame frame(program_.slots, open_named("", true));
        bind(frame, fixed, defaults);
        if (program_.applies_when) {
            push(What::condition, "applies when", program_.applies_when->span);
            folder_.fold(*program_.applies_when, frame);
            place_.around.clear();
        }
        for (std::size_t stage = 0; stage < program_.stages.size(); ++stage) {
            place_.stage = stage;
            if (walk(program_.stages[stage].body, frame) && program_.stages[stage].guard)
                break;  // any other stage is left out when `--stage` names one behind it
        }
        order();
        return std::move(reach_);
    }

private:
    using What = ReachedPlace::Around::What;

    void push(What what, std::string text, Span span) { place_.around.push_back({what, std::move(text), span}); }

    // --- parameters

    void bind(FoldedFrame& frame, const std::map<std::string, Value>& fixed, bool defaults)
    {
        using State = ReachedParameter::State;
        for (std::size_t slot = 0; slot < program_.parameters.size(); ++slot) {
            const auto& parameter = program_.parameters[slot];
            ReachedParameter reached{parameter.name, parameter.type};
            const bool optional = parameter.type.is(Type::Kind::optional);
            const auto folded =
                parameter.default_value ? folder_.fold(*parameter.default_value, frame) : Folded{Missing{}};
            if (parameter.default_value || optional)
                reached.value = folded.shown().text;
            if (const auto given = fixed.find(parameter.name); given != fixed.end()) {
                reached.state = State::given;
                frame[slot] = {given->second};
                reached.value = frame[slot].shown().text;
            } else if (defaults && (parameter.default_value || optional)) {
                reached.state = State::by_default;
                frame[slot] = folded;
            } else {
                frame[slot] = open_named(parameter.name, !optional);
            }
            reach_.parameters.push_back(std::move(reached));
        }
        for (const auto& parameter : program_.parameters)
            for (const auto& expect : parameter.expects)
                if (folder_.fold(expect, frame).always(false))
                    reach_.broken.emplace_back(parameter.name, folder_.written(expect.span));
    }

    // --- statements: each says whether a verdict ends the playbook there on every disk

    bool walk(const Steps& steps, FoldedFrame& frame)
    {
        for (const auto& step : steps) {
            if (++walked_ > most_reached_steps) {
                reach_.complete = false;
                return true;
            }
            place_.span = step.span;
            remarks_ = &step.remarks;
            const bool ends =
                std::visit([&](const auto& node) { return statement(node, step.span, frame); }, step.node);
            if (ends)
                return true;
        }
        return false;
    }

    bool statement(const Act& act, Span span, FoldedFrame& frame)
    {
        Touch touch{.verb = act.verb, .temporary = act.temporary, .remarks = *remarks_, .place = at(span)};
        if (act.subject)
            touch.subject = bare(*act.subject, frame);
        for (const auto& setting : act.settings) {
            TouchedLine line{.name = {setting.name}, .element = setting.element};
            if (setting.name_expr)
                line.name = folder_.fold(*setting.name_expr, frame).inserted();
            if (setting.value)
                line.value = folder_.fold(*setting.value, frame).shown();
            touch.settings.push_back(std::move(line));
        }
        std::optional<OpenText> also;  // what a copy makes and a rename leads to
        for (const auto& argument : act.arguments) {
            const auto folded = folder_.fold(argument.value, frame);
            if (folded.missing())
                continue;
            touch.arguments.push_back({{argument.name}, std::nullopt, folded.shown()});
            if (argument.name == "to")
                also = bare(argument.value, frame);
        }
        const auto declared = declarations_.primitives.find(act.verb);
        if (declared == declarations_.primitives.end())
            return false;
        touch.risk = declared->second.risk;
        touch.undo = declared->second.undo;
        add(touch, declared->second.effects);
        if (also) {
            touch.subject = *std::move(also);
            add(touch, declared->second.effects);
        }
        return false;
    }

    void add(const Touch& touch, const Effects& effects)
    {
        auto key = fmt::format("{}\n{}\n{}", touch.verb, touch.subject.text, way_to(touch.place));
        for (const auto* lines : {&touch.settings, &touch.arguments})
            for (const auto& line : *lines)
                key += line.name.text + "=" + (line.value ? line.value->text : "") + "\n";
        if (!seen_.insert(key).second)
            return;  // turns of a loop that come to the same
        const bool any = effects.registry || effects.boot || effects.files || effects.disk;
        for (const auto& [has, list] : {std::pair{effects.registry, &reach_.registry},
                                        {effects.boot, &reach_.boot},
                                        {effects.files, &reach_.files},
                                        {effects.disk, &reach_.disk},
                                        {!any, &reach_.untouched}})
            if (has)
                list->push_back(touch);
    }

    bool statement(const Branch& branch, Span, FoldedFrame& frame)
    {
        const auto around = place_.around.size();
        const auto subject = branch.matched ? "match " + folder_.written(branch.matched->span) + " => " : "when ";
        if (branch.matched)
            folder_.fold(*branch.matched, frame);
        bool ends = true;
        bool decided = false;
        for (const auto& arm : branch.arms) {
            const auto condition = folder_.fold(arm.condition, frame);
            if (condition.always(false))
                continue;
            decided = condition.always(true);
            const auto text = folder_.written(arm.condition.span);
            if (!decided)
                push(What::condition, subject + text, arm.condition.span);
            ends = walk(arm.body, frame) && ends;
            if (decided)
                break;
            place_.around.pop_back();
            if (!branch.matched)
                push(What::condition, "when not (" + text + ")", arm.condition.span);
        }
        if (!decided && branch.otherwise) {
            if (branch.matched)
                push(What::condition, subject + "else", branch.matched->span);
            ends = walk(*branch.otherwise, frame) && ends;
        }
        place_.around.resize(around);
        return ends && (decided || branch.otherwise || branch.matched);
    }

    bool statement(const Loop& loop, Span, FoldedFrame& frame)
    {
        const auto list = folder_.fold(loop.list, frame);
        push(What::loop, fmt::format("for each {} in {}", loop.name, folder_.written(loop.list.span)), loop.list.span);
        bool ends = false;
        const auto turn = [&](Folded item) {
            frame[loop.slot] = std::move(item);
            ends = ends || walk(loop.body, frame);
        };
        const auto* open = std::get_if<Open>(&list.is);
        if (const auto* value = list.value()) {
            for (const auto& item : value->get<std::vector<Value>>())
                turn({item});
        } else if (open != nullptr && !open->items.empty()) {
            for (const auto& item : open->items)
                turn(item);
        } else if (open != nullptr) {
            turn(open_named("each of " + open->name, true));
            ends = false;  // the list may be empty
        }
        place_.around.pop_back();
        return ends;
    }

    bool statement(const LetStep& let, Span, FoldedFrame& frame)
    {
        frame[let.slot] = folder_.fold(let.value, frame);
        return false;
    }

    bool statement(const Note& note, Span span, FoldedFrame& frame)
    {
        for (const auto& line : note.lines)
            folder_.fold(line, frame);
        reach_.notes.push_back({note.title, at(span)});
        return false;
    }

    bool statement(const Ask& ask, Span span, FoldedFrame& frame)
    {
        const auto in_procedure = [](const ReachedPlace::Around& around) { return around.what == What::procedure; };
        const auto name =
            ask_name(program_.stages[*place_.stage], ask, std::ranges::any_of(place_.around, in_procedure));
        ReachedAsk reached{ask.title, name, {}, {}, {}, at(span)};
        for (const auto& line : ask.lines)
            reached.lines.push_back(folder_.fold(line, frame).inserted());
        for (const auto& expect : ask.expects) {
            folder_.fold(expect, frame);
            reached.expects.push_back(folder_.written(expect.span));
        }
        for (const auto& confirm : ask.confirms) {
            frame[confirm.slot] = open_named(confirm.name, true);
            reached.confirms.emplace_back(confirm.name, confirm.question);
        }
        reach_.asks.push_back(std::move(reached));
        return false;
    }

    bool statement(const Verdict& verdict, Span span, FoldedFrame& frame)
    {
        reach_.verdicts.push_back({verdict.kind, folder_.fold(verdict.message, frame).inserted(), at(span)});
        return true;
    }

    bool statement(const Invoke& invoke, Span span, FoldedFrame& frame)
    {
        const auto& procedure = program_.procedures.at(invoke.procedure);
        FoldedFrame inner(procedure.slots, open_named("", true));
        for (std::size_t slot = 0; slot < invoke.arguments.size(); ++slot)
            inner[slot] = folder_.fold(invoke.arguments[slot].value, frame);
        push(What::procedure, procedure.name, span);
        for (const auto& parameter : procedure.parameters)
            for (const auto& expect : parameter.expects)
                folder_.fold(expect, inner);
        const bool ends = walk(procedure.body, inner);
        place_.around.pop_back();
        return ends;
    }

    // --- what was found

    OpenText bare(const Expr& expr, const FoldedFrame& frame) const
    {
        const auto folded = folder_.fold(expr, frame);
        const auto* value = folded.value();
        const bool object = value != nullptr && value->get_if<BootObject>() != nullptr;
        if (!object)
            return folded.inserted();
        const auto& entry = value->get<BootObject>();
        return {entry.name.empty() && entry.id ? to_text(*entry.id) : entry.name};
    }

    ReachedPlace at(Span span) const
    {
        ReachedPlace place = place_;
        place.span = span;
        return place;
    }

    void read(ReachedRead::What what, OpenText text, Span span)
    {
        auto& places = reads_[{text.text, what}];
        places.text = std::move(text);
        places.what = what;
        auto place = at(span);
        const auto way = way_to(place);
        if (std::ranges::none_of(places.places, [&](const ReachedPlace& other) { return way_to(other) == way; }))
            places.places.push_back(std::move(place));
    }

    /// The same for the same place on the same way.
    static std::string way_to(const ReachedPlace& place)
    {
        auto text = fmt::format("{}:{} {}", place.span.source, place.span.begin, place.stage.value_or(SIZE_MAX));
        for (const auto& around : place.around)
            text += fmt::format(" {}:{}:{}", around.span.source, around.span.begin, around.text);
        return text + "\n";
    }

    void order()
    {
        for (auto* list : {&reach_.registry, &reach_.boot, &reach_.files, &reach_.disk, &reach_.untouched})
            std::ranges::stable_sort(*list, {}, [](const Touch& touch) { return touch.subject.text; });
        for (auto& [key, places] : reads_)
            reach_.reads.push_back(std::move(places));
    }

    const Program& program_;
    const Declarations& declarations_;
    Folder folder_;
    Reach reach_;
    ReachedPlace place_{};
    const std::vector<Remark>* remarks_ = nullptr;  // of the step that is walked
    std::map<std::pair<std::string, ReachedRead::What>, ReachedRead> reads_;
    std::set<std::string> seen_;
    std::size_t walked_ = 0;
};

}  // namespace
}  // namespace rules

Reach reach_of(const Program& program, const Declarations& declarations, const SourceMap& sources,
               const std::map<std::string, Value>& fixed, bool defaults)
{
    return rules::Walk{program, declarations, sources}.reach(fixed, defaults);
}

}  // namespace hivemend::lang
