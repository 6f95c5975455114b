// Whether a line is a command of another shell.
#include "lang/syntax/foreign.hpp"

#include <algorithm>
#include <array>

#include "lang/diag/suggest.hpp"
#include "lang/syntax/foreign_words.hpp"
#include "lang/syntax/scan.hpp"

namespace hivemend::lang::syntax {
namespace {

using foreign::lower;

/// How sure its name alone makes a line: some are statements of the language too, some are ordinary words.
enum class Sort { ours, tool, word };

struct Known {
    std::string_view name;
    Sort sort;
    bool bare;  // typed alone, or with words only: `diskpart`, `list disk`
};

constexpr auto commands = std::to_array<Known>({
    {"reg", Sort::ours, false},       {"sfc", Sort::ours, false},         {"defrag", Sort::ours, false},
    {"bcdedit", Sort::tool, true},    {"bcdboot", Sort::tool, true},      {"bootrec", Sort::tool, true},
    {"bootsect", Sort::tool, true},   {"dism", Sort::tool, true},         {"chkdsk", Sort::tool, true},
    {"diskpart", Sort::tool, true},   {"fsutil", Sort::tool, true},       {"takeown", Sort::tool, true},
    {"icacls", Sort::tool, true},     {"attrib", Sort::tool, true},       {"manage-bde", Sort::tool, true},
    {"verifier", Sort::tool, true},   {"shutdown", Sort::tool, true},     {"net", Sort::tool, false},
    {"sc", Sort::tool, false},        {"schtasks", Sort::tool, true},     {"wmic", Sort::tool, true},
    {"powershell", Sort::tool, true}, {"cmd", Sort::tool, true},          {"az", Sort::tool, false},
    {"xcopy", Sort::tool, true},      {"robocopy", Sort::tool, true},     {"mountvol", Sort::tool, true},
    {"regedit", Sort::tool, true},    {"regedt32", Sort::tool, true},     {"cleanmgr", Sort::tool, true},
    {"diskmgmt", Sort::tool, true},   {"diskmgmt.msc", Sort::tool, true}, {"eventvwr", Sort::tool, true},
    {"findstr", Sort::tool, true},    {"pushd", Sort::tool, true},        {"popd", Sort::tool, true},
    {"chdir", Sort::tool, true},      {"rmdir", Sort::tool, true},        {"mkdir", Sort::tool, true},
    {"dir", Sort::word, true},        {"cd", Sort::word, true},           {"copy", Sort::word, false},
    {"ren", Sort::word, true},        {"rename", Sort::word, false},      {"move", Sort::word, false},
    {"del", Sort::word, true},        {"erase", Sort::word, false},       {"md", Sort::word, true},
    {"rd", Sort::word, true},         {"type", Sort::word, false},        {"echo", Sort::word, true},
    {"cls", Sort::word, true},        {"pause", Sort::word, true},        {"exit", Sort::word, true},
    {"rem", Sort::word, true},        {"set", Sort::word, false},         {"start", Sort::word, false},
    {"list", Sort::word, true},       {"select", Sort::word, true},       {"sel", Sort::word, true},
    {"detail", Sort::word, true},     {"assign", Sort::word, true},       {"active", Sort::word, true},
    {"attributes", Sort::word, true}, {"online", Sort::word, true},       {"offline", Sort::word, true},
    {"san", Sort::word, true},        {"rescan", Sort::word, true},       {"remove", Sort::word, false},
    {"uniqueid", Sort::word, true},   {"clean", Sort::word, false},       {"format", Sort::word, false},
});

const Known* known(std::string_view name)
{
    const auto found = std::ranges::find(commands, name, &Known::name);
    return found == commands.end() ? nullptr : &*found;
}

/// `Set-ItemProperty`: an action, a hyphen, a thing.
bool is_cmdlet(std::string_view name)
{
    static constexpr auto actions = std::to_array<std::string_view>(
        {"get",     "set",  "new",   "remove",  "add",    "test",   "copy",   "rename", "move",     "repair", "enable",
         "disable", "stop", "start", "restart", "invoke", "import", "export", "mount",  "dismount", "clear",  "write"});
    const auto hyphen = name.find('-');
    return hyphen != std::string_view::npos && hyphen + 1 < name.size() &&
           std::ranges::find(actions, name.substr(0, hyphen)) != actions.end();
}

/// Names that no other word is near to, so that a slip of the finger is seen.
std::optional<std::string> command_meant(std::string_view name)
{
    static const std::vector<std::string> distinct{"bcdedit", "bcdboot", "bootrec", "diskpart", "chkdsk", "shutdown"};
    return name.size() < 6 ? std::nullopt : nearest(name, distinct);
}

/// The line without its comment, and with every text as a single `"`.
std::string outside_texts_of(std::string_view line)
{
    std::string outside;
    for (std::size_t at = 0; at < line.size() && line[at] != '#';) {
        outside += line[at];
        at = line[at] == '"' ? scan::string_end(line, at).end : at + 1;
    }
    return outside;
}

/// What stands on a line outside texts and comments.
struct Marks {
    bool switches = false;     // ` /f`
    bool hyphens = false;      // ` -Path`
    bool path = false;         // a backslash, a drive letter, `%windir%`
    bool strange = false;      // a character that the language has no use for
    bool placeholder = false;  // `<LETTER>`
    bool block = false;        // ` { `, or `{` at the end: the language's own
};

/// A character that begins no token of the language.
bool is_strange(char c)
{
    return std::string_view{"/\\%|&:'^`*?!;"}.find(c) != std::string_view::npos ||
           static_cast<unsigned char>(c) >= 0x80;
}

Marks marks_of(std::string_view line)
{
    Marks marks;
    for (std::size_t at = 1; at < line.size(); ++at) {
        const char c = line[at];
        const char next = at + 1 < line.size() ? line[at + 1] : '\n';
        const bool after_blank = scan::is_blank(line[at - 1]);
        // No shell of Windows writes `${`, and a text that has lost its quote holds it.
        marks.block = marks.block || (c == '$' && next == '{') || (c == '{' && (next == '\n' || scan::is_blank(next)));
        marks.placeholder =
            marks.placeholder || (c == '<' && scan::begins_name(next) && line.find('>', at) != std::string_view::npos);
        marks.switches = marks.switches || (c == '/' && after_blank && (scan::begins_name(next) || next == '?'));
        marks.hyphens = marks.hyphens || (c == '-' && after_blank && scan::begins_name(next));
        marks.path = marks.path || c == '\\' || c == '%' ||
                     (c == ':' && scan::begins_name(line[at - 1]) && at > 1 && scan::is_blank(line[at - 2]));
        marks.strange = marks.strange || is_strange(c);
    }
    return marks;
}

/// `HKLM\…` or `HKEY_LOCAL_MACHINE\…` without quotes.
bool has_open_root(std::string_view line)
{
    const auto small = lower(line);
    return small.find(" hklm\\") != std::string::npos || small.find(" hkey_") != std::string::npos;
}

/// `reg load` and its like, which are no statements whatever follows them.
bool is_other_reg(std::string_view line, std::size_t after_name)
{
    static constexpr auto others =
        std::to_array<std::string_view>({"load", "unload", "query", "import", "export", "save", "compare", "flags"});
    const auto begin = scan::skip_blanks(line, after_name);
    const auto word = lower(line.substr(begin, scan::name_end(line, begin) - begin));
    return std::ranges::find(others, word) != others.end();
}

/// Words that say what they are about with the next one: `list disk`.
bool is_of_diskpart(std::string_view name)
{
    static constexpr auto names =
        std::to_array<std::string_view>({"list", "select", "sel", "detail", "online", "offline", "attributes"});
    return std::ranges::find(names, name) != names.end();
}

bool is_drive_change(std::string_view line)
{
    return line.size() == 2 && scan::begins_name(line[0]) && line[0] != '_' && line[1] == ':';
}

/// Prose behind `REM` is seen by what no statement has; words alone are left to the checker.
bool is_remark(std::string_view outside)
{
    if (outside.find_first_of(",.(?!<>") != std::string_view::npos || marks_of(outside).strange)
        return true;
    if (outside.find_first_of("={\"") != std::string_view::npos)
        return false;
    for (std::size_t at = 0; at < outside.size();) {
        const auto end = scan::name_end(outside, at);
        if (scan::is_keyword(outside.substr(at, end - at)))
            return true;
        at = std::max(end, at + 1);
    }
    return false;
}

/// `Copy` and `Start` begin sentences; commands are typed in small letters or shouted.
bool begins_sentence(std::string_view name)
{
    return name.size() > 1 && name[0] >= 'A' && name[0] <= 'Z' && name[1] >= 'a' && name[1] <= 'z';
}

/// The prompt of the kernel debugger, whose commands begin with `!` and `.`.
constexpr std::string_view debugger = "kd>";

bool is_command(std::string_view line)
{
    if (is_drive_change(line) || line.starts_with(debugger))
        return true;
    const auto begin = foreign::after_prompt(line);
    const auto name_end = foreign::name_end(line, begin);
    const auto name = foreign::name_of(line.substr(begin, name_end - begin));
    const auto* one = known(name);
    if (one == nullptr && !is_cmdlet(name) && (line.find(" /") == std::string_view::npos || !command_meant(name)))
        return false;
    if (begin > 0)
        return true;  // a prompt stands before it
    const auto outside = outside_texts_of(line);
    const auto marks = marks_of(outside);
    if (name == "rem")
        return is_remark(outside);
    if (marks.block)
        return false;
    if (one == nullptr)
        return is_cmdlet(name) ? marks.hyphens || marks.path : marks.switches;
    if (one->sort == Sort::word)
        return !begins_sentence(line) && (marks.switches || marks.path || marks.placeholder);
    if (name == "reg")
        return marks.switches || has_open_root(outside) || (is_other_reg(outside, name_end) && marks.strange);
    return marks.strange || marks.placeholder || (one->sort == Sort::tool && marks.hyphens);
}

}  // namespace

std::optional<std::size_t> foreign_line_end(std::string_view text, std::size_t at)
{
    // Most lines are told apart by their first letter.
    if (at >= text.size() || !scan::begins_name(text[at]))
        return std::nullopt;
    const auto end = foreign::command_end(text, at);
    return is_command(text.substr(at, end - at)) ? std::optional{end} : std::nullopt;
}

bool is_bare_command(std::string_view line)
{
    const auto name_end = foreign::name_end(line, 0);
    const auto name = foreign::name_of(line.substr(0, name_end));
    const auto begin = scan::skip_blanks(line, name_end);
    const auto what = lower(line.substr(begin, scan::name_end(line, begin) - begin));
    const auto is_one_of = [&](std::initializer_list<std::string_view> all) {
        return std::ranges::find(all, what) != all.end();
    };
    if (name == "reg")
        return is_other_reg(line, name_end);
    if (name == "sc" || name == "net")
        return is_one_of({"config", "start", "stop", "query", "user"});
    if (name == "remove")
        return what == "letter";
    if (is_of_diskpart(name))
        return what.starts_with("disk") || what.starts_with("part") || what.starts_with("vol") || what == "vdisk";
    const auto* one = known(name);
    return one != nullptr && one->bare;
}

ForeignCommand foreign_command(std::string_view text, std::size_t begin, std::size_t end)
{
    const auto line = text.substr(begin, end - begin);
    ForeignCommand command;
    command.begin = static_cast<std::uint32_t>(begin);
    command.end = static_cast<std::uint32_t>(end);
    foreign::split(text, begin + foreign::after_prompt(line), end, command);
    if (command.words.empty())
        return command;
    const auto& first = command.words.front();
    command.name = is_drive_change(line) ? "cd" : first.text == debugger ? "kd" : foreign::name_of(first.text);
    if (known(command.name) == nullptr && !is_cmdlet(command.name))
        if (const auto meant = command_meant(command.name)) {
            command.slips.push_back({first.begin, first.end, "`" + first.text + "` is `" + *meant + "`, misspelt"});
            command.name = *meant;
        }
    return command;
}

}  // namespace hivemend::lang::syntax
