// Reading UTF-8.
#include "lang/source/utf8.hpp"

namespace hivemend::lang {

CodePoint decode_utf8(std::string_view text)
{
    const auto byte = [&](std::size_t at) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at])); };
    const auto lead = byte(0);
    if (lead < 0x80)
        return {lead, 1};
    const std::uint32_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length)
        return {0, 0};
    auto value = lead & (0xFFu >> (length + 1));
    for (std::uint32_t at = 1; at < length; ++at) {
        if ((byte(at) & 0xC0) != 0x80)
            return {0, 0};
        value = value << 6 | (byte(at) & 0x3F);
    }
    const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    return overlong || surrogate || value > 0x10FFFF ? CodePoint{0, 0} : CodePoint{value, length};
}

}  // namespace hivemend::lang
