// Programs and commands other than `reg` and `bcdedit`: some are statements, many need none, the rest a person does.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "lang/check/foreign.hpp"

namespace hivemend::lang::rules::foreign {
namespace {

struct Reason {
    std::string_view name;
    std::string_view reason;
    bool certain;  // nothing is lost with the line
};

constexpr std::string_view no_shell = "a playbook names what it means in full, and has no current folder or screen";
constexpr std::string_view found_by_runtime =
    "the runtime finds disks, partitions and volumes by what they hold; `hivemend inspect` shows them";
constexpr std::string_view by_name = "volumes have names, not letters: `os` holds Windows, `system` the boot store";

constexpr auto reasons = std::to_array<Reason>({
    {"cd", no_shell, true},
    {"chdir", no_shell, true},
    {"pushd", no_shell, true},
    {"popd", no_shell, true},
    {"echo", "a `note` speaks to a person: `note \"title\" { - its lines }`", false},
    {"cls", no_shell, true},
    {"pause", "an `ask` waits for a person: `ask \"title\" { - its lines }`", false},
    {"exit", "a verdict ends a playbook: `stop \"why\"`", false},
    {"set", "a `let` names a value: `let name = value`", false},
    {"start", no_shell, false},
    {"cmd", no_shell, true},
    {"powershell", no_shell, false},
    {"dir", "a playbook looks for files where it decides: `file.exists(\"\\…\")`, `file.find(\"\\…\\*.dmp\")`", true},
    {"type", "`collect [\"\\…\"]` keeps a file as evidence", false},
    {"findstr", "a playbook reads the patient by facts: `hivemend help` lists them", false},
    {"mkdir", "folders are made with the files that are put into them", true},
    {"md", "folders are made with the files that are put into them", true},
    {"list", found_by_runtime, true},
    {"select", found_by_runtime, true},
    {"sel", found_by_runtime, true},
    {"detail", found_by_runtime, true},
    {"rescan", found_by_runtime, true},
    {"diskpart", found_by_runtime, true},
    {"diskmgmt", found_by_runtime, true},
    {"diskmgmt.msc", found_by_runtime, true},
    {"assign", by_name, true},
    {"remove", by_name, false},
    {"mountvol", by_name, false},
    {"online", "the disk is opened as a file or device, whether Windows would bring it online or not", true},
    {"offline", "the disk is opened as a file or device, whether Windows would bring it online or not", true},
    {"san", "the disk is opened as a file or device, whether Windows would bring it online or not", true},
    {"attributes", "the disk is opened as a file or device, whatever attributes Windows keeps of it", true},
    {"uniqueid", found_by_runtime, false},
    {"regedit", "the runtime opens the hives of the patient: a key begins with its hive", true},
    {"regedt32", "the runtime opens the hives of the patient: a key begins with its hive", true},
    {"eventvwr", "`collect [\"\\Windows\\System32\\winevt\\Logs\\System.evtx\"]` keeps a log as evidence", false},
    {"shutdown", "the patient does not run; a person starts it, at an `ask`", true},
    {"net", "nothing of the patient runs while its disk is repaired", false},
    {"get-partition", found_by_runtime, true},
    {"get-disk", found_by_runtime, true},
    {"get-volume", found_by_runtime, true},
    {"set-disk", found_by_runtime, true},
    {"restart-computer", "the patient does not run; a person starts it, at an `ask`", true},
    {"stop-computer", "the patient does not run; a person starts it, at an `ask`", true},
});

/// The command as a line for a person.
Statement by_person(const Command& command, std::string_view line)
{
    std::string prose{line};
    for (auto at = prose.find("${"); at != std::string::npos; at = prose.find("${", at + 3))
        prose.insert(at, "$");
    const bool debugger = command.name == "kd" && command.words.size() > 1;
    return {{fmt::format("note \"Run {} by hand\" {{", debugger ? command.words[1].text : command.name),
             "    - " + prose, "}"},
            {},
            "leave it to a person, in a `note`"};
}

std::string line_text(const Command& command)
{
    std::string line;
    for (const auto& word : command.words)
        line += (line.empty() ? "" : " ") + (word.quoted ? "\"" + word.text + "\"" : word.text);
    return line;
}

void leave_to_person(const Command& command, Reply& reply)
{
    reply.by_hand = true;
    reply.certain = false;
    reply.statements.push_back(by_person(command, line_text(command)));
}

/// The text behind `/name=` or `/name:`.
Text option_value(const Command& command, std::string_view name)
{
    for (const auto& word : command.words) {
        const auto option = switch_of(word);
        if (option.size() > name.size() && option.starts_with(name) &&
            (option[name.size()] == '=' || option[name.size()] == ':'))
            return word.text.substr(name.size() + 2);
    }
    return std::nullopt;
}

bool has_option(const Command& command, std::string_view name)
{
    return std::ranges::any_of(command.words, [&](const Word& word) { return switch_of(word) == name; });
}

std::vector<Word> operands_of(const Command& command)
{
    std::vector<Word> operands;
    for (std::size_t i = 1; i < command.words.size(); ++i)
        if (!is_switch(command.words[i]))
            operands.push_back(command.words[i]);
    return operands;
}

/// The windows and boot folders are the patient's own, so that only what is checked remains.
void reply_to_sfc(const Command& command, Reply& reply)
{
    const auto file = [&](std::string_view option, std::string_view verb) {
        const auto path = option_value(command, option);
        const auto literal = path ? guest_path_literal(*path) : std::nullopt;
        if (literal)
            reply.statements.push_back({{fmt::format("sfc {} {{ files = [{}] }}", verb, *literal)}});
        return literal.has_value();
    };
    if (has_option(command, "scannow"))
        reply.statements.push_back({{"sfc scannow"}});
    else if (has_option(command, "verifyonly"))
        reply.statements.push_back({{"sfc verifyonly"}});
    else if (!file("scanfile", "scannow") && !file("verifyfile", "verifyonly"))
        reply.hints.emplace_back("`sfc scannow` checks and replaces, `sfc verifyonly` only checks");
}

void reply_to_defrag(const Command& command, Reply& reply)
{
    std::string options;
    if (has_option(command, "x"))
        options = "consolidate_free_space = yes";
    if (has_option(command, "v"))
        options += std::string{options.empty() ? "" : ", "} + "verbose = yes";
    for (const auto& word : operands_of(command))
        if (word.text.ends_with(':') && word.text.front() != '<') {
            reply.certain = false;
            reply.hints.push_back("`" + word.text + "` is taken for the volume of Windows, whose name is `os`");
        }
    reply.statements.push_back({{"defrag os" + (options.empty() ? "" : " { " + options + " }")}});
}

/// `active` is said of the partition that was selected: the one that the firmware starts from.
void reply_to_active(Reply& reply)
{
    reply.certain = false;
    reply.statements.push_back(
        {{"@accept(high_risk, \"the firmware starts from the active partition\")", "partition activate system"}});
    reply.hints.emplace_back("`system` is the volume that holds the boot store");
}

/// Folder of a path, so that a bare new name stands beside the old one.
Text beside(std::string_view path, std::string_view name)
{
    if (name.find('\\') != std::string_view::npos || name.find(':') != std::string_view::npos)
        return guest_path_literal(name);
    return guest_path_literal(std::string{path.substr(0, path.rfind('\\') + 1)} + std::string{name});
}

bool has_wildcard(std::string_view text)
{
    return text.find_first_of("*?") != std::string_view::npos;
}

/// `copy`, `ren`, `move`, `del`: paths lose the letter that the repair machine gave the disk.
bool reply_to_file(const Command& command, Reply& reply)
{
    const auto operands = operands_of(command);
    const auto& name = command.name;
    if (operands.empty())
        return false;
    const auto first = guest_path_literal(operands[0].text);
    if (!first)
        return false;
    const auto offer = [&](std::string line) {
        reply.certain = false;
        reply.hints.emplace_back("a path without a letter is on the volume of Windows, whatever letter the repair "
                                 "machine gave it");
        reply.statements.push_back({{std::move(line)}});
        return true;
    };
    if (name == "del" || name == "erase" || name == "remove-item")
        return offer("file delete " + *first);
    if (operands.size() < 2 || has_wildcard(operands[0].text) || has_wildcard(operands[1].text))
        return false;
    const bool into_folder = operands[1].text.ends_with('\\');
    const auto file = operands[0].text.substr(operands[0].text.rfind('\\') + 1);
    const auto second =
        into_folder ? guest_path_literal(operands[1].text + file) : beside(operands[0].text, operands[1].text);
    if (!second)
        return false;
    const bool copies = name == "copy" || name == "copy-item";
    return offer(fmt::format("file {} {} {{ to = {} }}", copies ? "copy" : "rename", *first, *second));
}

/// Lines of diskpart, whose second word says more than the first.
bool is_of_disk(std::string_view name)
{
    constexpr auto names =
        std::to_array<std::string_view>({"list", "sel", "select", "detail", "attributes", "online", "offline"});
    return std::ranges::find(names, name) != names.end();
}

bool is_file_command(std::string_view name)
{
    constexpr auto names = std::to_array<std::string_view>(
        {"copy", "ren", "rename", "move", "del", "erase", "copy-item", "rename-item", "move-item", "remove-item"});
    return std::ranges::find(names, name) != names.end();
}

/// The arguments of a cmdlet by name.
std::optional<Word> argument(const Command& command, std::initializer_list<std::string_view> names)
{
    for (std::size_t i = 1; i + 1 < command.words.size(); ++i)
        if (std::ranges::find(names, switch_of(command.words[i])) != names.end())
            return command.words[i + 1];
    return std::nullopt;
}

bool is_registry_path(const std::optional<Word>& path)
{
    const auto text = path ? ascii_lower(path->text) : std::string{};
    return text.starts_with("hklm:") || text.starts_with("registry::") || text.starts_with("hkey_");
}

void reply_to_registry_cmdlet(Checker& checker, const Command& command, const Word& path, Reply& reply)
{
    const auto key = key_of(checker, path, reply);
    if (!key)
        return;
    auto name = argument(command, {"name"});
    if (name)
        name->single = false;  // PowerShell takes them away
    const auto value = argument(command, {"value"});
    const auto type = argument(command, {"type", "propertytype"});
    if ((command.name == "set-itemproperty" || command.name == "new-itemproperty") && name && value) {
        if (!type)
            reply.certain = false;
        const bool number = std::ranges::all_of(value->text, [](char c) { return c >= '0' && c <= '9'; });
        add_value(*key, *name, type ? type->text : number ? "dword" : "sz", value->text, reply);
    } else if (command.name == "remove-itemproperty" && name) {
        reply.statements.push_back(
            around(*key, {fmt::format("reg delete {} {{ {} }}", key->literal, value_name(*name, reply))}));
    } else if (command.name == "remove-item") {
        reply.statements.push_back(around(*key, {"reg delete-key " + key->literal}));
    } else {
        reply.certain = false;
        reply.reason = "a playbook reads the registry where it decides: `reg.dword(…)`, `reg.key_exists(…)`";
    }
}

}  // namespace

Reply tool_reply(const Command& command)
{
    Reply reply{.shown = command.name};
    if (is_of_disk(command.name) && command.words.size() > 1)
        reply.shown = command.words[0].text + " " + command.words[1].text;
    if (command.name == "sfc")
        reply_to_sfc(command, reply);
    else if (command.name == "defrag")
        reply_to_defrag(command, reply);
    else if (command.name == "active")
        reply_to_active(reply);
    else if (is_file_command(command.name) && reply_to_file(command, reply))
        return reply;
    else if (const auto found = std::ranges::find(reasons, command.name, &Reason::name); found != reasons.end()) {
        reply.reason = found->reason;
        reply.certain = found->certain;
    } else {
        leave_to_person(command, reply);
    }
    return reply;
}

Reply cmdlet_reply(Checker& checker, const Command& command)
{
    auto path = argument(command, {"path", "literalpath"});
    if (!path && command.words.size() > 1 && !is_switch(command.words[1]))
        path = command.words[1];
    Reply reply{.shown = command.words.front().text};
    if (path && is_registry_path(path)) {
        reply_to_registry_cmdlet(checker, command, *path, reply);
        if (reply.statements.empty() && reply.reason.empty() && reply.hints.empty())
            leave_to_person(command, reply);
        return reply;
    }
    reply = tool_reply(command);
    reply.shown = command.words.front().text;
    return reply;
}

}  // namespace hivemend::lang::rules::foreign
