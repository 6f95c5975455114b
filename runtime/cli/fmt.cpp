// hivemend fmt: playbooks in their canonical form.
#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>

#include "lang/diag/escape.hpp"
#include "lang/diag/render.hpp"
#include "lang/format/diff.hpp"
#include "lang/format/format.hpp"
#include "lang/source/embedded.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/rewrite.hpp"
#include "runtime/cli/workbench.hpp"

#include <fmt/format.h>

namespace hivemend::cli {
namespace {

namespace fs = std::filesystem;

struct FmtOptions {
    std::vector<std::string> files;
    bool check = false;
    bool diff = false;
};

const std::string stdin_file = "-";

std::string read_standard_input(Console& console)
{
    std::string text;
    char buffer[1 << 16];
    while (console.in.read(buffer, sizeof buffer) || console.in.gcount() > 0) {
        text.append(buffer, static_cast<std::size_t>(console.in.gcount()));
        if (text.size() > lang::max_source_bytes)
            throw Error(fmt::format("standard input has more than the {} bytes that are read", lang::max_source_bytes));
    }
    return text;
}

std::string read_text(const std::string& file, Console& console)
{
    if (file == stdin_file)
        return read_standard_input(console);
    if (!fs::exists(file) && lang::embedded_file(fmt::format("playbooks/{}.mend", file)))
        throw Error(fmt::format("{} is a built-in playbook: there is no file to format", file), {}, {},
                    "name a file, such as one beside the playbooks of your own");
    return read_host_file(file);
}

/// Prints a diff for a terminal or for `patch`: what cannot be seen is escaped.
void show_diff(const std::string& name, std::string_view before, std::string_view after, Console& console)
{
    auto diff = std::string_view();
    const auto whole = lang::format::unified_diff(name, before, after);
    for (diff = whole; !diff.empty();) {
        const auto end = diff.find('\n');
        auto line = diff.substr(0, end);
        while (!line.empty()) {  // a tab is text of a diff
            const auto tab = line.find('\t');
            console.out << lang::escape_terminal(line.substr(0, tab));
            if (tab == std::string_view::npos)
                break;
            console.out << '\t';
            line.remove_prefix(tab + 1);
        }
        console.out << '\n';
        diff.remove_prefix(end + 1);
    }
}

/// A file that nobody may write is not replaced, although root could.
void write_text(const std::string& file, std::string_view before, std::string_view after)
{
    constexpr auto may_write = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
    if ((fs::status(file).permissions() & may_write) == fs::perms::none)
        throw Error("the file is read-only, and its format is not canonical", file, {},
                    "`chmod u+w` lets you write it; --diff shows what would change");
    rewrite_file(file, before, after);
}

/// The canonical text; mistakes of the syntax are printed, and then `is_right` becomes no.
std::string format_text(const std::string& name, const std::string& text, bool& is_right, Console& console)
{
    lang::SourceMap sources;
    lang::Diagnostics diagnostics;
    const auto source = sources.add(name, text);
    auto formatted = lang::format::format(sources, source, diagnostics);
    if (formatted.is_fault)
        throw Error(fmt::format("hivemend has a mistake of its own: {}", formatted.kept_because), name, {},
                    "the text is left as it is; report it with the text");
    if (!diagnostics.has_errors())
        return std::move(formatted.text);
    is_right = false;
    diagnostics.sort();
    console.err << lang::render_text(diagnostics, sources, console.colours) << lang::summary(diagnostics) << '\n';
    if (!formatted.kept_because.empty())
        console.err << lang::escape_terminal(name) << ": left as it is, because " << formatted.kept_because << '\n';
    return std::move(formatted.text);
}

int format_file(const FmtOptions& options, const std::string& file, Console& console)
{
    const auto text = read_text(file, console);
    bool is_right = true;
    const auto name = file == stdin_file ? "standard input" : file;
    const auto formatted = format_text(name, text, is_right, console);
    const bool changes = formatted != text;
    if (options.diff)
        show_diff(file, text, formatted, console);
    else if (options.check && changes)
        console.out << lang::escape_terminal(file) << '\n';
    else if (!options.check && file == stdin_file)
        console.out << formatted;
    else if (!options.check && changes) {
        write_text(file, text, formatted);
        console.out << lang::escape_terminal(file) << ": formatted\n";
    }
    const bool finds = changes && (options.check || options.diff);
    return is_right && !finds ? Status::ok : Status::failed;
}

}  // namespace

void add_fmt(CLI::App& app, Action& action)
{
    auto* command = app.add_subcommand("fmt", "Write playbooks in their canonical form; files change in place");
    auto options = std::make_shared<FmtOptions>();
    command->add_option("FILE", options->files, "Playbook files, or - for standard input")->required();
    auto* check = command->add_flag("--check", options->check, "Change nothing; list the files that would change");
    command->add_flag("--diff", options->diff, "Change nothing; show what would change")->excludes(check);
    command->callback([options, &action] {
        action = [options](Console& console) {
            int status = Status::ok;
            for (const auto& file : options->files) {
                try {
                    status = std::max(status, format_file(*options, file, console));
                } catch (const Error& error) {
                    show_error(error, console);  // the next file is still formatted
                    status = Status::failed;
                }
            }
            return status;
        };
    });
}

}  // namespace hivemend::cli
