// Command lines of another shell among statements: one message each, with what to write instead.
#include "lang/check/foreign.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "lang/syntax/scan.hpp"

namespace hivemend::lang::rules {
namespace {

using foreign::Reply;

Reply reply_to(Checker& checker, const foreign::Command& command)
{
    if (command.name == "reg")
        return foreign::reg_reply(checker, command);
    if (command.name == "bcdedit")
        return foreign::bcdedit_reply(checker, command);
    if (command.name == "sc")
        return foreign::service_reply(checker, command);
    if (command.name.find('-') != std::string::npos && command.name != "manage-bde")
        return foreign::cmdlet_reply(checker, command);
    return foreign::tool_reply(command);
}

std::string_view text_of_source(const Checker& checker, Span span)
{
    return checker.sources[span.source].text();
}

/// The lines of a statement where the command stands, indented as it is.
std::string in_place(std::string_view text, Span where, const std::vector<std::string>& lines)
{
    const auto begin = syntax::scan::line_begin(text, where.begin);
    const auto indentation = text.substr(begin, syntax::scan::skip_blanks(text, begin) - begin);
    std::string all;
    for (const auto& line : lines)
        all += all.empty() ? line : "\n" + std::string{indentation} + line;
    return all;
}

/// Below the header, where parameters stand.
Span place_of_parameters(const Checker& checker, Span where)
{
    const auto text = text_of_source(checker, where);
    const auto in_file = checker.file != nullptr && checker.file->source == where.source;
    const auto& items = checker.file->items;
    const bool header = in_file && !items.empty() && std::holds_alternative<syntax::Phrase>(items.front().node);
    auto at = header && items.front().span.end <= where.begin ? items.front().span.end : 0;
    if (at > 0)
        at = static_cast<std::uint32_t>(std::min(syntax::scan::line_end(text, at) + 1, text.size()));
    return {where.source, at, at};
}

/// What a fix says before the lines that it writes; one line is named by itself.
std::string title_of(const foreign::Statement& statement)
{
    if (!statement.title.empty())
        return statement.title;
    if (statement.lines.size() > 1)
        return statement.lines.front().starts_with("for each control") ? "write a loop over the control sets"
                                                                       : "write it as statements";
    auto title = "write `" + statement.lines.front() + "`";
    for (const auto& parameter : statement.parameters)
        title += ", and `" + parameter + "` below the header";
    return title;
}

void offer(Checker& checker, Diagnostic& one, Span where, const Reply& reply)
{
    const auto text = text_of_source(checker, where);
    for (const auto& statement : reply.statements) {
        Fix fix{title_of(statement), {}, reply.certain ? Certainty::certain : Certainty::likely};
        std::string parameters;
        for (const auto& line : statement.parameters)
            parameters += "\n" + line + "\n";
        if (!parameters.empty()) {
            fix.certainty = Certainty::likely;
            fix.edits.push_back({place_of_parameters(checker, where), parameters});
        }
        fix.edits.push_back({where, in_place(text, where, statement.lines)});
        one.fixes.push_back(std::move(fix));
    }
}

/// The line with its end, unless something else stands on it.
Span whole_line(std::string_view text, Span where)
{
    const auto begin = syntax::scan::line_begin(text, where.begin);
    const auto end = syntax::scan::line_end(text, where.end);
    if (syntax::scan::skip_blanks(text, begin) != where.begin || syntax::scan::skip_blanks(text, where.end) < end)
        return where;
    return {where.source, static_cast<std::uint32_t>(begin),
            static_cast<std::uint32_t>(std::min(end + 1, text.size()))};
}

/// The line of the text before `where` that is exactly this one, in the same stage.
std::optional<Span> same_line_before(std::string_view text, Span where, std::string_view line)
{
    const auto before = text.substr(0, where.begin);
    const auto stage = before.rfind("\nstage ");
    for (auto at = before.find(line, stage == std::string_view::npos ? 0 : stage); at != std::string_view::npos;
         at = before.find(line, at + 1)) {
        const auto end = at + line.size();
        if (syntax::scan::first_on_line(text, at) && end == syntax::scan::line_end(text, at))
            return Span{where.source, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
    }
    return std::nullopt;
}

/// The same statement of an earlier line, pasted or written: a loop over the control sets stands for all of them.
std::optional<Span> written_before(Checker& checker, const Reply& reply, Span where)
{
    if (reply.statements.empty() || reply.statements.front().lines.size() < 3 ||
        !reply.statements.front().lines.front().starts_with("for each control_set"))
        return std::nullopt;
    std::string all;
    for (const auto& line : reply.statements.front().lines)
        all += line + "\n";
    auto& pasted = checker.frame.pasted;
    const auto found = std::ranges::find(pasted, all, &std::pair<std::string, Span>::first);
    if (found != pasted.end())
        return found->second;
    const std::string_view inner = reply.statements.front().lines[1];
    if (reply.statements.front().lines.size() == 3)
        if (const auto line = same_line_before(text_of_source(checker, where), where, inner.substr(4)))
            return line;
    pasted.emplace_back(all, where);
    return std::nullopt;
}

void say_remark(Checker& checker, Span where)
{
    const Span word{where.source, where.begin, where.begin + 3};
    checker.diagnostics.add(diag::foreign_comment, word, std::string{checker.sources[word.source].slice(word)})
        .fix("write `#`", word, "#", Certainty::certain);
}

/// The words that the headline names: `reg add`, but `bcdedit` alone, whose action stands far behind it.
Span name_span(const foreign::Command& command, const Reply& reply, Span where)
{
    if (command.words.empty())
        return where;
    const bool two = command.words.size() > 1 &&
                     ascii_lower(command.words[0].text + " " + command.words[1].text) == ascii_lower(reply.shown);
    return {where.source, command.words.front().begin, command.words[two ? 1 : 0].end};
}

Diagnostic& message_of(Checker& checker, const Reply& reply, Span name, Span where)
{
    const auto text = text_of_source(checker, where);
    if (const auto first = written_before(checker, reply, where)) {
        auto& one = checker.diagnostics.add(diag::needs_no_statement, name, reply.shown);
        one.label(*first, "this is for every control set that the disk has");
        return one.fix("delete the line", whole_line(text, where), "");
    }
    if (!reply.reason.empty()) {
        auto& one = checker.diagnostics.add(diag::needs_no_statement, name, reply.shown);
        one.hint(reply.reason);
        return one.fix("delete the line", whole_line(text, where), "",
                       reply.certain ? Certainty::certain : Certainty::likely);
    }
    auto& one = checker.diagnostics.add(diag::pasted_command, name, reply.shown);
    if (reply.by_hand)
        one.hint("no statement does this; where it is needed, a person does it");
    offer(checker, one, where, reply);
    return one;
}

}  // namespace

void say_foreign(Checker& checker, Span where)
{
    if (!checker.foreign_said.emplace(where.source, where.begin).second)
        return;
    const auto command = syntax::foreign_command(text_of_source(checker, where), where.begin, where.end);
    if (command.name == "rem") {
        say_remark(checker, where);
        return;
    }
    auto reply = reply_to(checker, command);
    reply.slips.insert(reply.slips.begin(), command.slips.begin(), command.slips.end());
    if (reply.shown.empty())
        reply.shown = command.name;
    const Span name = name_span(command, reply, where);
    auto& one = message_of(checker, reply, name, where);
    for (const auto& slip : reply.slips) {
        if (slip.begin == name.begin && one.labels.front().text.empty())
            one.mark(slip.words);
        else
            one.label({where.source, slip.begin, slip.end}, slip.words);
    }
    for (auto& hint : reply.hints)
        if (std::ranges::find(one.help, hint) == one.help.end())
            one.hint(std::move(hint));
}

void say_foreign_to_people(Checker& checker, Span where)
{
    if (!checker.foreign_said.emplace(where.source, where.begin).second)
        return;
    const auto command = syntax::foreign_command(text_of_source(checker, where), where.begin, where.end);
    checker.diagnostics.add(diag::pasted_command, where, command.name)
        .hint("a line for people begins with `- `")
        .fix("make it a line for people", {where.source, where.begin, where.begin}, "- ");
}

void say_other_foreign(Checker& checker, const syntax::File& file)
{
    for (const auto& where : file.foreign) {
        if (!checker.foreign_said.emplace(where.source, where.begin).second)
            continue;
        const auto command = syntax::foreign_command(text_of_source(checker, where), where.begin, where.end);
        if (command.name == "rem")
            say_remark(checker, where);
        else
            checker.diagnostics.add(diag::pasted_command, where, command.name)
                .hint("among the statements of a stage it gets what it becomes");
    }
}

namespace foreign {

Statement around(const Key& key, std::vector<std::string> lines)
{
    if (!key.every_control_set)
        return {std::move(lines), key.parameters};
    std::vector<std::string> all{fmt::format("for each {} in os.control_sets {{", key.variable)};
    for (const auto& line : lines)
        all.push_back("    " + line);
    all.emplace_back("}");
    return {std::move(all), key.parameters};
}

std::string switch_of(const Word& word)
{
    return is_switch(word) ? ascii_lower(std::string_view{word.text}.substr(1)) : std::string{};
}

Text placeholder_name(std::string_view text)
{
    if (text.size() < 3 || text.front() != '<' || text.back() != '>')
        return std::nullopt;
    std::string name;
    bool small = false;  // `ServiceName` is two words
    for (const char c : text.substr(1, text.size() - 2)) {
        const bool letter = syntax::scan::continues_name(c) && c != '_';
        const bool capital = c >= 'A' && c <= 'Z';
        if ((!letter || (capital && small)) && !name.empty() && name.back() != '_')
            name += '_';
        if (letter)
            name += capital ? static_cast<char>(c - 'A' + 'a') : c;
        small = letter && !capital;
    }
    while (!name.empty() && name.back() == '_')
        name.pop_back();
    if (name.empty() || !syntax::scan::begins_name(name.front()))
        return std::nullopt;
    return syntax::scan::is_keyword(name) ? name + "_name" : name;
}

Text guest_path_literal(std::string_view text)
{
    if (text.size() > 3 && text.front() == '<' && text.find(">:") != std::string_view::npos)
        text.remove_prefix(text.find(">:") + 2);
    else if (text.size() > 2 && syntax::scan::begins_name(text[0]) && text[1] == ':')
        text.remove_prefix(2);
    std::string path{text};
    for (const std::string_view root : {"%systemroot%", "%windir%"})
        if (ascii_lower(path).starts_with(root))
            path = "\\Windows" + path.substr(root.size());
    while (path.size() > 1 && path.back() == '\\')
        path.pop_back();
    if (path.size() < 2 || path.front() != '\\' || path.find_first_of("<>\"|%/") != std::string::npos ||
        path.find("\\\\") != std::string::npos)
        return std::nullopt;
    return string_literal(path);
}

}  // namespace foreign
}  // namespace hivemend::lang::rules
