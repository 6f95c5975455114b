// Diagnostics as workflow commands of GitHub Actions, which shows them beside the lines of a pull request.
#include <algorithm>

#include <fmt/format.h>

#include "lang/diag/findings.hpp"
#include "lang/diag/machine_text.hpp"
#include "lang/diag/places.hpp"

namespace hivemend::lang {
namespace {

constexpr std::size_t most_shown = 10;       // of one severity in one step; GitHub drops what comes after
constexpr std::size_t longest_words = 3000;  // bytes; a message is cut at four kilobytes

/// `%`, line ends and, among properties, `:` and `,` have a meaning in a command.
std::string escaped(std::string_view text, bool property)
{
    std::string out;
    for (const char letter : text) {
        if (letter == '%' || letter == '\r' || letter == '\n' || (property && (letter == ':' || letter == ',')))
            out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(letter)));
        else
            out += letter;
    }
    return out;
}

std::string message(const Diagnostic& one)
{
    auto text = one_line(one.headline);
    for (const auto& help : one.help)
        text += fmt::format("\nhelp: {}", fmt::join(shown_lines(help), "\n"));
    for (const auto& fix : one.fixes)
        text += "\nfix: " + fix_line(fix);
    return escaped(cut(std::move(text), longest_words), false);
}

std::string command(const Diagnostic& one, const Findings& findings, Places& places)
{
    const auto& primary = one.labels.front().span;
    const auto begin = places.begin(primary);
    const auto end = places.end(primary);
    const auto file = one_line(path_in(findings.folder, findings.sources[primary.source].name()));
    const auto title = fmt::format("{}[{}]", severity_word(one.severity), one.kind);
    return fmt::format("::{} file={},line={},endLine={},col={},endColumn={},title={}::{}\n",
                       severity_word(one.severity), escaped(file, true), begin.line, end.line, begin.column, end.column,
                       escaped(title, true), message(one));
}

std::string command(const Problem& problem)
{
    auto text = problem.file.empty() ? "" : one_line(problem.file) + ": ";
    text += one_line(problem.headline);
    for (const auto& note : problem.notes)
        text += "\n" + one_line(note);
    if (!problem.help.empty())
        text += "\nhelp: " + one_line(problem.help);
    return fmt::format("::error title=hivemend::{}\n", escaped(cut(std::move(text), longest_words), false));
}

/// `3 more errors and 1 more warning`
std::string counted(std::size_t errors, std::size_t warnings)
{
    const auto some = [](std::size_t count, std::string_view noun) {
        return fmt::format("{} more {}{}", count, noun, count == 1 ? "" : "s");
    };
    if (warnings == 0)
        return some(errors, "error");
    return errors == 0 ? some(warnings, "warning") : some(errors, "error") + " and " + some(warnings, "warning");
}

}  // namespace

std::string render_github(const Findings& findings)
{
    Places places(findings.sources);
    std::string out;
    std::size_t errors = 0;
    std::size_t warnings = 0;
    for (const auto& problem : findings.problems)  // a file that was not read at all comes before mistakes in others
        if (errors++ < most_shown)
            out += command(problem);
    for (const auto& one : findings.diagnostics.all())
        if ((one.severity == Severity::error ? errors : warnings)++ < most_shown)
            out += command(one, findings, places);
    const auto left = [](std::size_t count) { return count - std::min(count, most_shown); };
    if (left(errors) + left(warnings) > 0)
        out +=
            fmt::format("::notice title=hivemend::{} not shown here; `hivemend check --format line` shows all\n",
                        counted(left(errors), left(warnings)) + (left(errors) + left(warnings) == 1 ? " is" : " are"));
    return out;
}

}  // namespace hivemend::lang
