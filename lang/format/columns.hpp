// How wide a text is on the screen. Private to lang/format.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace hivemend::lang::format {

/// The longest line that the formatter makes where it has a choice.
inline constexpr std::size_t max_columns = 120;

/// Code points, not bytes.
inline std::size_t columns(std::string_view text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace hivemend::lang::format
