// `bcdedit …`: identifiers become objects, element names and their words what the declarations say.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "lang/check/foreign.hpp"
#include "lang/check/skeleton.hpp"
#include "lang/check/values.hpp"
#include "lang/diag/suggest.hpp"
#include "lang/syntax/scan.hpp"

namespace hivemend::lang::rules::foreign {
namespace {

using Kind = Type::Kind;

/// A boot object as the language writes it.
struct Object {
    std::string text;
    std::string kind;
    std::vector<std::string> parameters{};
};

/// `bcdedit` taken apart: `/store` and its path are gone, because the runtime finds the store.
struct BcdLine {
    std::string action;  // `set`, `enum`; empty for `bcdedit` alone, which lists
    std::optional<Word> id;
    std::vector<Word> operands;
    std::vector<std::string> options;  // `addfirst`, `d` and its text as an operand
};

/// The path behind `/store`, which a slip has cut in two: `F: boot\bcd`.
std::size_t after_store(const Command& command, std::size_t at, Reply& reply)
{
    const auto& words = command.words;
    if (at >= words.size())
        return at;
    const auto next = at + 1;
    const bool cut = words[at].text.ends_with(':') && next < words.size() && !is_switch(words[next]) &&
                     words[next].text.find('\\') != std::string::npos;
    if (cut)
        reply.slips.push_back({words[at].end, words[next].begin,
                               fmt::format("a blank cuts the path `{}\\{}` in two", words[at].text, words[next].text)});
    return cut ? next + 1 : next;
}

bool is_id(const Word& word)
{
    return word.text.starts_with('{');
}

BcdLine line_of_bcdedit(const Command& command, Reply& reply)
{
    BcdLine line;
    const auto& words = command.words;
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto word = words[i];
        const auto option = switch_of(word);
        const bool last = !word.quoted && word.text.ends_with(',');  // a sentence goes on behind it
        if (last)
            word.text.pop_back();
        if (option == "store") {
            i = after_store(command, i + 1, reply) - 1;
        } else if (!option.empty() && line.action.empty() && option != "v") {
            line.action = option;
        } else if (!option.empty()) {
            line.options.push_back(option);
        } else if (is_id(word) && !line.id && line.operands.empty()) {
            line.id = word;
        } else {
            line.operands.push_back(word);
        }
        if (last && i + 1 < words.size()) {
            reply.slips.push_back({words[i + 1].begin, words.back().end, "this is no part of the command"});
            break;
        }
    }
    return line;
}

/// The entry of the Windows that is repaired, where the command names one by the state of another machine.
Object default_entry(Reply& reply, std::string hint)
{
    reply.certain = false;
    reply.hints.push_back(std::move(hint));
    return {"default", "osloader"};
}

/// A parameter of this playbook that holds the id already.
std::optional<std::string> parameter_with(const Checker& checker, std::string_view id)
{
    if (checker.file == nullptr)
        return std::nullopt;
    for (const auto& item : checker.file->items) {
        const auto* parameter = std::get_if<syntax::Param>(&item.node);
        const auto text = parameter == nullptr || !parameter->default_value
                              ? std::nullopt
                              : plain_text(parameter->default_value->get());
        if (text && ascii_lower(*text) == ascii_lower(id))
            return parameter->name.text;
    }
    return std::nullopt;
}

Object entry_with_id(const Checker& checker, const Guid& guid, const std::string& kind)
{
    const auto id = to_text(guid);
    if (const auto name = parameter_with(checker, id))
        return {*name, kind};
    std::string name = kind == "osloader" ? "loader" : "boot_object";
    for (int number = 2; find_binding(checker, name) != nullptr; ++number)
        name = fmt::format("{}_{}", kind == "osloader" ? "loader" : "boot_object", number);
    return {name, kind, {fmt::format("param {}: bcd_object({}) = \"{}\"", name, kind, id)}};
}

/// `kind` is what an id that nobody knows stands for.
Object object_of(const Checker& checker, const std::optional<Word>& word, const std::string& kind, Reply& reply)
{
    if (!word)
        return default_entry(reply, "without an identifier bcdedit takes the Windows that runs it; the entry of the "
                                    "Windows that is repaired is `default`");
    auto inner = word->text;
    std::erase_if(inner, [](char c) { return c == '{' || c == '}' || c == ' '; });
    inner = ascii_lower(inner);
    const auto id = parse_guid("{" + inner + "}");
    if (id && !name_without_object(*id).empty())
        inner = name_without_object(*id);
    const auto& declared = checker.declarations();
    if (const auto found = declared.objects.find(inner); found != declared.objects.end())
        return {found->first, found->second.kind};
    if (inner == "current")
        return default_entry(reply, "`{current}` is the Windows that runs bcdedit; the entry of the Windows that is "
                                    "repaired is `default`");
    if (id) {
        if (const auto* known = declared.object(*id))
            return {known->name, known->kind};
        return entry_with_id(checker, *id, kind);
    }
    if (inner.find('<') == std::string::npos)
        reply.slips.push_back({word->begin, word->end, "this is no identifier: 8, 4, 4, 4 and 12 hexadecimal digits"});
    return default_entry(reply, "the entry of the Windows that is repaired is `default`; another one is a parameter: "
                                "`param loader: bcd_object(osloader) = default`");
}

/// The element with this name for objects of this kind; a number behind `custom:` is one too.
const ElementDeclaration* element_of(const Checker& checker, std::string_view name, std::string_view kind)
{
    return checker.declarations().element(ascii_lower(name), kind);
}

Text yes_or_no(std::string_view word)
{
    const auto small = ascii_lower(word);
    static constexpr std::array<std::string_view, 5> yes{"yes", "on", "true", "1", "enable"};
    static constexpr std::array<std::string_view, 5> no{"no", "off", "false", "0", "disable"};
    if (std::ranges::find(yes, small) != yes.end())
        return "yes";
    return std::ranges::find(no, small) != no.end() ? Text{"no"} : std::nullopt;
}

Text whole_number(std::string_view word)
{
    auto digits = ascii_lower(word);
    const bool hexadecimal = digits.starts_with("0x");
    if (hexadecimal)
        digits.erase(0, 2);
    const auto fits_base = [&](char c) { return (c >= '0' && c <= '9') || (hexadecimal && c >= 'a' && c <= 'f'); };
    if (digits.empty() || digits.size() > 16 || !std::ranges::all_of(digits, fits_base))
        return std::nullopt;
    return (hexadecimal ? "0x" : "") + digits;
}

Text member_text(const Checker& checker, const std::string& enumeration, std::string_view word)
{
    const auto found = checker.enums.find(enumeration);
    if (found == checker.enums.end())
        return std::nullopt;
    const auto small = ascii_lower(word);
    for (const auto& member : found->second.members)
        if (member.name == small || (member.number && std::to_string(*member.number) == small))
            return syntax::scan::begins_name(member.name.front()) ? member.name : string_literal(member.name);
    return std::nullopt;
}

Text device_text(std::string_view word, std::string_view kind, Reply& reply)
{
    const auto small = ascii_lower(word);
    if (small == "boot")
        return "boot";
    if (!small.starts_with("partition="))
        return std::nullopt;
    reply.certain = false;
    reply.hints.emplace_back(kind == "bootmgr" ? "`system` is the volume that holds the boot store, whatever its letter"
                                               : "`os` is the volume that holds Windows, whatever its letter");
    return kind == "bootmgr" ? "partition(system)" : "partition(os)";
}

Text list_text(const Checker& checker, std::span<const Word> words, Reply& reply, std::vector<std::string>& parameters)
{
    std::string list;
    for (const auto& word : words) {
        const auto object = object_of(checker, word, "osloader", reply);
        list += (list.empty() ? "" : ", ") + object.text;
        parameters.insert(parameters.end(), object.parameters.begin(), object.parameters.end());
    }
    return "[" + list + "]";
}

/// What the words behind an element are in the language, by the type that the element has.
Text element_text(const Checker& checker, const ElementDeclaration& element, std::string_view kind,
                  std::span<const Word> words, Reply& reply, std::vector<std::string>& parameters)
{
    if (words.empty())
        return std::nullopt;
    const auto type = element.type();
    const auto& word = words.front().text;
    switch (type.kind) {
    case Kind::boolean:
        return yes_or_no(word);
    case Kind::integer:
        return whole_number(word);
    case Kind::enumeration:
        return member_text(checker, type.name, word);
    case Kind::device:
        return device_text(word, kind, reply);
    case Kind::bcd_object: {
        const auto object = object_of(checker, words.front(), "osloader", reply);
        parameters.insert(parameters.end(), object.parameters.begin(), object.parameters.end());
        return object.text;
    }
    case Kind::list:
        if (type.of.front().is(Kind::bcd_object))
            return list_text(checker, words, reply, parameters);
        return std::nullopt;
    case Kind::string: {
        std::string text;
        for (const auto& one : words)
            text += (text.empty() ? "" : " ") + one.text;
        return string_literal(text);
    }
    default:
        return std::nullopt;
    }
}

/// `integrityservicesenable`: an element and its value without the blank between them.
const ElementDeclaration* joined_element(const Checker& checker, const Word& word, const Object& object, Word& value,
                                         Reply& reply)
{
    const ElementDeclaration* best = nullptr;
    const auto small = ascii_lower(word.text);
    for (const auto& [name, element] : checker.declarations().elements) {
        if (!element.belongs_to(object.kind) || !small.starts_with(name) || small.size() == name.size())
            continue;
        std::vector<std::string> ignored;
        const Word rest{word.text.substr(name.size()), word.begin, word.end};
        if ((best == nullptr || name.size() > best->name.size()) && element.type().kind != Kind::string &&
            element_text(checker, element, object.kind, {&rest, 1}, reply, ignored)) {
            best = &element;
            value = rest;
        }
    }
    if (best != nullptr)
        reply.slips.push_back(
            {word.begin, word.end, fmt::format("the blank between `{}` and `{}` is missing", best->name, value.text)});
    return best;
}

/// Whether a later line of the file takes the element back.
bool is_taken_back(const Checker& checker, const Command& command, const std::string& element)
{
    if (checker.file == nullptr)
        return false;
    const auto later = ascii_lower(checker.sources[checker.file->source].text().substr(command.end));
    for (auto at = later.find(element); at != std::string::npos; at = later.find(element, at + 1)) {
        const auto begin = syntax::scan::line_begin(later, at);
        const auto line = std::string_view{later}.substr(begin, at - begin);
        if (line.find("/deletevalue") != std::string_view::npos || line.find("bcd restore") != std::string_view::npos ||
            line.find("bcd delete") != std::string_view::npos)
            return true;
    }
    return false;
}

void set_elements(const Checker& checker, const Command& command, const Object& object, const std::string& settings,
                  const ElementDeclaration* temporary, Reply& reply, std::vector<std::string> parameters)
{
    parameters.insert(parameters.begin(), object.parameters.begin(), object.parameters.end());
    Statement plain{{fmt::format("bcd set {} {{ {} }}", object.text, settings)}, std::move(parameters)};
    if (temporary != nullptr && temporary->temporary && !is_taken_back(checker, command, temporary->name)) {
        reply.certain = false;
        reply.hints.push_back(
            fmt::format("`{}` is set for a while: what is done meanwhile stands in the `ask`, and the "
                        "last line takes it back",
                        temporary->name));
        plain.lines.insert(plain.lines.end(),
                           {fmt::format("ask \"Work with {} set\" {{", temporary->name),
                            "    - Start the machine, do what the article says, attach the disk again.", "}",
                            fmt::format("bcd restore {} {{ {} }}", object.text, temporary->name)});
        plain.title = "set it, ask a person, and take it back";
    }
    reply.statements.push_back(std::move(plain));
}

/// The kind of object that an element without a known object belongs to.
std::string kind_with(const Checker& checker, std::string_view element)
{
    for (const std::string_view kind : {"osloader", "bootmgr", "resume", "memdiag", "settings"})
        if (element_of(checker, element, kind) != nullptr)
            return std::string{kind};
    return "osloader";
}

void say_no_element(const Checker& checker, const Object& object, const Word& word, Reply& reply)
{
    std::vector<std::string> names;
    for (const auto& [name, element] : checker.declarations().elements)
        if (element.belongs_to(object.kind))
            names.push_back(name);
    const auto near = nearest(word.text, names);
    reply.slips.push_back({word.begin, word.end,
                           near ? fmt::format("`{}` is `{}`, misspelt", word.text, *near)
                                : fmt::format("{} has no element `{}`", kind_described(object.kind), word.text)});
}

void reply_to_set(const Checker& checker, const Command& command, const BcdLine& line, Reply& reply)
{
    if (line.operands.empty()) {
        reply.hints.emplace_back("elements are set by `bcd set bootmgr { timeout = 10 }`");
        return;
    }
    const auto& word = line.operands.front();
    auto object = object_of(checker, line.id, kind_with(checker, word.text), reply);
    auto values = std::span{line.operands}.subspan(1);
    Word value;
    const auto* element = element_of(checker, word.text, object.kind);
    if (element == nullptr && values.empty() && (element = joined_element(checker, word, object, value, reply)))
        values = {&value, 1};
    if (element == nullptr) {
        say_no_element(checker, object, word, reply);
        return;
    }
    std::vector<std::string> parameters;
    const auto text = element_text(checker, *element, object.kind, values, reply, parameters);
    if (text)
        set_elements(checker, command, object, fmt::format("{} = {}", element->name, *text), element, reply,
                     std::move(parameters));
    else
        reply.hints.push_back(
            fmt::format("`{}` takes {}: `hivemend help {}`", element->name, described(element->type()), element->name));
}

void reply_to_delete_value(const Checker& checker, const BcdLine& line, Reply& reply)
{
    if (line.operands.empty())
        return reply.hints.emplace_back("elements are deleted by `bcd delete default { safeboot }`"), void();
    const auto& word = line.operands.front();
    const auto object = object_of(checker, line.id, kind_with(checker, word.text), reply);
    const auto* element = element_of(checker, word.text, object.kind);
    if (element == nullptr) {
        say_no_element(checker, object, word, reply);
        return;
    }
    if (line.operands.size() > 1)
        reply.slips.push_back(
            {line.operands[1].begin, line.operands.back().end, "an element is deleted whole, whatever its value is"});
    reply.statements.push_back(
        {{fmt::format("bcd delete {} {{ {} }}", object.text, element->name)}, object.parameters});
    if (element->temporary)
        reply.hints.push_back(fmt::format("`bcd restore {} {{ {} }}` gives back what was there before this run",
                                          object.text, element->name));
}

/// `/ems {id} on`, `/debug {id} off`, `/bootdebug`, `/bootems`
void reply_to_switch(const Checker& checker, const Command& command, const BcdLine& line, Reply& reply)
{
    auto object = object_of(checker, line.id, "osloader", reply);
    if (element_of(checker, line.action, object.kind) == nullptr) {
        reply.slips.push_back({line.id->begin, line.id->end,
                               fmt::format("{} has no element `{}`", kind_described(object.kind), line.action)});
        object = default_entry(reply, fmt::format("`{}` belongs to a boot loader entry", line.action));
    }
    const auto word = line.operands.empty() ? Text{"yes"} : yes_or_no(line.operands.front().text);
    const auto* element = element_of(checker, line.action, object.kind);
    if (word && element != nullptr)
        set_elements(checker, command, object, fmt::format("{} = {}", line.action, *word), nullptr, reply, {});
}

/// `/emssettings EMSPORT:1 EMSBAUDRATE:115200`, `/dbgsettings serial debugport:1 baudrate:115200`
void reply_to_port(const Checker& checker, const Command& command, const BcdLine& line, Reply& reply)
{
    const Object object{line.action, "settings"};
    std::string settings;
    for (const auto& word : line.operands) {
        const auto colon = word.text.find(':');
        const bool transport = colon == std::string::npos;
        const auto name = transport ? std::string{"debugtype"} : ascii_lower(word.text.substr(0, colon));
        const Word value{transport ? word.text : word.text.substr(colon + 1), word.begin, word.end};
        const auto* element = element_of(checker, name, object.kind);
        std::vector<std::string> none;
        const auto text = element == nullptr || (transport && line.action != "dbgsettings")
                              ? std::nullopt
                              : element_text(checker, *element, object.kind, {&value, 1}, reply, none);
        if (!text) {
            reply.certain = false;
            reply.slips.push_back({word.begin, word.end, "nothing in the language is like this"});
            continue;
        }
        settings += (settings.empty() ? "" : ", ") + fmt::format("{} = {}", name, *text);
    }
    if (!settings.empty())
        set_elements(checker, command, object, settings, nullptr, reply, {});
}

/// `/displayorder {a} {b} /addfirst`
void reply_to_order(const Checker& checker, const BcdLine& line, Reply& reply)
{
    std::vector<Word> ids;
    if (line.id)
        ids.push_back(*line.id);
    std::ranges::copy_if(line.operands, std::back_inserter(ids), is_id);
    std::vector<std::string> parameters;
    const auto list = list_text(checker, ids, reply, parameters);
    const auto has = [&](std::string_view option) {
        return std::ranges::find(line.options, option) != line.options.end();
    };
    const auto* where = has("addfirst") ? "first" : has("addlast") ? "last" : has("remove") ? "remove" : nullptr;
    if (ids.empty())
        reply.hints.emplace_back("`bcd order displayorder { first = [default] }` changes the list");
    else if (where != nullptr)
        reply.statements.push_back(
            {{fmt::format("bcd order {} {{ {} = {} }}", line.action, where, *list)}, std::move(parameters)});
    else
        reply.statements.push_back({{fmt::format("bcd set bootmgr {{ {} = {} }}", line.action, *list)}, parameters});
}

void reply_to_create(const Checker& checker, const BcdLine& line, Reply& reply)
{
    const auto inner = line.id ? line.id->text : std::string{};
    const auto application = std::ranges::find(line.options, "application");
    std::string kind = application != line.options.end() && !line.operands.empty()
                           ? ascii_lower(line.operands.back().text)
                           : std::string{};
    if (const auto guid = parse_guid(inner); guid && checker.declarations().object(*guid) == nullptr) {
        if (kind.empty() || !checker.enums.at("bcd_kind").members.size())
            kind = "settings";
        reply.certain = false;
        reply.statements.push_back(
            {{fmt::format("bcd create {} {{ kind = {} }}", string_literal(to_text(*guid)), kind)}});
        return;
    }
    const auto object = object_of(checker, line.id, "osloader", reply);
    if (line.id && object.text != "default")
        reply.statements.push_back({{fmt::format("bcd create {} {{ kind = {} }}", object.text, object.kind)}});
    else
        reply.hints.emplace_back("an object is created with its id: `bcd create \"{…}\" { kind = osloader }`");
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> all)
{
    return std::ranges::find(all, word) != all.end();
}

/// `/enum`, and what keeps or brings back a whole store.
bool needs_none(const BcdLine& line, Reply& reply)
{
    if (line.action.empty() || line.action == "enum") {
        reply.reason = "`hivemend inspect --boot --target DISK` lists the boot store";
        if (line.id && line.id->text == "{badmemory}")
            reply.hints.emplace_back("to decide by it: `when exists badmemory.badmemorylist { … }`");
    } else if (line.action == "export") {
        reply.reason = "a run keeps the store as it was before, and `hivemend undo` gives it back";
    } else if (line.action == "import") {
        reply.reason = "`hivemend undo` gives the store back as it was before a run";
    } else if (line.action == "createstore") {
        reply.reason = "the runtime finds the store of the disk";
    }
    return !reply.reason.empty();
}

}  // namespace

Reply bcdedit_reply(Checker& checker, const Command& command)
{
    Reply reply;
    auto line = line_of_bcdedit(command, reply);
    const auto& action = line.action;
    reply.shown = action.empty() ? "bcdedit" : "bcdedit /" + action;
    if (needs_none(line, reply)) {
        return reply;
    } else if (action == "set") {
        reply_to_set(checker, command, line, reply);
    } else if (action == "deletevalue") {
        reply_to_delete_value(checker, line, reply);
    } else if (is_one_of(action, {"ems", "debug", "bootdebug", "bootems"})) {
        reply_to_switch(checker, command, line, reply);
    } else if (is_one_of(action, {"emssettings", "dbgsettings"})) {
        reply_to_port(checker, command, line, reply);
    } else if (is_one_of(action, {"displayorder", "bootsequence", "toolsdisplayorder"})) {
        reply_to_order(checker, line, reply);
    } else if (action == "default") {
        const auto object = object_of(checker, line.id, "osloader", reply);
        reply.statements.push_back(
            {{fmt::format("bcd set bootmgr {{ default = {} }}", object.text)}, object.parameters});
    } else if (action == "timeout" && !line.operands.empty() && whole_number(line.operands.front().text)) {
        const auto seconds = *whole_number(line.operands.front().text);
        reply.statements.push_back({{fmt::format("bcd set bootmgr {{ timeout = {} }}", seconds)}});
    } else if (action == "create") {
        reply_to_create(checker, line, reply);
    } else if (action == "copy") {
        const auto object = object_of(checker, line.id, "osloader", reply);
        reply.statements.push_back({{fmt::format("bcd copy {}", object.text)}, object.parameters});
    } else if (action == "delete") {
        const auto object = object_of(checker, line.id, "osloader", reply);
        reply.statements.push_back({{fmt::format("bcd delete-object {}", object.text)}, object.parameters});
    }
    if ((action == "copy" || action == "create") && std::ranges::find(line.options, "d") != line.options.end()) {
        reply.certain = false;
        reply.hints.emplace_back("its description is an element: `bcd set … { description = \"…\" }`");
    }
    if (reply.statements.empty() && reply.hints.empty())
        reply.hints.emplace_back("`hivemend help bcd` shows the statements of the boot store");
    return reply;
}

}  // namespace hivemend::lang::rules::foreign
