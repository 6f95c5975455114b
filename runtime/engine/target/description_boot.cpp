// A description of a target: its boot store.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "lang/diag/catalogue.hpp"
#include "lang/diag/escape.hpp"
#include "lang/diag/suggest.hpp"
#include "runtime/engine/target/description_reader.hpp"
#include "runtime/windows/bcd/codec.hpp"

namespace hivemend::engine {
namespace {

using lang::escape_terminal;

/// `0x` and eight digits, as keys of the boot store have them.
std::optional<std::uint32_t> hex_number(std::string_view text)
{
    std::uint32_t number = 0;
    if (text.size() != 10 || !text.starts_with("0x"))
        return std::nullopt;
    const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), number, 16);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

const YamlNode* line(const YamlNode& block, std::string_view name)
{
    const auto found = std::ranges::find(block.entries, name,
                                         [](const YamlEntry& entry) -> std::string_view { return entry.key.text; });
    return found == block.entries.end() ? nullptr : &found->value;
}

bool is_written_in_bytes(const YamlNode& node)
{
    return node.is(YamlNode::Kind::scalar) && node.text.starts_with("binary ");
}

bool is_number(const YamlNode& node)
{
    return !node.text.empty() && node.text[0] >= '0' && node.text[0] <= '9';
}

}  // namespace

void DescriptionReader::read_boot(const YamlNode& node)
{
    if (!is_block(node, "`boot`", "boot objects by their names or ids, such as `bootmgr:`"))
        return;
    for (const auto& [name, elements] : node.entries)
        read_object(name, elements);
}

std::optional<lang::Guid> DescriptionReader::object_id(const YamlNode& name)
{
    if (const auto id = lang::parse_guid(name.text))
        return id;
    const auto found = declarations().objects.find(name.text);
    if (found != declarations().objects.end() && found->second.id)
        return found->second.id;
    auto& diagnostic = diagnostics_.add(lang::diag::malformed_object_id, span(name), escape_terminal(name.text));
    std::vector<std::string> names;
    for (const auto& [known, object] : declarations().objects)
        if (object.id)
            names.push_back(known);
    if (const auto near = lang::nearest(name.text, names))
        diagnostic.hint(fmt::format("did you mean `{}`?", *near));
    diagnostic.hint("a boot object is a declared name, or an id in braces and quotes: "
                    "`\"{9dea862c-5cdd-4e70-acc1-f32b344d4795}\"`");
    return std::nullopt;
}

void DescriptionReader::read_object(const YamlNode& name, const YamlNode& elements)
{
    const auto id = object_id(name);
    if (!id)
        return;
    YamlNode by_id = name;  // a name and the id behind it are one object
    by_id.text = lang::to_text(*id);
    const auto [first, is_new] = seen_.emplace("object\n" + by_id.text, span(name));
    const auto shown = fmt::format("the boot object `{}`", escape_terminal(name.text));
    if (!is_new) {
        diagnostics_.add(lang::diag::duplicate, span(name), shown).label(first->second, "the first one");
        return;
    }
    if (!is_block(elements, shown, "its elements, such as `timeout: 30`"))
        return;
    const auto* declared = declarations().object(*id);
    const auto type = object_type(name, elements, declared);
    if (!type)
        return;
    Description::Object object{*id, declared ? declared->name : "", *type, {}};
    for (const auto& entry : elements.entries)
        if (entry.key.text != "kind")
            read_element(object, windows::object_kind(*type), entry);
        else
            first_of_its_name("element\n" + by_id.text, entry.key, "`kind`");
    result_.boot.push_back(std::move(object));
}

std::optional<std::uint32_t> DescriptionReader::object_type(const YamlNode& name, const YamlNode& elements,
                                                            const lang::ObjectDeclaration* declared)
{
    const auto* kind = line(elements, "kind");
    if (!kind && !declared) {
        diagnostics_.add(lang::diag::object_without_kind, span(name), escape_terminal(name.text))
            .hint("add a line such as `kind: osloader`");
        return std::nullopt;
    }
    if (kind && !kind->is(YamlNode::Kind::scalar)) {
        wrong(*kind, "`kind`", "a kind of boot object such as `osloader`");
        return std::nullopt;
    }
    const auto type = !kind                    ? windows::object_type(declared->kind)
                      : hex_number(kind->text) ? hex_number(kind->text)
                                               : windows::object_type(kind->text);
    if (!type)
        diagnostics_
            .add(lang::diag::unknown_kind, span(kind ? *kind : name),
                 escape_terminal(kind ? kind->text : declared->kind))
            .hint("kinds are `osloader`, `bootmgr`, `resume`, `memdiag`, `settings`, …; any other type is its number: "
                  "`0x10200003`");
    else if (declared && windows::object_kind(*type) != declared->kind)
        diagnostics_
            .add(lang::diag::object_of_other_kind, span(*kind), declared->name, declared->kind,
                 escape_terminal(kind->text))
            .hint("leave the line out");
    else
        return type;
    return std::nullopt;
}

std::optional<std::uint32_t> DescriptionReader::element_number(const YamlNode& name, std::string_view kind,
                                                               lang::Type& type)
{
    if (const auto number = hex_number(name.text)) {
        const auto* declared = declarations().element(*number, kind);
        type = declared ? declared->type() : lang::ElementDeclaration{.id = *number}.type();
        if (!type.is(lang::Type::Kind::error))
            return number;
        wrong(name, "the number of an element", "a format from 1 to 8 as its second digit");
        return std::nullopt;
    }
    if (const auto* declared = declarations().element(name.text, kind)) {
        type = declared->type();
        return declared->id;
    }
    auto& diagnostic = diagnostics_.add(lang::diag::unknown_element, span(name),
                                        fmt::format("a boot object of kind `{}`", kind), escape_terminal(name.text));
    std::vector<std::string> names;
    for (const auto& [known, element] : declarations().elements)
        if (element.belongs_to(kind))
            names.push_back(known);
    if (const auto near = lang::nearest(name.text, names))
        diagnostic.hint(fmt::format("did you mean `{}`?", *near));
    else
        diagnostic.hint("an element without a name is its number: `0x250000c2`");
    return std::nullopt;
}

void DescriptionReader::read_element(Description::Object& object, std::string_view kind, const YamlEntry& entry)
{
    lang::Type type;
    const auto number = element_number(entry.key, kind, type);
    if (!number)
        return;
    const auto [first, is_new] =
        seen_.emplace(fmt::format("element\n{}\n{:08x}", lang::to_text(object.id), *number), span(entry.key));
    if (!is_new)
        diagnostics_
            .add(lang::diag::duplicate, span(entry.key),
                 fmt::format("the element `{}`", escape_terminal(entry.key.text)))
            .label(first->second, "the first one");
    else if (auto data = element_data(*number, type, entry.value))
        object.elements.emplace(*number, std::move(*data));
}

std::optional<lang::RegData> DescriptionReader::element_data(std::uint32_t id, const lang::Type& type,
                                                             const YamlNode& node)
{
    using Kind = lang::Type::Kind;
    const auto place = fmt::format("the element `0x{:08x}`", id);
    // Bytes stand for any format but text: most devices have no other form, and old stores hold integers of one byte.
    if (is_written_in_bytes(node) && !type.is(Kind::string)) {
        const auto bytes = literal(lang::simple(Kind::reg_data), node);
        return bytes ? std::optional(bytes->get<lang::RegData>()) : std::nullopt;
    }
    if (type.is(Kind::device))
        return device_data(node, place);
    // A number may be one that has no symbol.
    const bool raw_number = type.is(Kind::enumeration) && is_number(node);
    const auto read = value(raw_number ? lang::simple(Kind::integer) : type, node, place);
    if (!read)
        return std::nullopt;
    if (const auto* data = read->get_if<lang::RegData>())
        return *data;
    return windows::encode_element(id, *read);
}

}  // namespace hivemend::engine
