// A description of a target: its lines, the registry and the facts.
#include <algorithm>
#include <array>
#include <fstream>
#include <span>

#include <fmt/format.h>

#include "lang/diag/catalogue.hpp"
#include "lang/diag/escape.hpp"
#include "lang/diag/suggest.hpp"
#include "runtime/engine/target/description_reader.hpp"
#include "runtime/storage/error.hpp"

namespace hivemend::engine {
namespace {

using lang::escape_terminal;

const std::vector<std::string> hives{"SYSTEM", "SOFTWARE", "SAM", "SECURITY", "DEFAULT", "COMPONENTS"};
const std::vector<std::string> known_lines{"generation", "windows_directory", "registry", "partitions", "boot", "files",
                                           "facts"};

/// Key paths longer than this cannot be loaded by Windows.
constexpr std::size_t max_key_depth = 512, max_key_name = 255;

/// Components of a path with backslashes, the empty ones too.
std::vector<std::string> components(std::string_view path)
{
    std::vector<std::string> result{""};
    for (const char c : path) {
        if (c == '\\')
            result.emplace_back();
        else
            result.back() += c;
    }
    return result;
}

bool has_data_type(std::string_view text)
{
    static constexpr std::array types{"dword", "qword", "sz", "expand_sz", "multi_sz", "binary"};
    return std::ranges::find(types, text.substr(0, text.find_first_of(" \t\"["))) != types.end();
}

std::string read_file(const std::string& path)
{
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        throw system_error(errno, "open", path);
    std::string text;
    char block[1 << 16];
    // One byte more than is read, so that a text that is too large is seen as such.
    while (text.size() <= lang::max_source_bytes) {
        errno = 0;
        stream.read(block, sizeof block);
        text.append(block, static_cast<std::size_t>(stream.gcount()));
        if (stream.bad())
            throw system_error(errno, "read", path);
        if (!stream)
            break;
    }
    return text;
}

}  // namespace

std::string path_mistake(const std::string& text)
{
    if (!text.starts_with('\\'))
        return "starts with a backslash";
    for (const auto& name : components(std::string_view(text).substr(1)))
        if (name.empty() || name == "." || name == ".." || name.find_first_of("/:*?\"<>|") != std::string::npos ||
            std::ranges::any_of(name, [](unsigned char c) { return c < 0x20; }))
            return "has names of files and directories between backslashes";
    return "";
}

std::string quoted_list(const std::vector<std::string>& names)
{
    std::string text;
    for (const auto& name : names)
        text.append(text.empty() ? "`" : ", `").append(name).append("`");
    return text;
}

lang::Diagnostic& DescriptionReader::wrong(const YamlNode& node, const std::string& place, const std::string& wanted)
{
    return diagnostics_.add(lang::diag::wrong_target_value, span(node), place, wanted, described(node));
}

bool DescriptionReader::first_of_its_name(const std::string& space, const YamlNode& name, const std::string& words)
{
    const auto [found, is_new] = seen_.emplace(space + "\n" + lang::ascii_lower(name.text), span(name));
    if (!is_new)
        diagnostics_.add(lang::diag::duplicate, span(name), words).label(found->second, "the first one");
    return is_new;
}

bool DescriptionReader::is_block(const YamlNode& node, const std::string& place, const std::string& wanted)
{
    if (node.is(YamlNode::Kind::map) || node.is(YamlNode::Kind::nothing))
        return true;
    wrong(node, place, wanted);
    return false;
}

Description DescriptionReader::read(const YamlNode& root)
{
    if (!is_block(root, "the description of a target", "lines such as `generation: 1`"))
        return {};
    for (const auto& [name, node] : root.entries)
        if (name.text == "partitions" && result_.partitions.empty())
            read_partitions(node);  // before the boot store, whose devices they name
    for (const auto& [name, node] : root.entries) {
        if (!first_of_its_name("", name, fmt::format("`{}`", escape_terminal(name.text))))
            continue;
        if (name.text == "generation")
            read_generation(node);
        else if (name.text == "windows_directory")
            read_windows_directory(node);
        else if (name.text == "registry")
            read_registry(node);
        else if (name.text == "boot")
            read_boot(node);
        else if (name.text == "files")
            read_files(node);
        else if (name.text == "facts")
            read_facts(node);
        else if (name.text != "partitions") {
            auto& diagnostic =
                diagnostics_.add(lang::diag::unknown_target_line, span(name), escape_terminal(name.text));
            if (const auto near = lang::nearest(name.text, known_lines))
                diagnostic.hint(fmt::format("did you mean `{}`?", *near));
            else
                diagnostic.hint(fmt::format("it has {}", quoted_list(known_lines)));
        }
    }
    check_files();
    return std::move(result_);
}

void DescriptionReader::read_generation(const YamlNode& node)
{
    if (node.text == "1" || node.text == "2")
        result_.generation = node.text[0] - '0';
    else
        wrong(node, "`generation`", "`1` (BIOS, `\\Boot\\BCD`) or `2` (UEFI, `\\EFI\\Microsoft\\Boot\\BCD`)");
}

void DescriptionReader::read_windows_directory(const YamlNode& node)
{
    if (!node.is(YamlNode::Kind::scalar)) {
        wrong(node, "`windows_directory`", "a directory of the patient such as `\\Windows`");
    } else if (const auto mistake = path_mistake(node.text); !mistake.empty()) {
        wrong(node, "`windows_directory`", "a directory of the patient such as `\\Windows`").hint("it " + mistake);
    } else {
        result_.windows_directory = node.text;
    }
}

void DescriptionReader::read_registry(const YamlNode& node)
{
    if (!is_block(node, "`registry`", "keys by their paths, such as `SYSTEM\\Select:`"))
        return;
    for (const auto& [path, values] : node.entries)
        if (is_registry_key(path) &&
            first_of_its_name("key", path, fmt::format("the registry key `{}`", escape_terminal(path.text))))
            read_key(path, values);
}

bool DescriptionReader::is_registry_key(const YamlNode& path)
{
    const auto names = components(path.text);
    const auto where = span(path);
    if (std::ranges::find(hives, names[0]) == hives.end()) {
        auto& diagnostic = diagnostics_.add(lang::diag::unknown_hive, where, escape_terminal(names[0]));
        if (const auto near = lang::nearest(names[0], hives))
            diagnostic.hint(fmt::format("did you mean `{}`?", *near));
        diagnostic.hint(fmt::format("a key starts with its hive: {}", quoted_list(hives)));
        return false;
    }
    std::string mistake;
    if (names.size() > max_key_depth)
        mistake = fmt::format("nests {} deep, and Windows loads {}", names.size(), max_key_depth);
    for (const auto& name : names)
        if (name.empty())
            mistake = "has an empty name at a backslash";
        else if (name.find('\0') != std::string::npos)
            mistake = "has a NUL in a name";
        else if (lang::utf16le(name).size() / 2 > max_key_name)
            mistake = fmt::format("has a name of more than {} characters", max_key_name);
    if (!mistake.empty())
        diagnostics_.add(lang::diag::malformed_key, where, mistake);
    return mistake.empty();
}

void DescriptionReader::read_key(const YamlNode& path, const YamlNode& values)
{
    const auto place = fmt::format("the key `{}`", escape_terminal(path.text));
    if (!is_block(values, place, "its values, such as `Current: dword 1`"))
        return;
    Description::Key key{{path.text}, {}};
    for (const auto& [name, node] : values.entries) {
        const auto shown = fmt::format("the value `{}`", escape_terminal(name.text));
        if (!first_of_its_name("value\n" + lang::ascii_lower(path.text), name, shown))
            continue;
        if (name.text.find('\0') != std::string::npos) {
            wrong(name, "the name of a value", "text without NUL");
        } else if (!node.is(YamlNode::Kind::scalar)) {
            auto& diagnostic = wrong(node, shown, "registry data such as `dword 1` or `sz \"text\"`");
            if (node.is(YamlNode::Kind::map))
                diagnostic.hint(fmt::format("a subkey is a line of its own: `{}\\{}:`", escape_terminal(path.text),
                                            escape_terminal(name.text)));
            if (node.is(YamlNode::Kind::list))
                diagnostic.hint(
                    "several strings are `multi_sz [\"a\", \"b\"]`, in quotes where YAML would read a list");
        } else if (!has_data_type(node.text)) {
            diagnostics_.add(lang::diag::missing_data_type, span(node), escape_terminal(name.text))
                .hint("write the type before the data: `dword 1`, `sz \"text\"`, `binary \"de ad\"`");
        } else if (auto data = literal(lang::simple(lang::Type::Kind::reg_data), node)) {
            key.values.push_back({name.text, std::get<lang::RegData>(std::move(data->data))});
        }
    }
    result_.registry.push_back(std::move(key));
}

void DescriptionReader::read_facts(const YamlNode& node)
{
    if (!is_block(node, "`facts`", "facts by their names, such as `os.free: 40GiB`"))
        return;
    for (const auto& [name, answer] : node.entries)
        read_fact(name, answer);
}

void DescriptionReader::read_fact(const YamlNode& name, const YamlNode& answer)
{
    const auto& facts = declarations().facts;
    const auto found = facts.find(name.text.substr(0, name.text.find('(')));
    if (found == facts.end()) {
        auto& diagnostic = diagnostics_.add(lang::diag::unknown_fact, span(name), escape_terminal(name.text));
        std::vector<std::string> names;
        for (const auto& [known, fact] : facts)
            names.push_back(known);
        if (const auto near = lang::nearest(name.text, names))
            diagnostic.hint(fmt::format("did you mean `{}`?", *near));
    } else if (!found->second.parameters.empty()) {
        wrong(name, "`facts`", "facts without parameters")
            .hint("describe what it reads, under `registry` or `files`: the answer is read from there");
    } else if (first_of_its_name("fact", name, fmt::format("the fact `{}`", name.text))) {
        if (auto known =
                value(lang::without_optional(found->second.type), answer, fmt::format("the fact `{}`", name.text)))
            result_.facts.emplace(name.text, std::move(*known));
    }
}

std::optional<Description> read_description(const std::string& path, const lang::Library& library,
                                            lang::SourceMap& sources, lang::Diagnostics& diagnostics)
{
    const auto source = sources.add(path, read_file(path));
    lang::Diagnostics found;  // of this text only: mistakes elsewhere do not make it wrong
    const auto tree = read_yaml(sources, source, found);
    std::optional<Description> description;
    if (tree)
        description = DescriptionReader(source, library, sources, found).read(*tree);
    const bool sound = description && !found.has_errors();
    diagnostics.append(std::move(found));
    if (!sound)
        return std::nullopt;
    const auto text = sources[source].text();
    description->fingerprint = {text.size(), storage::sha256(std::as_bytes(std::span(text)))};
    description->file = path;
    return description;
}

}  // namespace hivemend::engine
