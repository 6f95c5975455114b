// Reading UTF-8, which text from a disk or a playbook need not be.
#pragma once

#include <cstdint>
#include <string_view>

namespace hivemend::lang {

/// One code point; `length` is 0 where the bytes are not UTF-8 (overlong forms and surrogates are not).
struct CodePoint {
    std::uint32_t value;
    std::uint32_t length;
};

/// The first code point of a text that is not empty.
CodePoint decode_utf8(std::string_view text);

/// Whether a byte is a later one of its code point.
inline bool continues_code_point(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

}  // namespace hivemend::lang
