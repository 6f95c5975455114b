// The planner: walks a program on an overlay of the target, and writes down what each step would do.
#include "runtime/engine/plan/planner.hpp"

#include <algorithm>
#include <functional>

#include "runtime/engine/plan/act.hpp"
#include "runtime/engine/plan/arms.hpp"
#include "runtime/engine/plan/asks.hpp"
#include "runtime/engine/plan/parameters.hpp"
#include "runtime/engine/plan/patient.hpp"
#include "runtime/engine/plan/settled.hpp"
#include "runtime/engine/plan/skeleton.hpp"
#include "runtime/engine/plan/stages.hpp"
#include "runtime/engine/plan/taken_back.hpp"
#include "runtime/engine/primitive/primitive.hpp"
#include "runtime/engine/target/overlay.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hivemend::engine {
namespace {

using lang::Value;

constexpr std::size_t most_planned_steps = 100'000;  // far beyond what anybody reviews; loops in loops get there fast

class Planner {
public:
    Planner(const PlanRequest& request, const Target& target, Progress& progress, const StopFlag& stop)
        : request_(request),
          target_(target),
          overlay_(target),
          evaluator_(overlay_, target, request.declarations),
          progress_(progress),
          stop_(stop)
    {
        result_.memory = request.memory;
        evaluator_.kept = request.memory.resolutions;
        for (const auto& [name, answer] : request.answers)
            result_.memory.answers.insert_or_assign(name, answer);
    }

    Planned plan()
    {
        progress_.stage("planning");
        refuse_unknown_answers(request_);
        auto& plan = result_.plan;
        Frame frame;
        frame.slots.resize(request_.program.slots);
        result_.plan.parameters = bind_parameters(request_, evaluator_, frame, result_.memory);
        plan_stages(frame);
        plan.changes = overlay_.net();
        mark_taken_back(plan, building_);
        if (evaluator_.resolved) {
            plan.resolutions.push_back(*evaluator_.resolved);
            result_.memory.resolutions.insert_or_assign(
                evaluator_.resolved->name,
                Value{lang::BootObject{evaluator_.resolved->name, lang::parse_guid(evaluator_.resolved->value),
                                       "osloader"}});
        }
        describe_patient(plan, target_);
        warn_of_what_is_left(plan, overlay_, request_.program.effects);
        note_applies(frame);
        for (const auto& [name, answer] : result_.memory.answers)
            plan.answers.emplace_back(name, answer);
        plan.playbook.name = request_.program.name;
        plan.playbook.title = request_.program.title;
        return std::move(result_);
    }

private:
    void plan_stages(Frame& frame)
    {
        const auto choices = choose_stages(request_);
        result_.plan.named_stages = request_.stages;
        for (std::size_t index = 0; index < choices.size(); ++index) {
            const auto& stage = request_.program.stages[index];
            stage_ = &stage;
            PlannedStage planned{
                stage.title, stage.slug, stage.differs.value_or(""), {}, planned_remarks(stage.remarks)};
            const auto prefix = fmt::format("s{}", index);
            if (choices[index] == StageChoice::planned) {
                planned.steps = walk(stage.body, frame, prefix);
            } else {
                planned.left_out = choices[index] == StageChoice::optional;
                planned.steps = bind_left_out(stage, frame, prefix);
                if (!planned.left_out && planned.steps.empty())
                    continue;
            }
            result_.plan.stages.push_back(std::move(planned));
        }
    }

    /// What later stages may use of one that is left out: `let`s outside stages, and answers of its asks.
    std::vector<PlannedStep> bind_left_out(const lang::Stage& stage, Frame& frame, const std::string& prefix)
    {
        std::vector<PlannedStep> lets;
        for (std::size_t index = 0; index < stage.body.size() && !horizon_; ++index) {
            const auto& one = stage.body[index];
            if (const auto* let = std::get_if<lang::LetStep>(&one.node); let != nullptr && stage.slug.empty()) {
                lets.push_back(skeleton(request_, one, fmt::format("{}.{}", prefix, index)));
                step(*let, lets.back(), frame);
            }
            if (const auto* ask = std::get_if<lang::Ask>(&one.node))
                for (const auto& confirm : ask->confirms)
                    bind_left_out(confirm, ask->title, frame);
        }
        return lets;
    }

    void bind_left_out(const lang::Confirm& confirm, const std::string& ask, Frame& frame)
    {
        if (const auto answer = answer_to(confirm.name))
            frame.slots.at(confirm.slot) = Known<Value>{{*answer}};
        else
            frame.slots.at(confirm.slot) = Refused{
                fmt::format("`{0}` is asked in \"{1}\", which is not planned here; answer it with --confirm {0}",
                            confirm.name, ask)};
    }

    /// `applies when` is for finding a playbook; an operator who chose one may know better.
    void note_applies(const Frame& frame)
    {
        const auto& condition = request_.program.applies_when;
        if (!condition)
            return;
        const auto holds = settled(evaluator_.evaluate(*condition, frame));
        const auto* known = std::get_if<Value>(&holds);
        if (known != nullptr && known->get<bool>())
            return;
        result_.plan.notes.push_back(fmt::format("this playbook applies when {}, which {} here: {}",
                                                 one_line(request_.sources, condition->span),
                                                 known != nullptr ? "does not hold" : "cannot be known",
                                                 evaluator_.why(*condition, frame, request_.sources)));
    }

    std::vector<PlannedStep> walk(const lang::Steps& steps, Frame& frame, const std::string& prefix)
    {
        std::vector<PlannedStep> result;
        for (std::size_t index = 0; index < steps.size(); ++index) {
            stop_.check();
            if (result_.plan.verdict)
                break;
            if (++steps_ > most_planned_steps)
                throw Error{fmt::format("the plan has more than {} steps", most_planned_steps),
                            request_.sources[steps[index].span.source].name(),
                            {"loops inside loops run once for each pair of their items"},
                            "name fewer items, or split the playbook"};
            const auto id = fmt::format("{}.{}", prefix, index);
            auto planned = skeleton(request_, steps[index], id);
            if (horizon_) {
                mark_all(planned, Outcome::not_planned_yet, "");
                result.push_back(std::move(planned));
                continue;
            }
            planned.inside.clear();
            std::visit([&](const auto& node) { step(node, planned, frame); }, steps[index].node);
            result.push_back(std::move(planned));
        }
        return result;
    }

    void step(const lang::Act& act, PlannedStep& planned, Frame& frame)
    {
        if (result_.memory.done.contains(planned.id)) {
            planned.outcome = Outcome::done;
            return;
        }
        auto prepared = ready(act, evaluator_, frame, planned.what);
        if (auto* obstacle = std::get_if<Obstacle>(&prepared))
            return stand(planned, *obstacle);
        auto& [primitive, parts] = std::get<ReadyAct>(prepared);
        parts.place = request_.program.name + ' ' + planned.id;
        const Call call(std::move(parts), result_.memory.originals, request_.declarations);
        propose(primitive->plan(call, overlay_), primitive->touch, planned);
    }

    void propose(const Proposal& proposal, Touch touch, PlannedStep& planned)
    {
        if (const auto* refused = std::get_if<Refused>(&proposal))
            return stand(planned, {Outcome::refused, refused->why});
        if (const auto* not_needed = std::get_if<NotNeeded>(&proposal)) {
            result_.memory.done.insert(planned.id);
            return stand(planned, {Outcome::not_needed, not_needed->why});
        }
        const auto* partly = std::get_if<Partly>(&proposal);
        const auto& changes = partly != nullptr ? partly->changes : std::get<Changes>(proposal);
        if (partly != nullptr)
            planned.lines = partly->left;
        planned.outcome = Outcome::already_so;
        for (const auto& change : changes) {
            planned.changes.push_back({change, false});
            if (!is_difference(change))
                continue;
            if (auto in_the_way = overlay_.obstacle(change))
                return stand(planned, {Outcome::refused, *in_the_way});
            planned.outcome = Outcome::will_change;
        }
        overlay_.take(changes);
        if (touch == Touch::builds_on)
            building_.insert(planned.id);
        if (touch != Touch::gives_back)
            result_.memory.originals.note(changes);
        result_.memory.done.insert(planned.id);
    }

    void step(const lang::Branch& branch, PlannedStep& planned, Frame& frame)
    {
        const auto arms = branch.arms.size();
        std::size_t taken = 0;
        if (const auto kept = result_.memory.values.find(planned.id); kept != result_.memory.values.end()) {
            taken = kept->second.get<std::uint64_t>();
            planned.why = "as in the earlier part of this run";
        } else {
            for (; taken < arms; ++taken) {
                const auto& condition = branch.arms[taken].condition;
                auto holds = settled(evaluator_.evaluate(condition, frame));
                planned.why = evaluator_.why(condition, frame, request_.sources);
                if (auto* obstacle = std::get_if<Obstacle>(&holds))
                    return unknown_body(planned, *obstacle, branch);
                if (std::get<Value>(holds).get<bool>())
                    break;
            }
            if (taken == arms && branch.matched && !branch.otherwise)
                return stand(planned, std::get<Obstacle>(settled(evaluator_.unmatched(*branch.matched, frame))));
            result_.memory.values.emplace(planned.id, Value{static_cast<std::uint64_t>(taken)});
        }
        planned.folded = not_taken(request_, branch, taken);
        if (taken < arms || branch.otherwise)
            planned.what = branch_words(request_, branch, taken);
        if (taken < arms)
            planned.inside = walk(branch.arms[taken].body, frame, fmt::format("{}/{}", planned.id, taken));
        else if (branch.otherwise)
            planned.inside = walk(*branch.otherwise, frame, planned.id + "/else");
        else
            planned.outcome = Outcome::not_needed;
    }

    void unknown_body(PlannedStep& planned, const Obstacle& obstacle, const lang::Branch& branch)
    {
        const auto show = [&](const lang::Steps& body) {
            for (const auto& inner : body)
                planned.inside.push_back(skeleton(request_, inner, planned.id));
        };
        for (const auto& arm : branch.arms)
            show(arm.body);
        if (branch.otherwise)
            show(*branch.otherwise);
        mark_all(planned, obstacle.outcome, "");
        planned.why = obstacle.why;
    }

    void step(const lang::Loop& loop, PlannedStep& planned, Frame& frame)
    {
        std::variant<Value, Obstacle> items;
        if (const auto kept = result_.memory.values.find(planned.id); kept != result_.memory.values.end())
            items = kept->second;
        else
            items = settled(evaluator_.evaluate(loop.list, frame));
        if (auto* obstacle = std::get_if<Obstacle>(&items)) {
            for (const auto& inner : loop.body)
                planned.inside.push_back(skeleton(request_, inner, planned.id));
            mark_all(planned, obstacle->outcome, "");
            planned.why = obstacle->why;
            return;
        }
        const auto& list = std::get<Value>(items).get<std::vector<Value>>();
        if (!holds_secret(std::get<Value>(items)))
            result_.memory.values.insert_or_assign(planned.id, Value{list});
        std::vector<std::string> names;
        for (std::size_t turn = 0; turn < list.size() && !horizon_ && !result_.plan.verdict; ++turn) {
            frame.slots.at(loop.slot) = Known<Value>{list[turn]};
            names.push_back(lang::interpolated(list[turn]));
            for (auto& inner : walk(loop.body, frame, fmt::format("{}/{}", planned.id, turn)))
                planned.inside.push_back(std::move(inner));
        }
        planned.why = names.empty() ? "the list is empty" : fmt::format("{}", fmt::join(names, ", "));
        if (list.empty())
            planned.outcome = Outcome::not_needed;
    }

    void step(const lang::LetStep& let, PlannedStep& planned, Frame& frame)
    {
        const auto kept = result_.memory.values.find(planned.id);
        auto value = kept != result_.memory.values.end() ? Evaluated{Known<Value>{kept->second}}
                                                         : evaluator_.evaluate(let.value, frame);
        if (const auto* known = std::get_if<Known<Value>>(&value)) {
            planned.why = lang::to_text(known->value);
            if (!holds_secret(known->value))
                result_.memory.values.insert_or_assign(planned.id, known->value);
        } else if (const auto* absent = std::get_if<Absent>(&value)) {
            planned.why = absent->why.empty() ? "absent" : "absent: " + absent->why;
        } else {
            planned.why = std::get<Obstacle>(settled(value)).why;  // the step that uses it is where this matters
        }
        frame.slots.at(let.slot) = std::move(value);
    }

    void step(const lang::Note& note, PlannedStep& planned, Frame& frame) { planned.lines = prose(note.lines, frame); }

    std::vector<std::string> prose(const std::vector<lang::ProseLine>& lines, const Frame& frame)
    {
        std::vector<std::string> result;
        for (const auto& line : lines)
            result.push_back(text_of(evaluator_, line, frame));
        return result;
    }

    void step(const lang::Ask& ask, PlannedStep& planned, Frame& frame)
    {
        planned.lines = prose(ask.lines, frame);
        planned.name = lang::ask_name(*stage_, ask, procedures_ > 0);
        bool open = false;
        open |= !expectations_hold(ask, planned, frame);
        for (const auto& confirm : ask.confirms) {
            planned.questions.push_back(confirm.name + ": " + confirm.question);
            const auto answer = answer_to(confirm.name);
            if (answer)
                frame.slots.at(confirm.slot) = Known<Value>{{*answer}};
            open |= !answer;
        }
        if (ask.expects.empty() && ask.confirms.empty())
            open |= !answer_to(planned.name).value_or(false);
        if (!open) {
            planned.outcome = ask.expects.empty() || planned.why == answered_ || planned.why == assumed_
                                  ? Outcome::done
                                  : Outcome::already_so;
            return;
        }
        planned.outcome = Outcome::waits_for_person;
        result_.plan.waits.push_back(planned.name);
        horizon_ = true;
    }

    /// Whether what the ask expects holds; where the target cannot tell, a person's word stands for it.
    bool expectations_hold(const lang::Ask& ask, PlannedStep& planned, const Frame& frame)
    {
        for (const auto& expect : ask.expects) {
            const auto outcome = settled(evaluator_.evaluate(expect, frame));
            planned.why = evaluator_.why(expect, frame, request_.sources);
            if (const auto* obstacle = std::get_if<Obstacle>(&outcome)) {
                if (answer_to(planned.name).value_or(false)) {
                    planned.why = answered_;
                    continue;
                }
                planned.why = "this cannot be verified here: " + obstacle->why;
                return false;
            }
            if (std::get<Value>(outcome).get<bool>())
                continue;
            if (request_.assumed.contains(planned.name) && answer_to(planned.name).value_or(false)) {
                planned.why = assumed_;  // a reviewer looks behind it; such a plan cannot be applied
                return true;
            }
            planned.seen_by_tool = true;
            return false;
        }
        return true;
    }

    std::optional<bool> answer_to(const std::string& name)
    {
        if (const auto assumed = request_.assumed.find(name); assumed != request_.assumed.end()) {
            note_assumed(name, assumed->second);
            return assumed->second;
        }
        const auto found = result_.memory.answers.find(name);
        return found == result_.memory.answers.end() ? std::nullopt : std::optional(found->second);
    }

    void note_assumed(const std::string& name, bool answer)
    {
        auto text = fmt::format("{}={}", name, answer ? "yes" : "no");
        auto& list = result_.plan.assumed;
        if (std::ranges::find(list, text) == list.end())
            list.push_back(std::move(text));
    }

    void step(const lang::Verdict& verdict, PlannedStep& planned, Frame& frame)
    {
        result_.plan.verdict = PlannedVerdict{verdict.kind, text_of(evaluator_, verdict.message, frame)};
        planned.lines = {result_.plan.verdict->message};
    }

    void step(const lang::Invoke& invoke, PlannedStep& planned, Frame& frame)
    {
        const auto& procedure = request_.program.procedures.at(invoke.procedure);
        Frame inner;
        inner.slots.resize(procedure.slots);
        for (std::size_t slot = 0; slot < invoke.arguments.size(); ++slot)
            inner.slots[slot] = evaluator_.evaluate(invoke.arguments[slot].value, frame);
        for (const auto& parameter : procedure.parameters)
            if (const auto broken = broken_constraint(request_, evaluator_, parameter, inner))
                return stand(planned,
                             {Outcome::refused, fmt::format("`{}` does not keep `{}`", parameter.name, *broken)});
        ++procedures_;
        planned.inside = walk(procedure.body, inner, planned.id + "/p");
        --procedures_;
    }

    static void stand(PlannedStep& planned, const Obstacle& obstacle)
    {
        planned.outcome = obstacle.outcome;
        planned.why = obstacle.why;
    }

    static void mark_all(PlannedStep& planned, Outcome outcome, const std::string& why)
    {
        planned.outcome = outcome;
        planned.why = why;
        for (auto& inner : planned.inside)
            mark_all(inner, outcome, why);
    }

    static constexpr const char* assumed_ = "taken as done, for review only";
    static constexpr const char* answered_ = "answered by a person, because this target cannot tell";

    const PlanRequest& request_;
    const Target& target_;
    Overlay overlay_;
    Evaluator evaluator_;
    Progress& progress_;
    const StopFlag& stop_;
    const lang::Stage* stage_ = nullptr;
    int procedures_ = 0;              // around this place
    std::size_t steps_ = 0;           // walked, in every turn of every loop
    std::set<std::string> building_;  // steps that go on from what they find
    bool horizon_ = false;
    Planned result_;
};

}  // namespace

Planned make_plan(const PlanRequest& request, const Target& target, Progress& progress, const StopFlag& stop)
{
    return Planner(request, target, progress, stop).plan();
}

}  // namespace hivemend::engine
