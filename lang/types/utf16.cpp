// UTF-8 and UTF-16LE, each way, with U+FFFD for what is not text.
#include <array>

#include "lang/types/reg_data.hpp"

namespace hivemend::lang {
namespace {

constexpr char32_t replacement = 0xfffd;

/// Takes one code point off the front of `text`; a byte that starts none becomes U+FFFD.
char32_t take_code_point(std::string_view& text)
{
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char first = byte(0);
    const std::size_t length = first < 0x80                    ? 1
                               : first >= 0xf0 && first < 0xf5 ? 4
                               : first >= 0xe0 && first < 0xf0 ? 3
                               : first >= 0xc2 && first < 0xe0 ? 2
                                                               : 0;
    char32_t point = length == 1 ? first : length == 0 ? replacement : first & (0x7fu >> length);
    std::size_t used = 1;
    for (; used < length; ++used) {
        if (used >= text.size() || (byte(used) & 0xc0) != 0x80) {
            text.remove_prefix(used);
            return replacement;
        }
        point = (point << 6) | (byte(used) & 0x3fu);
    }
    text.remove_prefix(used);
    constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = point >= 0xd800 && point <= 0xdfff;
    return surrogate || point > 0x10ffff || point < smallest[length] ? replacement : point;
}

void append_utf8(std::string& out, char32_t point)
{
    const auto add = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (point < 0x80) {
        add(point);
    } else if (point < 0x800) {
        add(0xc0 | (point >> 6));
        add(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
        add(0xe0 | (point >> 12));
        add(0x80 | ((point >> 6) & 0x3f));
        add(0x80 | (point & 0x3f));
    } else {
        add(0xf0 | (point >> 18));
        add(0x80 | ((point >> 12) & 0x3f));
        add(0x80 | ((point >> 6) & 0x3f));
        add(0x80 | (point & 0x3f));
    }
}

}  // namespace

Bytes utf16le(std::string_view utf8)
{
    Bytes bytes;
    bytes.reserve(utf8.size() * 2);
    const auto unit = [&](char32_t value) {
        bytes.push_back(static_cast<std::byte>(value & 0xff));
        bytes.push_back(static_cast<std::byte>((value >> 8) & 0xff));
    };
    while (!utf8.empty()) {
        const char32_t point = take_code_point(utf8);
        if (point < 0x10000) {
            unit(point);
        } else {
            unit(0xd800 + ((point - 0x10000) >> 10));
            unit(0xdc00 + ((point - 0x10000) & 0x3ff));
        }
    }
    return bytes;
}

std::string utf8_of_utf16le(ByteView bytes)
{
    const auto unit = [&](std::size_t at) {
        return static_cast<char32_t>(std::to_integer<unsigned>(bytes[at]) |
                                     (std::to_integer<unsigned>(bytes[at + 1]) << 8));
    };
    std::string text;
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        const char32_t high = unit(at);
        if (high < 0xd800 || high > 0xdfff) {
            append_utf8(text, high);
            continue;
        }
        const bool pair = high < 0xdc00 && at + 3 < bytes.size() && unit(at + 2) >= 0xdc00 && unit(at + 2) <= 0xdfff;
        append_utf8(text, pair ? 0x10000 + ((high - 0xd800) << 10) + (unit(at + 2) - 0xdc00) : replacement);
        if (pair)
            at += 2;
    }
    return text;
}

}  // namespace hivemend::lang
