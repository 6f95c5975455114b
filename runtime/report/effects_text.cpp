// What a playbook could touch, as text.
#include "runtime/report/effects_text.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>

#include "runtime/report/page.hpp"

namespace hivemend::report {
namespace {

/// Where places stand, so that an eye runs down one column.
constexpr std::size_t place_column = 84;

/// Names that are words of the language stand bare, others in quotes, as a playbook would have them.
std::string name_of(const std::string& name)
{
    const auto is_word = [](unsigned char letter) { return letter == '_' || std::isalnum(letter) != 0; };
    return !name.empty() && std::ranges::all_of(name, is_word) ? name : '"' + name + '"';
}

class EffectsText {
public:
    EffectsText(const Effects& effects, bool colours) : effects_(effects), reach_(effects.reach), colours_(colours) {}

    std::string write()
    {
        head();
        touched("registry", reach_.registry);
        touched("boot", reach_.boot);
        touched("files", reach_.files);
        touched("disk", reach_.disk);
        touched("touches nothing", reach_.untouched);
        people();
        reads();
        foot();
        return std::move(text_);
    }

private:
    using What = lang::ReachedPlace::Around::What;

    const Effects& effects_;
    const lang::Reach& reach_;
    bool colours_;
    std::string text_;

    Line line(std::size_t indent) const { return {indent, colours_}; }
    void put(const Line& line) { text_ += line.finish(); }

    void section(std::string_view title)
    {
        text_ += "\n";
        put(line(0).add(title, Colour::bold));
    }

    /// In the library the file is enough: nobody opens it, and `help` has what it declares.
    std::string place_of(lang::Span span) const
    {
        const auto& source = effects_.sources[span.source];
        if (source.name().starts_with("std/"))
            return source.name();
        return fmt::format("{}:{}", source.name(), source.position(span.begin).line);
    }

    void head()
    {
        put(line(0).add("effects: ", Colour::bold).add(effects_.program.title, Colour::bold));
        std::vector<std::pair<std::string, std::string>> rows{
            {"playbook", fmt::format("{} ({})", effects_.program.name, effects_.file)},
            {"effects", effects_.program.effects.text()}};
        for (const auto& parameter : reach_.parameters)
            rows.emplace_back(parameter.name, state_of(parameter));
        std::size_t width = 0;
        for (const auto& [label, words] : rows)
            width = std::max(width, code_points(label));
        for (const auto& [label, words] : rows)
            put(line(2).add(label, Colour::dim).column(2 + width + 2).add(words));
    }

    static std::string state_of(const lang::ReachedParameter& parameter)
    {
        using State = lang::ReachedParameter::State;
        const auto type = lang::to_text(parameter.type);
        if (parameter.state == State::given)
            return fmt::format("{} (given)", parameter.value);
        if (parameter.state == State::by_default)
            return fmt::format("{} (by default)", parameter.value);
        return parameter.value.empty() ? fmt::format("any {}", type)
                                       : fmt::format("any {}, by default `{}`", type, parameter.value);
    }

    // --- statements

    void touched(std::string_view title, const std::vector<lang::Touch>& touches)
    {
        if (touches.empty())
            return;
        section(title);
        const lang::Touch* previous = nullptr;
        for (const auto& touch : touches) {
            const bool has_subject = !touch.subject.text.empty();
            if (has_subject && (previous == nullptr || previous->subject != touch.subject))
                put(line(2).add(touch.subject.text, Colour::bold));
            write(touch, has_subject ? 4 : 2);
            previous = &touch;
        }
    }

    void write(const lang::Touch& touch, std::size_t indent)
    {
        auto heading = line(indent).add(touch.verb);
        if (touch.risk == lang::Risk::high)
            heading.add(", high risk", Colour::red);
        if (touch.undo == lang::UndoKind::none)
            heading.add(", cannot be undone", Colour::red);
        if (touch.temporary)
            heading.add(", temporary");
        put(heading.column(place_column).add(place_of(touch.place.span), Colour::dim));
        for (const auto& remark : touch.remarks)
            put(line(indent + 2).add(remark.what + ": ", Colour::cyan).add(remark.why));
        for (const auto& setting : touch.settings) {
            auto row = line(indent + 2).add(name_of(setting.name.text));
            if (setting.element)
                row.add(fmt::format(" (0x{:08x})", *setting.element), Colour::dim);
            if (setting.value)
                row.add(" = ").add(effects_value(touch, setting).text, Colour::yellow);
            put(row);
        }
        for (const auto& argument : touch.arguments)
            put(line(indent + 2)
                    .add(argument.name.text + ": ", Colour::dim)
                    .add(effects_value(touch, argument).text, Colour::yellow));
        way(touch.place, indent + 2);
    }

    /// Stage, procedures and conditions, outermost first.
    void way(const lang::ReachedPlace& place, std::size_t indent)
    {
        if (place.stage) {
            const auto& stage = effects_.program.stages[*place.stage];
            if (!stage.title.empty())
                put(line(indent).add(fmt::format("in {}stage \"{}\"", stage.optional ? "optional " : "", stage.title),
                                     Colour::dim));
        }
        for (const auto& around : place.around)
            put(line(indent)
                    .add(around.what == What::procedure ? "in " + around.text : around.text, Colour::cyan)
                    .column(place_column)
                    .add(place_of(around.span), Colour::dim));
    }

    // --- people and what is read

    void people()
    {
        if (reach_.asks.empty() && reach_.verdicts.empty())
            return;
        section("people");
        for (const auto& ask : reach_.asks) {
            put(line(2)
                    .add("ask: ", Colour::cyan)
                    .add(ask.title)
                    .column(place_column)
                    .add(place_of(ask.place.span), Colour::dim));
            for (const auto& text : ask.lines)
                put(line(4).add("- ").add(text.text));
            for (const auto& expect : ask.expects)
                put(line(4).add("expect " + expect));
            for (const auto& [name, question] : ask.confirms)
                put(line(4).add(fmt::format("confirm {}: {}", name, question)));
            if (ask.expects.empty() && ask.confirms.empty())
                put(line(4).add("answered by --confirm " + ask.name, Colour::dim));
            way(ask.place, 4);
        }
        for (const auto& verdict : reach_.verdicts) {
            put(line(2)
                    .add(fmt::format("{}: ", lang::verdict_word(verdict.kind)), Colour::cyan)
                    .add(verdict.message.text)
                    .column(place_column)
                    .add(place_of(verdict.place.span), Colour::dim));
            way(verdict.place, 4);
        }
    }

    void reads()
    {
        if (reach_.reads.empty())
            return;
        section("reads");
        for (const auto& read : reach_.reads) {
            std::vector<std::string> places;
            for (const auto& place : read.places)
                if (const auto text = place_of(place.span); std::ranges::find(places, text) == places.end())
                    places.push_back(text);
            const auto* what = read.what == lang::ReachedRead::What::object ? "whether there is " : "";
            put(line(2)
                    .add(what)
                    .add(read.text.text)
                    .column(place_column)
                    .add(fmt::format("{}", fmt::join(places, ", ")), Colour::dim));
        }
    }

    static std::size_t subjects(const std::vector<lang::Touch>& touches)
    {
        std::set<std::string> names;
        for (const auto& touch : touches)
            names.insert(touch.subject.text);
        return names.size();
    }

    void foot()
    {
        std::vector<std::string> parts;
        const auto count = [&](std::size_t number, std::string_view noun) {
            if (number > 0)
                parts.push_back(counted(number, noun));
        };
        count(subjects(reach_.registry), "registry key");
        count(subjects(reach_.boot), "boot object");
        count(subjects(reach_.files), "file");
        count(reach_.disk.size(), "disk statement");
        count(reach_.asks.size(), "ask");
        count(reach_.notes.size(), "note");
        count(reach_.verdicts.size(), "verdict");
        text_ += "\n" + (parts.empty() ? "nothing" : fmt::format("{}", fmt::join(parts, ", "))) + "\n";
    }
};

}  // namespace

std::string effects_text(const Effects& effects, bool colours)
{
    return EffectsText(effects, colours).write();
}

}  // namespace hivemend::report
