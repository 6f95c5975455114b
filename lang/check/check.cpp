// A playbook file: header, uses, parameters, procedures, then what happens, in order.
#include "lang/check/check.hpp"

#include <algorithm>
#include <utility>

#include "lang/check/declared.hpp"
#include "lang/check/narrowing.hpp"
#include "lang/check/playbook.hpp"
#include "lang/check/statements.hpp"

namespace hivemend::lang {
namespace rules {
namespace {

/// The first word of a phrase, or nothing.
std::string_view first_word(const syntax::Item& item)
{
    const auto* phrase = std::get_if<syntax::Phrase>(&item.node);
    return phrase == nullptr || phrase->words.empty() || phrase->words.front().names.size() != 1
               ? std::string_view{}
               : phrase->words.front().names.front().text;
}

/// What is known from the whole file before its statements are read.
bool is_declaration(const syntax::Item& item)
{
    const std::string_view word = first_word(item);
    return std::holds_alternative<syntax::Param>(item.node) || word == "playbook" || word == "use" ||
           word == "procedure" || word == "enum";
}

class Playbook {
public:
    Playbook(Checker& checker, const syntax::File& file) : checker_{checker}, file_{file} {}

    Program program(std::string_view file_stem)
    {
        const auto header = take_header(file_stem);
        std::map<std::string, Span> used;
        for (const auto& item : file_.items)
            declare(item, used);
        Program program;
        program.parameters = parameters_of(checker_, file_.items);
        for (const auto& item : file_.items)
            if (!is_declaration(item))
                take_statement(item, program);
        if (header)
            take_from_header(program, *header);
        program.slots = checker_.frame.slots;
        report_idle_asks(checker_, program.stages);
        program.procedures = checked_procedures();
        return program;
    }

private:
    std::optional<Header> take_header(std::string_view file_stem)
    {
        std::optional<Header> header;
        for (const auto& item : file_.items) {
            if (!is_header(item))
                continue;
            if (header || &item != &file_.items.front())
                checker_.diagnostics
                    .add(diag::misplaced, head_of(checker_, item),
                         std::string{header ? "a second header" : "the header"}, std::string{"after other lines"})
                    .hint("the header is the first thing in the file");
            if (!header)
                header = header_of(checker_, item, file_stem);
        }
        if (!header && !checker_.diagnostics.has_errors())
            checker_.diagnostics.add(diag::missing_header, Span{file_.source, 0, 0})
                .hint("begin with `playbook name_of_the_file { language 1 … }`");
        return header;
    }

    void declare(const syntax::Item& item, std::map<std::string, Span>& used)
    {
        const std::string_view word = first_word(item);
        if (word == "use")
            take_use(checker_, item, used);
        else if (word == "procedure")
            declare_procedure(checker_, item);
        else if (word == "enum")
            checker_.diagnostics.add(diag::not_in_this_version, head_of(checker_, item),
                                     std::string{"an `enum` of a playbook"});
    }

    void take_statement(const syntax::Item& item, Program& program)
    {
        if (std::holds_alternative<syntax::Broken>(item.node))
            return;
        if (ended_ && !said_) {
            checker_.diagnostics.add(diag::unreachable, head_of(checker_, item))
                .hint("put it before the verdict, or the verdict into a `when`");
            said_ = true;
        }
        const std::string_view word = first_word(item);
        if (word == "stage") {
            take_stage(item, program);
            loose_ = false;
        } else if (word == "optional") {
            checker_.diagnostics.add(diag::not_in_this_version, head_of(checker_, item),
                                     std::string{"`optional stage`"});
            const auto& phrase = std::get<syntax::Phrase>(item.node);
            if (phrase.block)
                block_of(checker_, phrase.block->items, Place::block);
        } else {
            take_loose(item, program);
        }
    }

    void take_stage(const syntax::Item& item, Program& program)
    {
        const auto& phrase = std::get<syntax::Phrase>(item.node);
        checker_.frame.file_bindings = checker_.frame.bindings.size();
        checker_.frame.asking_calls.clear();
        Stage stage{.documentation = documentation_of(item), .differs = differs_of(checker_, item), .span = item.span};
        if (const auto title = title_of(checker_, phrase, item.span, "stage")) {
            stage.title = *title;
            stage.slug = slug(*title);
            const Span where = (*phrase.literal)->span;
            const auto [first, is_new] = slugs_.emplace(stage.slug, where);
            if (!is_new)
                checker_.diagnostics.add(diag::duplicate, where, "the title " + string_literal(*title))
                    .label(first->second, "here first")
                    .hint("`--stage " + stage.slug + "` must name one stage");
        }
        if (phrase.block) {
            Block block = block_of(checker_, phrase.block->items, Place::stage);
            stage.body = std::move(block.steps);
            ended_ = ended_ || block.ends;
        }
        if (effects_of(stage.body, checker_.declarations(), checker_.lowered) != Effects{})
            forget_target(checker_.frame);
        program.stages.push_back(std::move(stage));
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
        program.dated = header.dated;
        for (const auto& stage : program.stages)
            program.effects = program.effects | effects_of(stage.body, checker_.declarations(), checker_.lowered);
        check_header_effects(checker_, header, program.effects);
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
    std::map<std::string, Span> slugs_;
    bool ended_ = false;  // a verdict stands before, on every way
    bool said_ = false;
    bool loose_ = false;  // the last stage is one of statements outside stages
};

}  // namespace
}  // namespace rules

std::optional<Program> check(const syntax::File& file, std::string_view file_stem, const Library& library,
                             SourceMap& sources, Diagnostics& diagnostics, [[maybe_unused]] const ReadBeside& read)
{
    rules::Checker checker{library.content(), sources, diagnostics};
    Program program = rules::Playbook{checker, file}.program(file_stem);
    diagnostics.sort();
    if (diagnostics.has_errors())
        return std::nullopt;
    return program;
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
