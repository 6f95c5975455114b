// A plan as text.
#include "runtime/report/plan_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "lang/diag/escape.hpp"
#include "runtime/report/change_text.hpp"
#include "runtime/report/page.hpp"
#include "runtime/report/plan_totals.hpp"

namespace hivemend::report {
namespace {

using namespace engine;

/// Where outcomes stand, so that an eye runs down one column.
constexpr std::size_t outcome_column = 84;
constexpr std::size_t widest_name = 32;

Colour colour_of(Outcome outcome)
{
    switch (outcome) {
    case Outcome::will_change:
        return Colour::yellow;
    case Outcome::waits_for_person:
        return Colour::cyan;
    case Outcome::refused:
    case Outcome::cannot_know_yet:
        return Colour::red;
    case Outcome::already_so:
    case Outcome::done:
        return Colour::green;
    default:
        return Colour::dim;
    }
}

/// `not applicable`
std::string verdict_words(lang::VerdictKind kind)
{
    std::string words{lang::verdict_word(kind)};
    std::ranges::replace(words, '_', ' ');
    return words;
}

std::size_t acts_in(const std::vector<PlannedStep>& steps)
{
    std::size_t number = 0;
    for (const auto& step : steps)
        number += (step.kind == StepKind::act ? 1u : 0u) + acts_in(step.inside);
    return number;
}

class PlanText {
public:
    PlanText(const Plan& plan, const lang::Declarations& declarations, bool colours)
        : plan_(plan), declarations_(declarations), colours_(colours)
    {}

    std::string write()
    {
        head();
        for (const auto& stage : plan_.stages)
            write(stage);
        foot();
        return std::move(text_);
    }

private:
    const Plan& plan_;
    const lang::Declarations& declarations_;
    bool colours_;
    std::string text_;

    Line line(std::size_t indent) const { return {indent, colours_}; }
    void put(const Line& line) { text_ += line.finish(); }
    void blank() { text_ += "\n"; }

    // --- what and where

    void head()
    {
        for (const auto& warning : plan_.warnings)
            put(line(0).add("warning: ", Colour::red).add(warning));
        if (!plan_.assumed.empty())
            put(line(0).add(
                fmt::format("for review only, cannot be applied: takes as answered {}", fmt::join(plan_.assumed, ", ")),
                Colour::red));
        put(line(0).add("plan: ", Colour::bold).add(plan_.playbook.title, Colour::bold));
        const auto rows = head_rows();
        std::size_t width = 8;
        for (const auto& [label, words] : rows)
            width = std::max(width, code_points(label));
        for (const auto& [label, words] : rows)
            put(line(2).add(label, Colour::dim).column(2 + width + 2).add(words));
        for (const auto& note : plan_.notes)
            put(line(2).add("note: ", Colour::cyan).add(note));
    }

    std::vector<std::pair<std::string, std::string>> head_rows() const
    {
        std::vector<std::pair<std::string, std::string>> rows;
        const auto& playbook = plan_.playbook;
        rows.emplace_back("playbook",
                          playbook.file.empty() ? playbook.name : fmt::format("{} ({})", playbook.name, playbook.file));
        rows.emplace_back("target", patient());
        if (!plan_.patient.control_sets.empty())
            rows.emplace_back("sets", fmt::format("{}", fmt::join(plan_.patient.control_sets, ", ")));
        if (!plan_.run.empty())
            rows.emplace_back("run", plan_.run + ", which this goes on with");
        if (!plan_.named_stages.empty())
            rows.emplace_back("stages",
                              fmt::format("only {}, and those that guard", fmt::join(plan_.named_stages, ", ")));
        for (const auto& parameter : plan_.parameters)
            rows.emplace_back(parameter.name, parameter.text + (parameter.given ? " (given)" : ""));
        for (const auto& [name, answer] : plan_.answers)
            rows.emplace_back(name, answer ? "answered yes" : "answered no");
        for (const auto& resolution : plan_.resolutions)
            rows.emplace_back(resolution.name, fmt::format("{}: {}", resolution.value, resolution.why));
        return rows;
    }

    std::string patient() const
    {
        const auto& patient = plan_.patient;
        const auto generation =
            patient.generation == 0 ? std::string("no boot store") : fmt::format("generation {}", patient.generation);
        auto windows = patient.windows_directory;
        if (!patient.product.empty() || !patient.build.empty())
            windows += fmt::format(": {}{}", patient.product.empty() ? "Windows" : patient.product,
                                   patient.build.empty() ? "" : ", build " + patient.build);
        return fmt::format("{} ({}, {}, {})", patient.name, patient.kind, generation, windows);
    }

    // --- steps

    void write(const PlannedStage& stage)
    {
        blank();
        const auto title = stage.title.empty() ? std::string("steps outside stages") : "stage: " + stage.title;
        if (stage.left_out) {
            put(line(0)
                    .add(title, Colour::bold)
                    .column(outcome_column)
                    .add(fmt::format("not planned: optional stage, named by --stage {}", stage.slug), Colour::dim));
            return;
        }
        const bool waits = !stage.steps.empty() && std::ranges::all_of(stage.steps, [](const PlannedStep& step) {
            return step.outcome == Outcome::not_planned_yet;
        });
        if (waits) {
            const auto acts = acts_in(stage.steps);
            put(line(0)
                    .add(title, Colour::bold)
                    .column(outcome_column)
                    .add(to_text(Outcome::not_planned_yet), Colour::dim)
                    .add(acts == 0 ? std::string() : fmt::format(" ({})", counted(acts, "step")), Colour::dim));
            return;
        }
        put(line(0).add(title, Colour::bold));
        differs(stage.differs, 2);
        remarks(stage.remarks, 2);
        for (const auto& step : stage.steps)
            write(step, 2);
        if (stage.steps.empty())
            put(line(2).add(plan_.verdict ? "not reached: the verdict ends the plan" : "no steps", Colour::dim));
    }

    void differs(const std::string& why, std::size_t indent)
    {
        if (!why.empty())
            put(line(indent).add("differs from the article: ", Colour::cyan).add(why));
    }

    void remarks(const std::vector<PlannedRemark>& remarks, std::size_t indent)
    {
        for (const auto& remark : remarks)
            put(line(indent).add(remark.what + ": ", Colour::cyan).add(remark.why));
    }

    /// Arms that are not taken; one that the heading names is not named again.
    void folded(const PlannedStep& step, std::size_t indent)
    {
        for (const auto& arm : step.folded) {
            const auto steps = counted(arm.steps, "step");
            put(line(indent)
                    .add("not taken: ", Colour::dim)
                    .add(arm.what == step.what ? steps : fmt::format("{} ({})", arm.what, steps), Colour::dim));
        }
    }

    void write(const PlannedStep& step, std::size_t indent)
    {
        put(heading(step, indent));
        if (step.outcome == Outcome::not_planned_yet)
            return;  // named, and no more: it is planned on what is found then
        differs(step.differs, indent + 2);
        remarks(step.remarks, indent + 2);
        const bool stands = step.outcome == Outcome::refused || step.outcome == Outcome::cannot_know_yet;
        if (!why_in_heading(step) && !step.why.empty())
            put(line(indent + 2).add("why: ", stands ? Colour::red : Colour::dim).add(step.why));
        if (step.outcome != Outcome::done)
            for (const auto& text : step.lines)
                put(line(indent + 2).add(step.kind == StepKind::verdict ? "" : "- ").add(text));
        if (step.outcome == Outcome::waits_for_person)
            how_to_answer(step, indent + 2);
        if (step.outcome != Outcome::refused)
            changes(step, indent + 2);
        folded(step, indent + 2);
        for (const auto& inner : step.inside)
            write(inner, indent + 2);
    }

    static bool why_in_heading(const PlannedStep& step)
    {
        return step.kind == StepKind::branch || step.kind == StepKind::loop || step.kind == StepKind::let;
    }

    Line heading(const PlannedStep& step, std::size_t indent) const
    {
        auto result = line(indent);
        if (step.kind == StepKind::note)
            result.add("note: ", Colour::cyan);
        else if (step.kind == StepKind::ask)
            result.add("ask: ", Colour::cyan);
        result.add(step.what);
        if (why_in_heading(step) && !step.why.empty() && step.outcome != Outcome::not_planned_yet)
            result.add(": " + step.why, Colour::dim);
        if (step.outcome == Outcome::shown)
            return result;
        result.column(outcome_column).add(to_text(step.outcome), colour_of(step.outcome));
        if (step.outcome == Outcome::will_change && step.risk == lang::Risk::high)
            result.add(", high risk", Colour::red);
        return result;
    }

    void how_to_answer(const PlannedStep& step, std::size_t indent)
    {
        for (const auto& question : step.questions) {
            const auto name = question.substr(0, question.find(": "));
            put(line(indent).add("? ", Colour::cyan).add(question.substr(std::min(question.size(), name.size() + 2))));
            put(line(indent + 2).add(fmt::format("answer: --confirm {}  or  --confirm {}=no", name, name)));
        }
        if (step.seen_by_tool)
            put(line(indent).add("when this is done, the next plan sees it"));
        else if (step.questions.empty())
            put(line(indent).add("when this is done: --confirm ").add(step.name));
    }

    // --- changes

    void changes(const PlannedStep& step, std::size_t indent)
    {
        std::vector<ChangeText> texts;
        std::size_t width = 0;
        for (const auto& planned : step.changes) {
            texts.push_back(change_text(planned.change, declarations_));
            width = std::max(width, code_points(lang::escape_terminal(texts.back().name)));
        }
        const auto column = indent + std::min(width, widest_name) + 2;
        std::string place;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (texts[i].place != place && !names_place(step, texts[i]))
                put(line(indent).add("in ", Colour::dim).add(texts[i].place));
            place = texts[i].place;
            change(step, step.changes[i], texts[i], indent, column);
        }
    }

    /// Whether the heading has said already where these changes are.
    static bool names_place(const PlannedStep& step, const ChangeText& text)
    {
        const auto name = text.place.substr(0, text.place.rfind(" ("));
        return step.what.find(name) != std::string::npos;
    }

    void change(const PlannedStep& step, const PlannedChange& planned, const ChangeText& text, std::size_t indent,
                std::size_t column)
    {
        auto shown = line(indent);
        shown.add(text.name).column(column);
        const bool differs = is_difference(planned.change);
        if (differs)
            shown.add(text.before, Colour::red).add(" -> ").add(text.after, Colour::green);
        else
            shown.add(text.after, Colour::dim);
        if (!text.remark.empty())
            shown.add(", " + text.remark);
        if (differs && planned.taken_back && step.outcome != Outcome::not_needed)
            shown.column(outcome_column).add("nothing remains of it", Colour::dim);
        else if (!differs && step.outcome != Outcome::already_so)
            shown.column(outcome_column).add(to_text(Outcome::already_so), Colour::green);
        put(shown);
        for (const auto& item : text.items) {
            const auto colour = item.mark == '+' ? Colour::green : item.mark == '-' ? Colour::red : Colour::plain;
            put(line(indent + 2).add(std::string(1, item.mark) + ' ', colour).add(item.text));
        }
    }

    // --- what it comes to

    void foot()
    {
        blank();
        if (plan_.verdict)
            put(line(0).add(verdict_words(plan_.verdict->kind), Colour::bold).add(": ").add(plan_.verdict->message));
        for (const auto& name : plan_.waits)
            put(line(0).add("waits for a person: ", Colour::cyan).add(name));
        const auto* blocked = plan_.blocked();
        if (blocked)
            put(line(0)
                    .add("cannot be applied: ", Colour::red)
                    .add(fmt::format("`{}` {}", blocked->what,
                                     blocked->outcome == Outcome::refused ? "is refused" : "cannot be known yet")));
        put(line(0).add(plan_totals(plan_)));
    }
};

}  // namespace

std::string plan_text(const Plan& plan, const lang::Declarations& declarations, bool colours)
{
    return PlanText(plan, declarations, colours).write();
}

}  // namespace hivemend::report
