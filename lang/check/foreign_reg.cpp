// `reg …` and services: keys of loaded hives become keys of hives, numbered control sets a loop over those there are.
#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "lang/check/foreign.hpp"
#include "lang/check/skeleton.hpp"
#include "lang/syntax/scan.hpp"

namespace hivemend::lang::rules::foreign {
namespace {

std::string in_capitals(std::string_view text)
{
    std::string out{text};
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return out;
}

std::vector<std::string> parts_of(std::string_view key)
{
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= key.size();) {
        const auto end = std::min(key.find('\\', begin), key.size());
        if (end > begin)
            parts.emplace_back(key.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

bool is_control_set(std::string_view part)
{
    return names_control_set(part) || ascii_lower(part).starts_with("controlset00");
}

/// The hive that was loaded under this name, which articles make of the hive's own: BROKENSYSTEM, OfflineSoftware.
Text hive_loaded_as(const Checker& checker, const std::string& name, const std::string& next, bool& certain)
{
    const auto capitals = in_capitals(name);
    if (const auto known = checker.loaded_hives.find(capitals); known != checker.loaded_hives.end())
        return known->second;
    for (const std::string_view hive : {"SYSTEM", "SOFTWARE", "COMPONENTS", "SECURITY", "DEFAULT"})
        if (capitals.find(hive) != std::string::npos)
            return std::string{hive};
    if (capitals == "SAM")
        return capitals;
    certain = false;
    const auto below = ascii_lower(next);
    if (is_control_set(below) || below == "select" || below == "setup" || below == "mounteddevices")
        return "SYSTEM";
    if (below == "microsoft" || below == "policies" || below == "classes")
        return "SOFTWARE";
    return std::nullopt;
}

/// Takes the root away that only a running registry has; nothing when the reply has said why that cannot be.
bool drop_root(std::vector<std::string>& parts, Reply& reply)
{
    if (parts.empty())
        return false;
    auto root = in_capitals(parts.front());
    if (root.starts_with("REGISTRY::"))
        root.erase(0, 10);
    if (root.ends_with(':'))
        root.pop_back();
    if (root == "HKCU" || root == "HKEY_CURRENT_USER" || root == "HKCC" || root == "HKEY_CURRENT_CONFIG") {
        reply.reason = "`" + parts.front() + "` is not part of a hive that a repair opens: it is made when a user " +
                       "logs on, or when Windows starts";
        reply.certain = false;
        return false;
    }
    if (root == "HKCR" || root == "HKEY_CLASSES_ROOT") {
        parts.front() = "SOFTWARE";
        parts.insert(parts.begin() + 1, "Classes");
        return true;
    }
    if (root == "HKLM" || root == "HKEY_LOCAL_MACHINE" || root == "HKU" || root == "HKEY_USERS")
        parts.erase(parts.begin());
    return !parts.empty();
}

/// What `${}` in a key stands for; the loop variable around this place, if there is one of that type.
std::string control_set_variable(const Checker& checker, bool& around)
{
    for (const auto& binding : checker.frame.bindings)
        if (binding.type.is(Type::Kind::control_set)) {
            around = false;
            return binding.name;
        }
    around = true;
    std::string name = "control_set";
    while (find_binding(checker, name) != nullptr)
        name += "_of_disk";
    return name;
}

std::string without_quotes(const std::string& literal)
{
    return literal.substr(1, literal.size() - 2);
}

/// The text as a literal. What an author has already replaced by `${name}` stays what it means.
std::string literal_of(std::string_view text)
{
    auto literal = string_literal(text);
    for (auto at = literal.find("$${"); at != std::string::npos; at = literal.find("$${", at + 1)) {
        auto end = at + 3;
        while (end < literal.size() && (syntax::scan::continues_name(literal[end]) || literal[end] == '.'))
            ++end;
        if (end > at + 3 && literal.substr(end, 1) == "}" && syntax::scan::begins_name(literal[at + 3]))
            literal.erase(at, 1);
    }
    return literal;
}

void add_part(const Checker& checker, const std::string& part, Key& key, Reply& reply)
{
    const auto name = placeholder_name(part);
    if (!name) {
        key.literal += "\\" + without_quotes(literal_of(part));
        return;
    }
    reply.certain = false;
    key.literal += "\\${" + *name + "}";
    const auto parameter = fmt::format("param {}: string", *name);
    if (find_binding(checker, *name) == nullptr && std::ranges::find(key.parameters, parameter) == key.parameters.end())
        key.parameters.push_back(parameter);
}

/// Decimal or with `0x`; `loose` also takes hexadecimal digits that lack it.
std::optional<std::uint64_t> number_of(std::string_view text, bool& hexadecimal, bool& loose)
{
    std::uint64_t number = 0;
    hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    loose = false;
    const auto read = [&](std::string_view digits, int base) {
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
        return error == std::errc{} && end == digits.data() + digits.size() && !digits.empty();
    };
    if (hexadecimal)
        return read(text.substr(2), 16) ? std::optional{number} : std::nullopt;
    if (read(text, 10))
        return number;
    loose = hexadecimal = read(text, 16);
    return loose ? std::optional{number} : std::nullopt;
}

std::string type_word(std::string_view type)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> words{
        {{"dword", "dword"},
         {"dword_little_endian", "dword"},
         {"qword", "qword"},
         {"sz", "sz"},
         {"string", "sz"},
         {"expandstring", "expand_sz"},
         {"multistring", "multi_sz"},
         {"", "sz"}}};
    auto small = ascii_lower(type);
    if (small.starts_with("reg_"))
        small.erase(0, 4);
    const auto found = std::ranges::find(words, small, &std::pair<std::string_view, std::string_view>::first);
    return found == words.end() ? small : std::string{found->second};
}

Text number_data(const std::string& word, std::string_view data, Reply& reply)
{
    bool hexadecimal = false, loose = false;
    const auto number = number_of(data.empty() ? "0" : data, hexadecimal, loose);
    if (!number || (word == "dword" && *number > UINT32_MAX))
        return std::nullopt;
    if (loose) {
        reply.certain = false;
        reply.hints.push_back(fmt::format("`{}` has hexadecimal digits: they are written with `0x`", data));
    }
    return hexadecimal ? fmt::format("{} {:#x}", word, *number) : fmt::format("{} {}", word, *number);
}

std::string list_data(std::string_view data, std::string_view separator)
{
    std::string list;
    for (std::size_t begin = 0; begin < data.size();) {
        const auto end = std::min(data.find(separator, begin), data.size());
        if (end > begin)
            list += (list.empty() ? "" : ", ") + literal_of(data.substr(begin, end - begin));
        begin = end + separator.size();
    }
    return "multi_sz [" + list + "]";
}

/// Data as the language writes it; nothing when the command could not be carried out either.
Text data_of(std::string_view type, std::string_view data, std::string_view separator, Reply& reply)
{
    const auto word = type_word(type);
    if (word == "dword" || word == "qword")
        return number_data(word, data, reply);
    if (word == "sz")
        return "sz " + literal_of(data);
    if (word == "expand_sz") {
        std::string text{data};
        std::erase(text, '^');  // what keeps cmd from expanding it; nothing expands it here
        return "expand_sz " + literal_of(text);
    }
    if (word == "multi_sz")
        return list_data(data, separator.empty() ? "\\0" : separator);
    const bool hex = std::ranges::all_of(data, [](char c) { return std::isxdigit(static_cast<unsigned char>(c)); });
    if (word == "binary" && hex && data.size() % 2 == 0)
        return fmt::format("binary \"{}\"", data);
    return std::nullopt;
}

/// The switches and operands of a `reg` line.
struct RegLine {
    std::vector<Word> operands;
    std::optional<Word> name, type, data, separator;
    std::optional<Word> alone;  // a switch whose word is missing
    bool every_value = false;
    bool default_value = false;
};

RegLine reg_line_of(const Command& command)
{
    RegLine line;
    for (std::size_t i = 2; i < command.words.size(); ++i) {
        const auto& word = command.words[i];
        const auto option = switch_of(word);
        const auto take = [&](std::optional<Word>& into) {
            if (i + 1 < command.words.size() && switch_of(command.words[i + 1]).empty())
                into = command.words[++i];
            else if (!line.alone)
                line.alone = word;
        };
        if (option == "v")
            take(line.name);
        else if (option == "t")
            take(line.type);
        else if (option == "d")
            take(line.data);
        else if (option == "s" && ascii_lower(command.words[1].text) == "add")
            take(line.separator);
        else if (option == "va")
            line.every_value = true;
        else if (option == "ve")
            line.default_value = true;
        else if (option.empty())
            line.operands.push_back(word);
    }
    if (line.default_value)
        line.name = Word{"", 0, 0};
    return line;
}

std::string text_of(const std::optional<Word>& word)
{
    return word ? word->text : std::string{};
}

void reply_to_add(const Key& key, const RegLine& line, Reply& reply)
{
    if (!line.name && !line.data) {
        reply.hints.clear();
        reply.reason = "a key is made when a value is written into it: `reg add " + key.literal + " { … }`";
        reply.certain = false;
        return;
    }
    add_value(key, line.name.value_or(Word{"", 0, 0}), text_of(line.type), text_of(line.data), reply,
              text_of(line.separator));
}

void reply_to_delete(const Key& key, const RegLine& line, Reply& reply)
{
    if (line.every_value)
        reply.statements.push_back(around(key, {"for each value in reg.values(" + key.literal + ") {",
                                                "    reg delete " + key.literal + " { \"${value}\" }", "}"}));
    else if (line.name)
        reply.statements.push_back(
            around(key, {fmt::format("reg delete {} {{ {} }}", key.literal, value_name(*line.name, reply))}));
    else
        reply.statements.push_back(around(key, {"reg delete-key " + key.literal}));
}

void reply_to_query(const Key& key, const RegLine& line, Reply& reply)
{
    if (line.data) {  // what writes was meant
        reply.certain = false;
        reply.hints.emplace_back("`reg query` takes no data: `reg add` is meant, or `/d` is too much");
        reply_to_add(key, line, reply);
        return;
    }
    reply.hints.clear();
    auto literal = key.literal;
    const auto loop = "${" + key.variable + "}";
    if (const auto at = literal.find(loop); key.every_control_set && at != std::string::npos)
        literal.replace(at, loop.size(), "${os.default_control_set}");
    if (line.name)
        reply.reason =
            fmt::format("a playbook reads the registry where it decides: `when reg.dword({0}, {1}) == 1 "
                        "{{ … }}`; `reg.string`, `reg.multi_sz`, `reg.qword` and `reg.binary` read other types",
                        literal, string_literal(line.name->text));
    else
        reply.reason = fmt::format("a playbook reads the registry where it decides: `reg.key_exists({0})`, "
                                   "`reg.values({0})`, `reg.keys({0})`",
                                   literal);
}

/// `reg load HKLM\BROKENSYSTEM F:\windows\system32\config\SYSTEM`
void reply_to_load(Checker& checker, const RegLine& line, Reply& reply)
{
    reply.reason = "the runtime opens the hives of the patient: a key begins with its hive, as in "
                   "`\"SYSTEM\\Setup\"`";
    if (line.operands.size() < 2)
        return;
    const auto& file = line.operands.back();
    const auto name = file.text.substr(file.text.find_last_of('\\') + 1);
    const auto hive = in_capitals(name.substr(0, name.find('.')));
    const auto parts = parts_of(line.operands.front().text);
    static constexpr std::array<std::string_view, 6> hives{"SYSTEM",   "SOFTWARE", "SAM",
                                                           "SECURITY", "DEFAULT",  "COMPONENTS"};
    if (!parts.empty() && std::ranges::find(hives, hive) != hives.end())
        checker.loaded_hives[in_capitals(parts.back())] = hive;
    if (name.find('.') == std::string::npos)
        return;
    const auto length = static_cast<std::uint32_t>(std::min<std::size_t>(name.size(), file.end - file.begin));
    reply.slips.push_back({file.end - length - (file.quoted ? 1 : 0), file.end - (file.quoted ? 1 : 0),
                           "no file of Windows is called `" + name + "`: a hive has no extension"});
}

void reply_to_copy(Checker& checker, const Key& key, const RegLine& line, Reply& reply)
{
    const auto to = line.operands.size() > 1 ? key_of(checker, line.operands[1], reply) : std::nullopt;
    if (!to)
        return;
    auto both = key;
    both.every_control_set = key.every_control_set || to->every_control_set;
    both.variable = key.every_control_set ? key.variable : to->variable;
    for (const auto& parameter : to->parameters)
        if (std::ranges::find(both.parameters, parameter) == both.parameters.end())
            both.parameters.push_back(parameter);
    reply.statements.push_back(around(both, {fmt::format("reg copy {} {{ to = {} }}", key.literal, to->literal)}));
}

}  // namespace

std::optional<Key> key_of(Checker& checker, const Word& word, Reply& reply)
{
    auto parts = parts_of(word.text);
    if (!drop_root(parts, reply))
        return std::nullopt;
    const auto hive = hive_loaded_as(checker, parts.front(), parts.size() > 1 ? parts[1] : "", reply.certain);
    if (!hive) {
        reply.hints.push_back("a key begins with its hive, and nothing says which one was loaded as `" + parts.front() +
                              "`: `\"SYSTEM\\…\"`, `\"SOFTWARE\\…\"`");
        return std::nullopt;
    }
    Key key{"\"" + *hive};
    for (std::size_t i = 1; i < parts.size(); ++i) {
        if (i == 1 && *hive == "SYSTEM" && is_control_set(parts[i])) {
            key.variable = control_set_variable(checker, key.every_control_set);
            key.literal += "\\${" + key.variable + "}";
            reply.certain = false;
            reply.hints.push_back(ascii_lower(parts[i]) == "currentcontrolset"
                                      ? "`" + parts[i] +
                                            "` is there only while Windows runs: every control set on the "
                                            "disk gets the change"
                                      : "`" + parts[i] +
                                            "` may be missing, or not be the one that starts: every control "
                                            "set on the disk gets the change");
            continue;
        }
        add_part(checker, parts[i], key, reply);
    }
    key.literal += "\"";
    return key;
}

std::string value_name(const Word& word, Reply& reply)
{
    std::string_view name = word.text;
    if (word.single && word.end > word.begin)
        reply.slips.push_back({word.begin, word.end, "cmd would make these quotes a part of the name"});
    while (word.single && name.size() > 1 && name.front() == ' ')
        name.remove_prefix(1);
    if (const auto parameter = placeholder_name(name))
        return "\"${" + *parameter + "}\"";
    const bool plain = !name.empty() && syntax::scan::begins_name(name.front()) &&
                       syntax::scan::name_end(name, 0) == name.size() && !syntax::scan::is_keyword(name);
    return plain ? std::string{name} : literal_of(name);
}

void add_value(const Key& key, const Word& name, std::string_view type, std::string_view data, Reply& reply,
               std::string_view separator)
{
    const auto written = data_of(type, data, separator, reply);
    if (!written) {
        reply.hints.push_back(fmt::format("`{}` is no data of type `{}`; data is written `dword 2`, `sz \"text\"`, "
                                          "`multi_sz [\"a\"]`, `binary \"de ad\"`",
                                          data, type));
        return;
    }
    auto needs = key;
    if (const auto parameter = placeholder_name(name.text))
        needs.parameters.push_back(fmt::format("param {}: string", *parameter));
    constexpr std::size_t longest = 100;
    const auto line = fmt::format("{} = {}", value_name(name, reply), *written);
    if (key.literal.size() + line.size() <= longest)
        reply.statements.push_back(around(needs, {fmt::format("reg add {} {{ {} }}", key.literal, line)}));
    else
        reply.statements.push_back(around(needs, {"reg add " + key.literal + " {", "    " + line, "}"}));
}

Reply reg_reply(Checker& checker, const Command& command)
{
    const auto action = command.words.size() > 1 ? ascii_lower(command.words[1].text) : std::string{};
    Reply reply{.shown = "reg " + action};
    const auto line = reg_line_of(command);
    if (action == "load") {
        reply_to_load(checker, line, reply);
    } else if (action == "unload") {
        reply.reason = "the runtime closes what it has opened, and writes all hives at once or none";
    } else if (action == "export" || action == "save") {
        reply.reason = "a run keeps what it changes as it was before, and `hivemend undo` gives it back";
    } else if (action == "import" || action == "restore") {
        reply.certain = false;
        reply.reason = action == "import" ? "the values of a file are written as statements: `reg add \"…\" { … }`"
                                          : "a whole hive is replaced by `hive restore system { from = … }`";
    } else if (line.operands.empty()) {
        reply.hints.emplace_back("`hivemend help reg` shows the statements of the registry");
    } else if (line.alone) {
        reply.slips.push_back(
            {line.alone->begin, line.alone->end, fmt::format("nothing stands behind `{}`", line.alone->text)});
        reply.hints.emplace_back("`/v` is followed by a name, `/t` by a type such as `REG_DWORD`, `/d` by the data");
    } else if (const auto key = key_of(checker, line.operands.front(), reply)) {
        if (action == "add")
            reply_to_add(*key, line, reply);
        else if (action == "delete")
            reply_to_delete(*key, line, reply);
        else if (action == "copy")
            reply_to_copy(checker, *key, line, reply);
        else
            reply_to_query(*key, line, reply);
    }
    return reply;
}

Reply service_reply(Checker& checker, const Command& command)
{
    Reply reply{.shown = "sc"};
    const auto& words = command.words;
    const auto action = words.size() > 1 ? ascii_lower(words[1].text) : std::string{};
    static constexpr std::array<std::pair<std::string_view, int>, 5> starts{
        {{"boot", 0}, {"system", 1}, {"auto", 2}, {"demand", 3}, {"disabled", 4}}};
    for (std::size_t i = 3; action == "config" && i < words.size(); ++i) {
        const auto word = ascii_lower(words[i].text);
        if (!word.starts_with("start="))
            continue;
        const auto start = word.size() > 6        ? word.substr(6)
                           : i + 1 < words.size() ? ascii_lower(words[i + 1].text)
                                                  : "";
        const auto number = std::ranges::find(starts, start, &std::pair<std::string_view, int>::first);
        const Word key_word{"SYSTEM\\CurrentControlSet\\Services\\" + words[2].text, words[2].begin, words[2].end};
        const auto key = number == starts.end() ? std::nullopt : key_of(checker, key_word, reply);
        if (key)
            add_value(*key, Word{"Start", 0, 0}, "REG_DWORD", std::to_string(number->second), reply);
        return reply;
    }
    reply.reason = "no service runs while the disk is repaired";
    reply.certain = false;
    return reply;
}

}  // namespace hivemend::lang::rules::foreign
