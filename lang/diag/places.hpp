// Offsets of texts as people, editors and SARIF count them.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "lang/source/source.hpp"

namespace hivemend::lang {

/// One place of a text in every way of counting. A byte order mark is no character.
struct Place {
    std::uint32_t byte = 0;    // offset from the start of the text
    std::uint32_t line = 1;    // from 1
    std::uint32_t column = 1;  // from 1, in code points
    std::uint32_t utf16 = 0;   // code units of UTF-16 before it on its line
};

/// Finds places; however long the lines are, asking for many places of one text costs as much as reading it once.
class Places {
public:
    explicit Places(const SourceMap& sources) : sources_(sources) {}

    /// An offset past the end is the end.
    Place at(SourceId source, std::uint32_t offset);
    Place begin(Span span) { return at(span.source, span.begin); }
    Place end(Span span) { return at(span.source, span.end); }

private:
    /// Characters and code units before some byte.
    struct Count {
        std::uint32_t characters = 0;
        std::uint32_t utf16 = 0;
    };
    struct Index {
        std::vector<std::uint32_t> lines;  // offsets of their starts
        std::vector<Count> counts;         // before every `stride`-th byte
    };
    const Index& index(SourceId source);
    static Count count(const Index& index, std::string_view text, std::uint32_t offset);

    const SourceMap& sources_;
    std::map<SourceId, Index> indexes_;
};

}  // namespace hivemend::lang
