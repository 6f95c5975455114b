// hivemend complete: what fits at a place of a playbook, or on a command line that a shell has begun.
#include <charconv>
#include <iostream>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "lang/diag/escape.hpp"
#include "lang/doc/completion.hpp"
#include "runtime/cli/command_line.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/workbench.hpp"

#include <fmt/format.h>

namespace hivemend::cli {
namespace {

struct CompleteOptions {
    std::string name, format = "text";
    std::vector<std::string> words;  // the place, or the words of a shell
    bool shell = false;
};

/// `FILE:LINE:COL` from its end, because a file's name may hold colons.
struct Place {
    std::string file;
    std::uint32_t line = 0, column = 0;
};

std::uint32_t number_of(const std::string& text)
{
    std::uint32_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc{} && end == text.data() + text.size() ? number : 0;
}

Place place_of(const std::string& text)
{
    const auto column = text.rfind(':');
    const auto line = column == std::string::npos || column == 0 ? column : text.rfind(':', column - 1);
    Place place;
    if (line != std::string::npos && line != column)
        place = {text.substr(0, line), number_of(text.substr(line + 1, column - line - 1)),
                 number_of(text.substr(column + 1))};
    if (place.file.empty() || place.line == 0 || place.column == 0)
        throw Error(fmt::format("{} is no place in a file", text), {}, {},
                    "write FILE:LINE:COLUMN, both counted from 1 as in messages, and `-` for standard input");
    return place;
}

/// The byte of a place as messages count it; past the end of a line is its end.
std::uint32_t offset_of(const lang::Source& source, const Place& place)
{
    const auto text = source.text();
    std::size_t at = 0;
    for (std::uint32_t line = 1; line < place.line; ++line) {
        const auto end = text.find('\n', at);
        if (end == std::string_view::npos)
            throw Error(fmt::format("the text ends before line {}", place.line), source.name());
        at = end + 1;
    }
    for (std::uint32_t column = 1; column < place.column && at < text.size() && text[at] != '\n'; ++column)
        do
            ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
    return static_cast<std::uint32_t>(at);
}

std::string as_json(const lang::Completion& completion)
{
    nlohmann::ordered_json items = nlohmann::ordered_json::array();
    for (const auto& one : completion.candidates)
        items.push_back({{"name", one.name},
                         {"what", one.what},
                         {"type", one.type},
                         {"documentation", one.documentation},
                         {"fits", one.fits}});
    return nlohmann::ordered_json{{"version", 1},
                                  {"replaces", {{"begin", completion.begin}, {"end", completion.end}}},
                                  {"candidates", std::move(items)}}
               .dump(2) +
           "\n";
}

PlaybookText text_at(const Place& place, const std::string& name, Console& console)
{
    if (place.file != "-")
        return find_playbook(place.file);
    std::string text{std::istreambuf_iterator<char>(console.in), {}};
    return {name.empty() ? "playbook.mend" : name, std::move(text), beside(name)};
}

int complete_place(const CompleteOptions& options, Console& console)
{
    const auto place = place_of(options.words.front());
    Workbench bench(console);
    const auto playbook = text_at(place, options.name, console);
    const auto source = bench.sources.add(playbook.file, playbook.text);
    const auto completion = lang::complete(playbook.text, offset_of(bench.sources[source], place), playbook.file,
                                           bench.library, playbook.beside);
    if (options.format == "json") {
        console.out << as_json(completion);
        return Status::ok;
    }
    for (const auto& one : completion.candidates)
        console.out << lang::escape_terminal(fmt::format("{}{}{}", one.name, one.type.empty() ? "" : "  " + one.type,
                                                         one.documentation.empty() ? "" : "  " + one.documentation))
                    << '\n';
    return Status::ok;
}

int complete_words(const CLI::App& app, const CompleteOptions& options, Console& console)
{
    const auto found = complete_command_line(app, options.words, console);
    for (const auto& word : found.words)
        console.out << lang::escape_terminal(word.word) << '\t' << lang::escape_terminal(word.description) << '\n';
    if (found.files)
        console.out << ":files\n";
    return Status::ok;
}

}  // namespace

void add_complete(CLI::App& app, Action& action)
{
    auto* command = app.add_subcommand("complete", "List what fits at a place of a playbook, for shells and editors");
    auto options = std::make_shared<CompleteOptions>();
    command->add_option("FILE:LINE:COL", options->words, "The place of the cursor; FILE `-`: standard input");
    command->add_option("--name", options->name, "The file's name when its text comes from standard input");
    command->add_option("--format", options->format, "text or json")->check(CLI::IsMember({"text", "json"}));
    command->add_flag("--shell", options->shell, "Instead: `-- WORD...` of a command line, the last being written");
    command->callback([options, &app, &action] {
        if (!options->shell && options->words.size() != 1)
            throw CLI::RequiredError("FILE:LINE:COL, once,");
        action = [options, &app](Console& console) {
            return options->shell ? complete_words(app, *options, console) : complete_place(*options, console);
        };
    });
}

}  // namespace hivemend::cli
