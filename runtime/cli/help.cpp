// hivemend help: the declarations of the standard library as a reference. Commands explain themselves by --help.
#include <algorithm>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "lang/diag/escape.hpp"
#include "lang/diag/suggest.hpp"
#include "lang/doc/reference.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/workbench.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hivemend::cli {
namespace {

struct HelpOptions {
    std::vector<std::string> words;
    bool markdown = false;
};

/// `Boot elements`
std::string plural(std::string_view kind)
{
    return kind == "kind of boot object" ? "kinds of boot objects" : fmt::format("{}s", kind);
}

using lang::Topic;

void list(const std::vector<Topic>& all, CLI::App& app, Console& console)
{
    console.out << app.help() << "\nTopics of hivemend help:\n";
    std::string_view kind;
    for (const auto& topic : all) {
        if (lang::to_text(topic.kind) != kind)
            console.out << fmt::format("  {}:\n", plural(kind = lang::to_text(topic.kind)));
        console.out << fmt::format("    {:<28}{}\n", topic.name, topic.summary());
    }
}

/// `reg` stands for `reg add` and `reg.dword`.
bool begins(const std::string& name, const std::string& wanted)
{
    return name.size() > wanted.size() && name.starts_with(wanted) &&
           (name[wanted.size()] == ' ' || name[wanted.size()] == '.');
}

std::vector<const Topic*> topics_named(const std::vector<Topic>& all, const std::string& wanted)
{
    std::vector<const Topic*> found;
    for (const auto& topic : all)
        if (topic.name == wanted)
            found.push_back(&topic);
    return found;
}

void show(const std::vector<Topic>& all, const std::string& wanted, Console& console)
{
    const auto found = topics_named(all, wanted);
    for (const auto* topic : found)
        console.out << (topic == found.front() ? "" : "\n") << lang::topic_text(*topic);
    std::vector<std::string> lines, names;
    for (const auto& topic : all) {
        names.push_back(topic.name);
        if (begins(topic.name, wanted))
            lines.push_back(fmt::format("  {:<30}{}\n", topic.name, topic.summary()));
    }
    if (found.empty() && lines.empty()) {
        const auto near = lang::nearest(wanted, names);
        throw Error(fmt::format("there is no help on {}", wanted), {}, {},
                    near ? fmt::format("did you mean {}?", *near) : "`hivemend help` lists all topics");
    }
    if (!lines.empty())
        console.out << (found.empty() ? "" : "\n") << "topics that begin with " << lang::escape_terminal(wanted)
                    << ":\n"
                    << fmt::format("{}", fmt::join(lines, ""));
}

int help_command(const HelpOptions& options, CLI::App& app, Console& console)
{
    if (!options.markdown)
        for (const auto* command :
             app.get_subcommands([&](const CLI::App* one) { return options.words == std::vector{one->get_name()}; })) {
            console.out << command->help();
            return Status::ok;
        }
    Workbench bench(console);
    const auto all = lang::topics(bench.library, bench.sources);
    if (options.markdown)
        console.out << lang::reference_markdown(all);
    else if (options.words.empty())
        list(all, app, console);
    else
        show(all, fmt::format("{}", fmt::join(options.words, " ")), console);
    return Status::ok;
}

}  // namespace

void add_help(CLI::App& app, Action& action)
{
    auto* command = app.add_subcommand("help", "Explain a command, statement, procedure, fact, boot element or enum");
    auto options = std::make_shared<HelpOptions>();
    auto* topic = command->add_option("TOPIC", options->words, "Such as: reg add, emsport, os.free, std.crash_dump");
    command->add_flag("--markdown", options->markdown, "The whole reference as one Markdown document")->excludes(topic);
    command->callback([options, &app, &action] {
        action = [options, &app](Console& console) { return help_command(*options, app, console); };
    });
}

}  // namespace hivemend::cli
