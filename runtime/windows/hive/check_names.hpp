// Names of keys and values as Windows compares them: unit by unit of their upper-case UTF-16, in place.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {

/// A name as it lies in its record.
struct RawName {
    ByteView bytes;
    bool latin1 = false;
    std::size_t size() const { return latin1 ? bytes.size() : bytes.size() / 2; }  // UTF-16 units
    char16_t operator[](std::size_t i) const
    {
        return latin1 ? std::to_integer<char16_t>(bytes[i]) : static_cast<char16_t>(le16(bytes, 2 * i));
    }
};

struct UpperUnit {
    char16_t unit = 0;
    bool certain = true;
};
/// The upper case of one UTF-16 unit by the 1:1 table of Windows. Certain for ASCII, Latin-1 (but the micro sign),
/// Latin Extended-A (but dotted, dotless and long letters), Vietnamese, modern Greek and Cyrillic, Roman numerals,
/// letters in circles and of full width, and for what has no case: Hebrew, Arabic, India, Thai, punctuation, signs,
/// kana, CJK, Hangul, surrogates. Everything else comes back as it is, and uncertain: versions of Windows differ there.
UpperUnit upper_beyond_ascii(char16_t unit);
inline UpperUnit upper_case(char16_t unit)
{
    if (unit >= 0x80)
        return upper_beyond_ascii(unit);
    return {static_cast<char16_t>(unit >= u'a' && unit <= u'z' ? unit - 32 : unit)};
}

enum class NameOrder { before, same, after, uncertain };
NameOrder compare_names(const RawName& left, const RawName& right);

/// What an `lh` list keeps of a name: h = 37 h + upper-case unit.
struct NameHash {
    std::uint32_t hash = 0;
    bool certain = true;  // the upper case of all units is
};
NameHash hash_of(const RawName& name);
/// What an `lf` list keeps of a name: its first four units as bytes, all zero when one of them is no byte.
std::array<std::byte, 4> name_hint(const RawName& name);

}  // namespace hivemend::windows
