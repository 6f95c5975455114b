// What could come next on a command line.
#include "runtime/cli/command_line.hpp"

#include <algorithm>
#include <functional>
#include <sstream>

#include <CLI/CLI.hpp>

#include "lang/diag/catalogue.hpp"
#include "lang/doc/reference.hpp"
#include "lang/types/documentation.hpp"
#include "runtime/cli/workbench.hpp"
#include "runtime/engine/plan/asks.hpp"

#include <fmt/format.h>

namespace hivemend::cli {
namespace {

using Words = std::vector<std::string>;

/// `text`, `json` of an option whose type is `TEXT:{text,json}`.
std::vector<NextWord> members_of(const CLI::Option& option)
{
    const auto type = option.get_type_name();
    const auto open = type.find('{'), close = type.rfind('}');
    std::vector<NextWord> members;
    if (open == std::string::npos || close == std::string::npos)
        return members;
    std::istringstream names(type.substr(open + 1, close - open - 1));
    for (std::string name; std::getline(names, name, ',');)
        members.push_back({name, ""});
    return members;
}

class CommandLine {
public:
    CommandLine(const CLI::App& app, const Words& words, Console& console) : app_(app), words_(words), console_(console)
    {}

    NextWords next()
    {
        if (words_.size() == 1)
            return {commands()};
        const auto named =
            app_.get_subcommands([this](const CLI::App* one) { return one->get_name() == words_.front(); });
        if (named.empty())
            return {};
        const auto* command = named.front();
        if (words_.back().starts_with('-'))
            return {options(*command)};
        if (const auto* option = command->get_option_no_throw(words_[words_.size() - 2]);
            option != nullptr && option->get_items_expected_max() > 0)
            return value_of(*option);
        return argument_of(command->get_name());
    }

private:
    std::vector<NextWord> commands() const
    {
        std::vector<NextWord> found;
        for (const auto* command : app_.get_subcommands(nullptr))
            found.push_back({command->get_name(), command->get_description()});
        return found;
    }

    static std::vector<NextWord> options(const CLI::App& command)
    {
        std::vector<NextWord> found;
        for (const auto* option : command.get_options())
            if (!option->get_lnames().empty())
                found.push_back({"--" + option->get_lnames().front(), option->get_description()});
        return found;
    }

    NextWords value_of(const CLI::Option& option)
    {
        const auto& name = option.get_lnames().front();
        if (name == "set")
            return {settings()};
        if (name == "stage")
            return {stages()};
        if (name == "confirm" || name == "assume")
            return {answers()};
        auto members = members_of(option);
        const bool files = members.empty();
        return {std::move(members), files};
    }

    NextWords argument_of(const std::string& command)
    {
        if (command == "explain")
            return {kinds()};
        if (command == "help")
            return {topics()};
        if (command == "check" || command == "plan" || command == "apply" || command == "effects")
            return {built_in(), true};
        return {{}, true};
    }

    static std::vector<NextWord> kinds()
    {
        std::vector<NextWord> found;
        for (const auto& kind : lang::diag::catalogue())
            found.push_back({std::string{kind.name}, ""});
        return found;
    }

    /// Topics of several words, a word at a time.
    std::vector<NextWord> topics()
    {
        std::string before;
        for (std::size_t i = 1; i + 1 < words_.size(); ++i)
            before += words_[i] + " ";
        Workbench bench(console_);
        std::vector<NextWord> found;
        for (const auto& topic : lang::topics(bench.library, bench.sources)) {
            if (!topic.name.starts_with(before))
                continue;
            const auto rest = topic.name.substr(before.size());
            const auto end = rest.find(' ');
            found.push_back({rest.substr(0, end), end == std::string::npos ? topic.summary() : ""});
        }
        return found;
    }

    static std::vector<NextWord> built_in()
    {
        std::vector<NextWord> found;
        for (auto& name : built_in_playbooks())
            found.push_back({std::move(name), "built in"});
        return found;
    }

    /// What the playbook on the line says of itself; nothing when there is none that checks.
    std::vector<NextWord>
    of_playbook(const std::function<std::vector<NextWord>(Workbench&, const lang::Program&)>& read)
    {
        std::ostringstream unheard;
        Console silent{console_.in, unheard, unheard, false, false, console_.stop};
        try {
            Workbench bench(silent);
            const auto playbook = load_playbook(bench, find_playbook(words_.size() > 2 ? words_[1] : ""));
            return read(bench, playbook.program);
        } catch (const Reported&) {
        } catch (const Error&) {
        }
        return {};
    }

    std::vector<NextWord> settings()
    {
        return of_playbook([this](Workbench& bench, const lang::Program& program) {
            std::vector<NextWord> found;
            for (const auto& parameter : program.parameters) {
                const auto about = to_text(parameter.type) + "  " + lang::first_sentence(parameter.documentation);
                found.push_back({parameter.name + "=", about});
                if (words_.back().starts_with(parameter.name + "="))
                    for (const auto& value : values(bench, program, lang::without_optional(parameter.type)))
                        found.push_back({parameter.name + "=" + value, about});
            }
            return found;
        });
    }

    static Words values(Workbench& bench, const lang::Program& program, const lang::Type& type)
    {
        Words found;
        if (type.is(lang::Type::Kind::boolean))
            found = {"no", "yes"};
        for (const auto* enums : {&program.enums, &bench.declarations().enums})
            if (const auto one = enums->find(type.name);
                type.is(lang::Type::Kind::enumeration) && found.empty() && one != enums->end())
                for (const auto& member : one->second.members)
                    found.push_back(member.name);
        for (const auto& [name, object] : bench.declarations().objects)
            if (type.is(lang::Type::Kind::bcd_object) && (type.name.empty() || type.name == object.kind))
                found.push_back(name);
        return found;
    }

    std::vector<NextWord> stages()
    {
        return of_playbook([](Workbench&, const lang::Program& program) {
            std::vector<NextWord> found;
            for (const auto& stage : program.stages)
                if (!stage.slug.empty())
                    found.push_back({stage.slug, stage.title});
            return found;
        });
    }

    std::vector<NextWord> answers()
    {
        return of_playbook([](Workbench&, const lang::Program& program) {
            std::vector<NextWord> found;
            for (const auto& name : engine::answer_names(program))
                found.push_back({name, ""});
            return found;
        });
    }

    const CLI::App& app_;
    const Words& words_;
    Console& console_;
};

}  // namespace

NextWords complete_command_line(const CLI::App& app, const std::vector<std::string>& words, Console& console)
{
    if (words.empty())
        return {};
    auto next = CommandLine(app, words, console).next();
    std::erase_if(next.words, [&](const NextWord& one) { return !one.word.starts_with(words.back()); });
    std::ranges::stable_sort(next.words, {}, &NextWord::word);
    const auto same = [](const NextWord& left, const NextWord& right) { return left.word == right.word; };
    next.words.erase(std::unique(next.words.begin(), next.words.end(), same), next.words.end());
    return next;
}

}  // namespace hivemend::cli
