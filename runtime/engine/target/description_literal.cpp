// Values in a description: literals of the language inside YAML, with their mistakes shown in the YAML.
#include <algorithm>

#include <fmt/format.h>

#include "lang/diag/catalogue.hpp"
#include "lang/diag/escape.hpp"
#include "runtime/engine/target/description_reader.hpp"

namespace hivemend::engine {
namespace {

using Kind = lang::Type::Kind;

/// Types whose literals are written in quotes; in a description the YAML text stands for them.
bool is_textual(Kind kind)
{
    return kind == Kind::string || kind == Kind::reg_key || kind == Kind::reg_name || kind == Kind::guest_path ||
           kind == Kind::guid;
}

/// Text as a string literal of the language.
std::string as_literal(std::string_view text)
{
    std::string result = "\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"')
            result += '"';
        if (text.substr(i, 2) == "${")
            result += '$';
        result += text[i];
    }
    return result + "\"";
}

}  // namespace

std::optional<lang::Value> DescriptionReader::value(const lang::Type& type, const YamlNode& node,
                                                    const std::string& place)
{
    if (type.is(Kind::list))
        return list(type, node, place);
    if (!node.is(YamlNode::Kind::scalar)) {
        auto& diagnostic = wrong(node, place, fmt::format("a value of type `{}`", lang::to_text(type)));
        if (node.is(YamlNode::Kind::map) && type.is(Kind::bcd_object))
            diagnostic.hint("an id needs quotes in YAML: `\"{9dea862c-5cdd-4e70-acc1-f32b344d4795}\"`");
        return std::nullopt;
    }
    if (type.is(Kind::bcd_object)) {
        const auto id = object_id(node);
        if (!id)
            return std::nullopt;
        const auto* declared = declarations().object(*id);
        return lang::Value{lang::BootObject{declared ? declared->name : "", id, declared ? declared->kind : ""}};
    }
    if (type.is(Kind::control_set))
        return lang::Value{lang::ControlSet{node.text}};
    const bool is_quoted_literal = node.text.size() > 1 && node.text.front() == '"' && node.text.back() == '"';
    if (type.is(Kind::string) && !is_quoted_literal)
        return lang::Value{node.text};
    if (is_textual(type.kind) && !is_quoted_literal)
        return literal(type, as_literal(node.text), node);
    return literal(type, node);
}

std::optional<lang::Value> DescriptionReader::list(const lang::Type& type, const YamlNode& node,
                                                   const std::string& place)
{
    if (!node.is(YamlNode::Kind::list)) {
        wrong(node, place, "a list").hint("write it in brackets, or as lines that start with `- `");
        return std::nullopt;
    }
    std::vector<lang::Value> values;
    for (const auto& item : node.items)
        if (auto read = value(type.of[0], item, place))
            values.push_back(std::move(*read));
    if (values.size() != node.items.size())
        return std::nullopt;
    return lang::Value{std::move(values)};
}

std::optional<lang::Value> DescriptionReader::literal(const lang::Type& type, const YamlNode& node)
{
    return literal(type, node.text, node);
}

std::optional<lang::Value> DescriptionReader::literal(const lang::Type& type, const std::string& text,
                                                      const YamlNode& node)
{
    lang::Diagnostics found;
    const auto next = static_cast<lang::SourceId>(sources_.size());  // the literal becomes a source of its own
    auto result = lang::literal(type, text, sources_[source_].name(), library_, sources_, found);
    for (const auto& diagnostic : found.all())
        show_in_yaml(diagnostic, next, node);
    return found.has_errors() ? std::nullopt : result;
}

/// A reader of the YAML never sees the literal as a text of its own, so its places are moved to where it stands.
void DescriptionReader::show_in_yaml(const lang::Diagnostic& diagnostic, lang::SourceId literal, const YamlNode& node)
{
    const auto start = sources_[literal].text() == node.text ? verbatim(node, sources_[source_].text()) : std::nullopt;
    const auto whole = span(node);
    const auto moved = [&](lang::Span place) {
        if (place.source != literal)
            return place;
        return start ? lang::Span{source_, *start + place.begin, *start + place.end} : whole;
    };
    lang::Diagnostic shown = diagnostic;
    for (auto& label : shown.labels)
        label.span = moved(label.span);
    if (!start)
        shown.fixes.clear();  // an edit of the literal is no edit of the YAML around it
    for (auto& fix : shown.fixes)
        for (auto& edit : fix.edits)
            edit.span = moved(edit.span);
    diagnostics_.append(std::move(shown));
}

}  // namespace hivemend::engine
