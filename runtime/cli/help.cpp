// hivemend help: the declarations of the standard library as a reference. Commands explain themselves by --help.
#include <algorithm>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "lang/diag/suggest.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/cli/workbench.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hivemend::cli {
namespace {

/// A topic: the text of its declaration as the library has it, under its documentation.
struct Topic {
    std::string name, kind, documentation;
    lang::Span declared;
};

std::vector<Topic> topics(const lang::Declarations& declarations)
{
    std::vector<Topic> result;
    const auto add = [&](const std::string& name, const char* kind, const auto& declaration) {
        result.push_back({name, kind, declaration.documentation, declaration.span});
    };
    for (const auto& [name, declaration] : declarations.primitives)
        add(name, "statement", declaration);
    for (const auto& [name, declaration] : declarations.facts)
        add(name, "fact", declaration);
    for (const auto& [name, declaration] : declarations.objects)
        add(name, "boot object", declaration);
    for (const auto& [name, declaration] : declarations.elements)
        add(name, "boot element", declaration);
    for (const auto& [name, declaration] : declarations.enums)
        add(name, "enum", declaration);
    return result;
}

/// The declaration as it is written, to the end of its block. The library checks, so its braces fit.
std::string_view declaration(const lang::Source& source, std::uint32_t begin)
{
    const auto text = source.text();
    const auto open = text.find('{', begin);
    auto at = open;
    for (int depth = 0; at < text.size(); ++at) {
        depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
        if (depth == 0)
            break;
    }
    return text.substr(begin, at + 1 - begin);
}

void list(const std::vector<Topic>& all, CLI::App& app, Console& console)
{
    console.out << app.help() << "\nTopics of hivemend help:\n";
    std::string kind;
    for (const auto& topic : all) {
        if (topic.kind != kind)
            console.out << fmt::format("  {}s:\n", kind = topic.kind);
        console.out << fmt::format("    {:<28}{}\n", topic.name,
                                   topic.documentation.substr(0, topic.documentation.find('\n')));
    }
}

int help_command(const std::vector<std::string>& words, CLI::App& app, Console& console)
{
    for (const auto* command :
         app.get_subcommands([&](const CLI::App* one) { return words == std::vector{one->get_name()}; })) {
        console.out << command->help();
        return Status::ok;
    }
    Workbench bench(console);
    const auto all = topics(bench.declarations());
    if (words.empty()) {
        list(all, app, console);
        return Status::ok;
    }
    const auto wanted = fmt::format("{}", fmt::join(words, " "));
    bool found = false;
    for (const auto& topic : all) {
        if (topic.name != wanted)
            continue;
        found = true;
        console.out << fmt::format("{} ({})\n\n{}\n\n{}\n", topic.name, topic.kind, topic.documentation,
                                   declaration(bench.sources[topic.declared.source], topic.declared.begin));
    }
    if (found)
        return Status::ok;
    std::vector<std::string> names;
    for (const auto& topic : all)
        names.push_back(topic.name);
    const auto near = lang::nearest(wanted, names);
    throw Error(fmt::format("there is no help on {}", wanted), {}, {},
                near ? fmt::format("did you mean {}?", *near) : "`hivemend help` lists all topics");
}

}  // namespace

void add_help(CLI::App& app, Action& action)
{
    auto* command = app.add_subcommand("help", "Explain a command, statement, fact, boot element, boot object or enum");
    auto words = std::make_shared<std::vector<std::string>>();
    command->add_option("TOPIC", *words, "Such as: reg add, emsport, os.free");
    command->callback([words, &app, &action] {
        action = [words, &app](Console& console) { return help_command(*words, app, console); };
    });
}

}  // namespace hivemend::cli
