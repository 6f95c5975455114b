// hivemend help: the declarations of the standard library as a reference. Commands explain themselves by --help.
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iostream>
#include <memory>
#include <utility>

#include <CLI/CLI.hpp>

#include "lang/diag/escape.hpp"
#include "lang/diag/suggest.hpp"
#include "lang/doc/reference.hpp"
#include "lang/source/embedded.hpp"
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
    if (kind == "word of the language")
        return "words of the language";
    return kind == "kind of boot object" ? "kinds of boot objects" : fmt::format("{}s", kind);
}

using lang::Topic;

/// Names stand below each other; one that is longer than most moves its own line only.
std::string summary_line(const Topic& topic, std::size_t indent)
{
    constexpr std::size_t column = 26;
    auto line = fmt::format("{}{:<{}}  {}", std::string(indent, ' '), topic.name, column, topic.summary());
    line.erase(line.find_last_not_of(' ') + 1);
    return line + '\n';
}

void list(const std::vector<Topic>& all, CLI::App& app, Console& console)
{
    console.out << app.help()
                << "\nTopics of hivemend help, besides members of enums, stop codes (0x7B) and elements by number "
                   "(0x25000080):\n";
    std::string_view kind;
    for (const auto& topic : all) {
        if (lang::to_text(topic.kind) != kind)
            console.out << fmt::format("  {}:\n", plural(kind = lang::to_text(topic.kind)));
        console.out << summary_line(topic, 4);
    }
}

/// `reg` stands for `reg add` and `reg.dword`.
bool begins(const std::string& name, const std::string& wanted)
{
    return name.size() > wanted.size() && name.starts_with(wanted) &&
           (name[wanted.size()] == ' ' || name[wanted.size()] == '.');
}

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
    return text;
}

/// `0x5A`, `0x0000005a`: nothing when it is no number in hex.
std::optional<std::uint64_t> hex_number(std::string_view text)
{
    if (text.size() < 3 || text.size() > 18 || text[0] != '0' || (text[1] != 'x' && text[1] != 'X'))
        return std::nullopt;
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data() + 2, text.data() + text.size(), number, 16);
    return problem == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// Built-in playbooks whose header, or the comment above it, names the number.
std::vector<std::string> playbooks_about(std::uint64_t code)
{
    std::vector<std::string> names;
    for (const auto& file : lang::embedded_files()) {
        if (!file.path.starts_with("playbooks/"))
            continue;
        const auto header = file.text.substr(0, file.text.find("\n}"));
        for (auto at = header.find("0x"); at != std::string_view::npos; at = header.find("0x", at + 1)) {
            const auto end = std::min(header.find_first_not_of("0123456789abcdefABCDEF", at + 2), header.size());
            if (hex_number(header.substr(at, end - at)) == code) {
                names.push_back(std::filesystem::path(file.path).stem().string());
                break;
            }
        }
    }
    return names;
}

/// Members of enums by their name, with their enum or without; of stop codes also by number and as a screen writes
/// them (CRITICAL_SERVICE_FAILED, critical service failed).
std::vector<Topic> members_named(const std::vector<Topic>& all, const std::string& wanted)
{
    auto name = lower(wanted);
    std::ranges::replace(name, ' ', '_');
    std::vector<Topic> found;
    for (const auto& topic : all) {
        if (topic.kind != Topic::Kind::enumeration)
            continue;
        const bool codes = topic.name == "stop_code";
        for (auto& member : lang::member_topics(topic)) {
            const auto code = codes ? hex_number(member.properties.front().second) : std::nullopt;
            if (member.name != name && member.usage != name && (!code || hex_number(wanted) != code))
                continue;
            if (code) {
                const auto names = playbooks_about(*code);
                member.properties.emplace_back("playbooks", names.empty() ? "none built in"
                                                                          : fmt::format("{}", fmt::join(names, ", ")));
            }
            found.push_back(std::move(member));
        }
    }
    return found;
}

/// Whether the topic is the boot element of this number, as plans show it: `safeboot (0x25000080)`.
bool is_element(const Topic& topic, const std::optional<std::uint64_t>& number)
{
    return number && topic.kind == Topic::Kind::element && hex_number(topic.properties.front().second) == number;
}

/// The page of that name or number; `accept` is `@accept`.
std::vector<Topic> topics_named(const std::vector<Topic>& all, const std::string& wanted)
{
    std::vector<Topic> found;
    const auto number = hex_number(wanted);
    for (const auto& topic : all)
        if (topic.name == wanted || topic.name == "@" + wanted || is_element(topic, number))
            found.push_back(topic);
    if (found.empty())
        for (const auto& topic : all)
            if (lower(topic.name) == lower(wanted))
                found.push_back(topic);
    // A member that is a word and nothing more adds nothing to a page of that name.
    const bool has_page = !found.empty();
    for (auto& member : members_named(all, wanted))
        if (!has_page || !member.documentation.empty() || !member.properties.empty())
            found.push_back(std::move(member));
    return found;
}

[[noreturn]] void refuse_topic(const std::vector<Topic>& all, const std::string& wanted)
{
    if (hex_number(wanted))
        throw Error(fmt::format("{} is neither a boot element with a name nor a stop code with a page", wanted), {}, {},
                    "`hivemend help stop_code` lists stop codes, `hivemend help` elements");
    std::vector<std::string> names;
    for (const auto& topic : all) {
        names.push_back(topic.name);
        if (topic.kind == Topic::Kind::enumeration)
            for (const auto& row : topic.rows)
                names.push_back(row.name);
    }
    const auto near = lang::nearest(wanted, names);
    throw Error(fmt::format("there is no help on {}", wanted), {}, {},
                near ? fmt::format("did you mean {}?", *near) : "`hivemend help` lists all topics");
}

void show(const std::vector<Topic>& all, const std::string& wanted, Console& console)
{
    const auto found = topics_named(all, wanted);
    bool first = true;
    for (const auto& topic : found)
        console.out << (std::exchange(first, false) ? "" : "\n") << lang::topic_text(topic);
    std::string lines;
    for (const auto& topic : all)
        if (begins(topic.name, wanted))
            lines += summary_line(topic, 2);
    if (found.empty() && lines.empty())
        refuse_topic(all, wanted);
    if (!lines.empty())
        console.out << (found.empty() ? "" : "\n") << "topics that begin with " << lang::escape_terminal(wanted)
                    << ":\n"
                    << lines;
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
    auto* command = app.add_subcommand("help", "Explain a command, statement, procedure, fact, boot element, enum, "
                                               "stop code, attribute or word of the language");
    auto options = std::make_shared<HelpOptions>();
    auto* topic = command->add_option("TOPIC", options->words,
                                      "Such as: reg add, emsport, os.free, kernel, 0x5A, @accept, std.crash_dump");
    command->add_flag("--markdown", options->markdown, "The whole reference as one Markdown document")->excludes(topic);
    command->callback([options, &app, &action] {
        action = [options, &app](Console& console) { return help_command(*options, app, console); };
    });
}

}  // namespace hivemend::cli
