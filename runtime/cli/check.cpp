// hivemend check: parse and type-check, without any disk.
#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>
#include <set>
#include <tuple>

#include <CLI/CLI.hpp>

#include "lang/diag/escape.hpp"
#include "lang/diag/findings.hpp"
#include "lang/diag/fixes.hpp"
#include "lang/diag/render.hpp"
#include "runtime/cli/cli.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/rewrite.hpp"
#include "runtime/cli/workbench.hpp"

#include <fmt/format.h>

namespace hivemend::cli {
namespace {

namespace fs = std::filesystem;
using lang::escape_terminal;

constexpr const char* standard_input = "-";

struct CheckCommandLine {
    std::vector<std::string> files;
    std::string format = "text", name;
    bool fix = false;
};

std::string read_all(std::istream& in)
{
    std::string text;
    char buffer[1 << 16];
    // One byte more than a text may have, so that the checker says that it is too large.
    while (text.size() <= lang::max_source_bytes && (in.read(buffer, sizeof buffer) || in.gcount() > 0))
        text.append(buffer, static_cast<std::size_t>(in.gcount()));
    return text;
}

void refuse_contradictions(const CheckCommandLine& options)
{
    const auto inputs = std::ranges::count(options.files, standard_input);
    if (inputs > 1)
        throw Error("standard input is named twice, and can be read once");
    if (inputs == 0 && !options.name.empty())
        throw Error("--name names the text of standard input, which is not read", {}, {},
                    "write hivemend check - --name FILE");
    if (options.fix && inputs == 1 && (options.files.size() > 1 || options.format != "text"))
        throw Error("with --fix the text of standard input goes to standard output, where nothing else fits", {}, {},
                    "check it alone, without --format; the documents hold the fixes as edits");
}

/// Checks one file after the other. As text each is reported at once, in other formats all together.
class Checking {
public:
    Checking(Workbench& bench, const CheckCommandLine& options)
        : bench_(bench),
          console_(bench.console),
          options_(options),
          first_own_(static_cast<lang::SourceId>(bench.sources.size())),
          as_text_(options.format == "text")
    {}

    int run()
    {
        for (const auto& file : options_.files) {
            try {
                check(file);
            } catch (const Error& error) {
                failed_ = true;
                if (as_text_)
                    show_error(error, console_);
                else
                    problems_.push_back(
                        {error.where.empty() ? file : error.where, error.headline, error.seen, error.help});
            }
        }
        if (!as_text_)
            console_.out << document();
        return failed_ ? Status::failed : Status::ok;
    }

private:
    void check(const std::string& file)
    {
        const bool input = file == standard_input;
        auto playbook = input ? given() : find_playbook(file);
        if (options_.fix && !input && !fs::exists(file))
            throw Error(fmt::format("{} is built in, and its text cannot be changed", file), {}, {},
                        "name a file, such as a copy of it");
        const auto before = playbook.text;
        auto diagnostics = options_.fix ? fixed(playbook) : checked(playbook);
        if (options_.fix && input)
            console_.out << playbook.text;
        else if (playbook.text != before)
            rewrite_file(file, before, playbook.text);
        failed_ = failed_ || diagnostics.has_errors();
        files_.push_back(playbook.file);
        if (as_text_)
            show(playbook, diagnostics);
        else
            collect(diagnostics);
    }

    PlaybookText given()
    {
        auto playbook = playbook_at(options_.name.empty() ? "standard input" : options_.name, read_all(console_.in));
        playbook.nameless = options_.name.empty();
        return playbook;
    }

    lang::Diagnostics checked(const PlaybookText& playbook)
    {
        lang::Diagnostics diagnostics;
        source_ = static_cast<lang::SourceId>(bench_.sources.size());
        check_playbook(bench_, playbook, diagnostics);
        return diagnostics;
    }

    /// What is left when nothing is certain any more.
    lang::Diagnostics fixed(PlaybookText& playbook)
    {
        auto diagnostics = checked(playbook);
        for (int round = 0; round < lang::most_fix_rounds; ++round) {
            auto better = lang::fix_certain(diagnostics, bench_.sources, source_);
            if (better.fixed.empty())
                break;
            for (const auto* one : better.fixed)
                say_fixed(*one);
            playbook.text = std::move(better.text);
            diagnostics = checked(playbook);
        }
        return diagnostics;
    }

    void say_fixed(const lang::Diagnostic& one)
    {
        const auto& source = bench_.sources[one.labels.front().span.source];
        const auto place = source.position(one.labels.front().span.begin);
        words() << fmt::format("{}:{}:{}: fixed {}: {}\n", escape_terminal(source.name()), place.line, place.column,
                               one.kind, lang::fix_line(*lang::certain_fix(one)));
    }

    /// Where a sentence goes that is no finding: beside documents and fixed texts, not among them.
    std::ostream& words()
    {
        const bool taken = !as_text_ || (options_.fix && options_.files.front() == standard_input);
        return taken ? console_.err : console_.out;
    }

    void show(const PlaybookText& playbook, const lang::Diagnostics& diagnostics)
    {
        if (!diagnostics.all().empty())
            console_.err << lang::render_text(diagnostics, bench_.sources, console_.colours)
                         << lang::summary(diagnostics) << '\n';
        if (!diagnostics.has_errors())
            words() << escape_terminal(playbook.file) << ": ok\n";
    }

    /// A file that two playbooks use is read for each, and its mistakes are told once.
    void collect(const lang::Diagnostics& diagnostics)
    {
        for (const auto& one : diagnostics.all()) {
            const auto& span = one.labels.front().span;
            if (told_.emplace(bench_.sources[span.source].name(), span.begin, one.kind, one.headline).second)
                all_.append(one);
        }
    }

    std::string document() const
    {
        const lang::Findings findings{
            all_, bench_.sources, first_own_, files_, problems_, fs::current_path().string(), version};
        if (options_.format == "json")
            return lang::render_json(findings);
        if (options_.format == "sarif")
            return lang::render_sarif(findings);
        return options_.format == "github" ? lang::render_github(findings) : lang::render_line(findings);
    }

    Workbench& bench_;
    Console& console_;
    const CheckCommandLine& options_;
    lang::SourceId first_own_;
    bool as_text_;
    bool failed_ = false;
    lang::SourceId source_ = 0;  // of the text that was checked last
    std::vector<std::string> files_;
    lang::Diagnostics all_;
    std::vector<lang::Problem> problems_;
    std::set<std::tuple<std::string, std::uint32_t, std::string_view, std::string>> told_;
};

int check_command(const CheckCommandLine& options, Console& console)
{
    refuse_contradictions(options);
    Workbench bench(console);
    return Checking(bench, options).run();
}

}  // namespace

void add_check(CLI::App& app, Action& action)
{
    auto* command = app.add_subcommand("check", "Parse and type-check playbooks; no disk is needed");
    auto options = std::make_shared<CheckCommandLine>();
    command->add_option("FILE", options->files, "Playbook files, or names of built-in playbooks; - is standard input")
        ->required();
    command
        ->add_option("--format", options->format,
                     "text, line (one line a finding), json, sarif, or github (annotations)")
        ->check(CLI::IsMember({"text", "line", "json", "sarif", "github"}));
    command->add_option("--name", options->name, "The file whose text is on standard input, as an editor holds it");
    command->add_flag("--fix", options->fix, "Apply the fixes that are certain; show the rest");
    command->callback(
        [options, &action] { action = [options](Console& console) { return check_command(*options, console); }; });
}

}  // namespace hivemend::cli
