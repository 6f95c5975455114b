// YAML text as a tree with places. Only what descriptions need: no anchors, aliases, tags or further documents, so that
// a small text never means a large tree.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lang/diag/diagnostic.hpp"
#include "lang/source/source.hpp"

namespace hivemend::engine {

struct YamlEntry;

struct YamlNode {
    enum class Kind { nothing, scalar, list, map };

    Kind kind = Kind::nothing;
    std::uint32_t offset = 0;  // of the first byte, of the quote where there is one
    bool quoted = false;
    std::string text{};              // scalar: its value
    std::vector<YamlNode> items{};   // list
    std::vector<YamlEntry> entries;  // map, in the order of the text

    bool is(Kind wanted) const { return kind == wanted; }
};

struct YamlEntry {
    YamlNode key;  // a scalar
    YamlNode value;
};

/// Descriptions nest four deep and have a line for each value.
inline constexpr std::size_t max_yaml_depth = 16;
inline constexpr std::size_t max_yaml_nodes = 200'000;

/// What messages call a text.
struct YamlText {
    std::string name = "the description";
    std::string full_name = "the description of a target";
};

/// The tree of a text, or its first mistake as a diagnostic.
std::optional<YamlNode> read_yaml(const lang::SourceMap& sources, lang::SourceId source, lang::Diagnostics& diagnostics,
                                  const YamlText& called = {});

/// Where a node is in the text: all of a scalar that is written as it means, else its first line.
lang::Span span_of(const YamlNode& node, const lang::SourceMap& sources, lang::SourceId source);

/// The offset in the text of the first byte of a scalar's value, when the text spells the value byte by byte.
std::optional<std::uint32_t> verbatim(const YamlNode& scalar, std::string_view text);

/// Bytes of the code point that the text starts with, or 0 when these bytes are not UTF-8.
std::size_t code_point_length(std::string_view text);

/// As a message calls it: the text itself, `a list`, `a block of lines`, `nothing`.
std::string described(const YamlNode& node);

}  // namespace hivemend::engine
