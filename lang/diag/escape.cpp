// Makes characters visible that a terminal would obey or hide.
#include "lang/diag/escape.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "lang/source/utf8.hpp"

namespace hivemend::lang {
namespace {

struct Range {
    std::uint32_t first, last;
};

// Default-ignorable, formatting and bidirectional characters (Unicode 15, categories Cc, Cf, Zl, Zp and the fillers and
// selectors that show as nothing), private use and noncharacters.
constexpr auto hidden = std::to_array<Range>(
    {{0x00, 0x1F},       {0x7F, 0x9F},       {0xAD, 0xAD},       {0x34F, 0x34F},     {0x600, 0x605},
     {0x61C, 0x61C},     {0x6DD, 0x6DD},     {0x70F, 0x70F},     {0x890, 0x891},     {0x8E2, 0x8E2},
     {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},
     {0x2060, 0x206F},   {0x3164, 0x3164},   {0xE000, 0xF8FF},   {0xFDD0, 0xFDEF},   {0xFE00, 0xFE0F},
     {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},   {0xFFFE, 0xFFFF},   {0x110BD, 0x110BD},
     {0x110CD, 0x110CD}, {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
     {0xF0000, 0x10FFFF}});

bool is_hidden(std::uint32_t value)
{
    const auto range = std::lower_bound(hidden.begin(), hidden.end(), value,
                                        [](const Range& one, std::uint32_t wanted) { return one.last < wanted; });
    return range != hidden.end() && value >= range->first;
}

}  // namespace

std::string escape_terminal(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto [value, length] = decode_utf8(text);
        if (length == 0) {
            out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
            text.remove_prefix(1);
            continue;
        }
        if (!is_hidden(value))
            out += text.substr(0, length);
        else if (value < 0x80)
            out += fmt::format("\\x{:02x}", value);
        else
            out += fmt::format("\\u{{{:x}}}", value);
        text.remove_prefix(length);
    }
    return out;
}

}  // namespace hivemend::lang
