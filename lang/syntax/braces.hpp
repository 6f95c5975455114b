// Finds the brace that is missing or too much by the indentation of lines. Private to lang/syntax.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace hivemend::lang::syntax {

/// What has to be assumed so that the braces of a text fit together.
struct BraceRepairs {
    struct MissingClose {
        std::uint32_t opened;  // the `{` that is not closed
        std::uint32_t here;    // where its `}` is missing: a line end, the begin of a line, or the end of the text
    };
    std::vector<MissingClose> missing{};    // by place; inner blocks first
    std::vector<std::uint32_t> surplus{};   // braces that open or close nothing, by place
    std::vector<std::uint32_t> unopened{};  // line ends before which a `{` is missing, by place

    bool empty() const { return missing.empty() && surplus.empty() && unopened.empty(); }
    std::size_t size() const { return missing.size() + surplus.size() + unopened.size(); }
};

/// Reads braces and indentation only. A text whose braces fit needs no repairs, however it is indented.
BraceRepairs find_brace_repairs(std::string_view text);

}  // namespace hivemend::lang::syntax
