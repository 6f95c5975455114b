// A playbook file: header, uses, parameters, procedures, then what happens, in order.
#include "lang/check/check.hpp"

#include <algorithm>
#include <utility>

#include "lang/check/consequences.hpp"
#include "lang/check/declared.hpp"
#include "lang/check/flow.hpp"
#include "lang/check/foreign.hpp"
#include "lang/check/narrowing.hpp"
#include "lang/check/places.hpp"
#include "lang/check/playbook.hpp"
#include "lang/check/statements.hpp"

namespace hivemend::lang {
namespace rules {
namespace {

/// Conditions, notes and verdicts only: such a stage holds the others back, whichever of them is named.
bool is_guard(const Steps& steps)
{
    return std::ranges::all_of(steps, [](const Step& step) {
        if (const auto* branch = std::get_if<Branch>(&step.node))
            return (!branch->otherwise || is_guard(*branch->otherwise)) &&
                   std::ranges::all_of(branch->arms, [](const auto& arm) { return is_guard(arm.body); });
        return std::holds_alternative<Note>(step.node) || std::holds_alternative<Verdict>(step.node) ||
               std::holds_alternative<LetStep>(step.node);
    });
}

/// A note alone guards nothing.
bool has_verdict(const Steps& steps)
{
    return std::ranges::any_of(steps, [](const Step& step) {
        if (const auto* branch = std::get_if<Branch>(&step.node))
            return (branch->otherwise && has_verdict(*branch->otherwise)) ||
                   std::ranges::any_of(branch->arms, [](const auto& arm) { return has_verdict(arm.body); });
        return std::holds_alternative<Verdict>(step.node);
    });
}

/// What is known from the whole file before its statements are read.
bool is_declaration(const syntax::Item& item)
{
    const std::string_view word = first_word_of(item);
    return std::holds_alternative<syntax::Param>(item.node) || word == "playbook" || word == "use" ||
           word == "procedure" || word == "enum";
}

/// What a file may hold that playbooks use.
bool is_for_use(const syntax::Item& item)
{
    const std::string_view word = first_word_of(item);
    return word == "use" || word == "procedure" || word == "enum";
}

class Playbook {
public:
    Playbook(Checker& checker, const syntax::File& file, Uses uses)
        : checker_{checker}, file_{file}, uses_{std::move(uses)}
    {}

    Program program(std::string_view file_stem)
    {
        const auto header = take_header(file_stem);
        for (const auto& item : file_.items)
            declare(item);
        Program program;
        program.parameters = parameters_of(checker_, file_.items, false);
        for (const auto& item : file_.items)
            if (!is_declaration(item))
                take_statement(item, program);
        if (header)
            take_from_header(program, *header);
        program.slots = checker_.frame.slots;
        report_idle_asks(checker_, program.stages);
        program.procedures = checked_procedures();
        check_flow(checker_, program);
        program.enums = std::move(checker_.own_enums);
        program.used = std::move(uses_.files);
        return program;
    }

private:
    std::optional<Header> take_header(std::string_view file_stem)
    {
        std::optional<Header> header;
        for (const auto& item : file_.items) {
            if (!is_header(item))
                continue;
            if (header || !is_first(item))
                checker_.diagnostics
                    .add(diag::misplaced, head_of(checker_, item),
                         std::string{header ? "a second header" : "the header"}, std::string{"after other lines"})
                    .hint("the header is the first thing in the file");
            if (!header)
                header = header_of(checker_, item, file_stem);
        }
        if (!header && !checker_.diagnostics.has_errors())
            header = header_without_its_word(file_stem);
        if (!header && !checker_.diagnostics.has_errors()) {
            auto& missing = checker_.diagnostics.add(diag::missing_header, Span{file_.source, 0, 0});
            if (!file_.items.empty() && std::ranges::all_of(file_.items, is_for_use))
                missing.hint("this is a file for others to use, with procedures and enums only: check a playbook that "
                             "has `use \"" +
                             std::string{file_stem.empty() ? "name" : file_stem} + ".mend\"`");
            missing.hint("a playbook begins with `playbook name_of_the_file { language 1 … }`");
        }
        return header;
    }

    /// What was not understood may stand before the header: that is a mistake of its own.
    bool is_first(const syntax::Item& item) const
    {
        return std::ranges::all_of(file_.items.data(), &item, [](const syntax::Item& before) {
            return std::holds_alternative<syntax::Broken>(before.node);
        });
    }

    /// `name { language 1 … }`: a header that has lost its first word, or has another in its place.
    std::optional<Header> header_without_its_word(std::string_view file_stem)
    {
        const auto* first = file_.items.empty() ? nullptr : &file_.items.front();
        const auto* phrase = first == nullptr ? nullptr : std::get_if<syntax::Phrase>(&first->node);
        if (phrase == nullptr || !phrase->block || phrase->words.empty() ||
            std::ranges::none_of(phrase->block->items,
                                 [](const auto& line) { return first_word_of(line) == "language"; }))
            return std::nullopt;
        const std::string name = "playbook " + std::string{phrase->words.back().text()};
        const Span words = words_span(*phrase, first->span);
        checker_.diagnostics.add(diag::missing_header, words)
            .hint("these are the lines of a header, which begins with `playbook` and its name")
            .fix("write `" + name + "`", words, name);
        stand_in_ = first;
        return header_lines_of(checker_, *first, file_stem);
    }

    void declare(const syntax::Item& item)
    {
        const std::string_view word = first_word_of(item);
        if (word == "use")
            uses_.take(item);
        else if (word == "procedure")
            declare_procedure(checker_, item);
        else if (word == "enum")
            declare_own_enum(checker_, item);
    }

    void take_statement(const syntax::Item& item, Program& program)
    {
        if (&item == stand_in_)
            return;
        if (const auto* broken_item = std::get_if<syntax::Broken>(&item.node)) {
            if (broken_item->foreign)
                say_foreign(checker_, item.span);
            return;
        }
        if (ended_ && !said_) {
            checker_.diagnostics.add(diag::unreachable, head_of(checker_, item))
                .hint("put it before the verdict, or the verdict into a `when`");
            said_ = true;
        }
        const std::string_view word = first_word_of(item);
        loose_ = loose_ && word != "stage" && word != "optional";
        if (word == "stage" || word == "optional")
            take_stage(item, word == "optional", program);
        else
            take_loose(item, program);
    }

    void take_stage(const syntax::Item& item, bool optional, Program& program)
    {
        const auto& phrase = std::get<syntax::Phrase>(item.node);
        checker_.frame.file_bindings = checker_.frame.bindings.size();
        checker_.frame.asking_calls.clear();
        Marks marks = marks_of(checker_, item);
        keep_reasons_only(checker_, marks, "before a stage");
        Stage stage{.documentation = documentation_of(item),
                    .differs = std::move(marks.differs),
                    .remarks = std::move(marks.remarks),
                    .optional = optional,
                    .span = item.span};
        if (const auto title = stage_title(phrase, item.span, optional)) {
            stage.title = *title;
            stage.slug = slug(*title);
            claim_slug(stage, (*phrase.literal)->span);
        }
        const bool is_stage = phrase.words.back().text() == "stage";
        if (phrase.block && is_stage) {
            Body body = body_of(checker_, phrase.block->items, Place::stage);
            stage.body = std::move(body.block.steps);
            ended_ = ended_ || (body.block.ends && !optional);
            stage.effects = effects_of(stage.body, checker_.declarations(), checker_.lowered);
            for (const auto& written : body.effects)
                compare_effects(checker_, written.effects, stage.effects, written.span, end_of(*phrase.block));
        }
        stage.guard = !optional && is_guard(stage.body) && has_verdict(stage.body);
        if (stage.effects != Effects{})
            forget_target(checker_.frame);
        program.stages.push_back(std::move(stage));
    }

    std::optional<std::string> stage_title(const syntax::Phrase& phrase, Span span, bool optional)
    {
        const bool two_words = phrase.words.size() == 2 && phrase.words.back().text() == "stage";
        if (optional != two_words) {
            checker_.diagnostics.add(diag::wrong_shape, words_span(phrase, span), words_text(phrase),
                                     std::string{optional ? "optional stage" : "stage"} + " \"title\" { … }");
            return std::nullopt;
        }
        return title_of(checker_, phrase, span, optional ? "optional stage" : "stage");
    }

    void claim_slug(const Stage& stage, Span where)
    {
        const auto [first, is_new] = slugs_.emplace(stage.slug, where);
        if (!is_new)
            checker_.diagnostics.add(diag::duplicate, where, "the title " + string_literal(stage.title))
                .label(first->second, "here first")
                .hint("`--stage " + stage.slug + "` must name one stage");
    }

    /// A statement outside stages: neighbours form one stage without a title.
    void take_loose(const syntax::Item& item, Program& program)
    {
        if (!loose_) {
            checker_.frame.asking_calls.clear();
            program.stages.push_back({.span = item.span});
        }
        loose_ = true;
        Block block;
        statement_of(checker_, item, Place::file, block);
        ended_ = ended_ || block.ends;
        std::ranges::move(block.steps, std::back_inserter(program.stages.back().body));
    }

    void take_from_header(Program& program, const Header& header)
    {
        program.name = header.name;
        program.title = header.title;
        program.documentation = header.documentation;
        program.source = header.source;
        program.applies_when = header.applies_when;
        program.dated = header.dated;
        for (const auto& stage : program.stages)
            program.effects = program.effects | effects_of(stage.body, checker_.declarations(), checker_.lowered);
        check_header_effects(checker_, header, program.effects, end_of_text());
    }

    /// Behind the last word of the text.
    Span end_of_text() const
    {
        const auto last = checker_.sources[file_.source].text().find_last_not_of(" \t\r\n") + 1;
        const auto end = static_cast<std::uint32_t>(last);
        return {file_.source, end, end};
    }

    /// Procedures that nothing runs are checked too, and left out.
    std::vector<Procedure> checked_procedures()
    {
        const std::size_t used = checker_.lowered.size();
        for (const auto& [name, entry] : checker_.procedures)
            if (entry.tree != nullptr && entry.state == ProcedureEntry::State::unchecked)
                procedure_named(checker_, name, entry.declared);
        checker_.lowered.resize(used);
        return std::move(checker_.lowered);
    }

    Checker& checker_;
    const syntax::File& file_;
    Uses uses_;
    const syntax::Item* stand_in_ = nullptr;  // what is read as the header although its word is missing
    std::map<std::string, Span> slugs_;
    bool ended_ = false;  // a verdict stands before, on every way
    bool said_ = false;
    bool loose_ = false;  // the last stage is one of statements outside stages
};

}  // namespace
}  // namespace rules

std::optional<Program> check(const syntax::File& file, std::string_view file_stem, const Library& library,
                             SourceMap& sources, Diagnostics& diagnostics, const ReadBeside& read, Probe* probe)
{
    rules::Checker checker{library.content(), sources, diagnostics};
    checker.file = &file;
    checker.probe = probe;
    rules::Uses uses{checker, sources, read, std::string{file_stem} + ".mend"};
    Program program = rules::Playbook{checker, file, std::move(uses)}.program(file_stem);
    std::vector<const syntax::File*> trees{&file};
    for (const auto& used : checker.used_trees)
        trees.push_back(&used);
    for (const auto* tree : trees)
        rules::say_other_foreign(checker, *tree);
    const bool right = !diagnostics.has_errors();
    diagnostics.sort();
    rules::drop_consequences(diagnostics, trees, sources);
    rules::join_uses(diagnostics, sources);
    rules::advise(diagnostics);
    return right ? std::optional{std::move(program)} : std::nullopt;
}

std::string_view verdict_word(VerdictKind kind)
{
    return std::ranges::find(verdict_words, kind, &std::pair<VerdictKind, std::string_view>::first)->second;
}

std::string ask_name(const Stage& stage, const Ask& ask, bool in_procedure)
{
    return in_procedure && !stage.slug.empty() ? stage.slug + "." + ask.slug : ask.slug;
}

std::string slug(std::string_view title)
{
    std::string text;
    bool word = false;
    for (const char letter : ascii_lower(title)) {
        const bool kept = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        if (kept && !word && !text.empty())
            text += '-';
        if (kept)
            text += letter;
        word = kept;
    }
    return text;
}

}  // namespace hivemend::lang
