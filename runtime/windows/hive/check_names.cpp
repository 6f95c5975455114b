// Upper case, order, hash and hint of names.
#include "runtime/windows/hive/check_names.hpp"

#include <algorithm>

namespace hivemend::windows {
namespace {

/// Units from `first` to `last` whose upper case is `unit + shift`; where `pairs`, capitals alternate with their small
/// letters, and only every second unit, from the one after `first`, is small.
struct CaseRun {
    char16_t first, last;
    int shift;
    bool pairs = false;
};

// In ascending order; what lies in no run is uncertain.
constexpr CaseRun case_runs[] = {
    {0x0080, 0x00b4, 0},         // C1, signs; not the micro sign
    {0x00b6, 0x00df, 0},         // signs, Latin-1 capitals, sharp s
    {0x00e0, 0x00f6, -32},       // Latin-1 small letters, around the division sign
    {0x00f7, 0x00f7, 0},         //
    {0x00f8, 0x00fe, -32},       //
    {0x00ff, 0x00ff, 0x79},      // y with diaeresis
    {0x0100, 0x012f, -1, true},  // Latin Extended-A, with its gaps
    {0x0132, 0x0137, -1, true},  //
    {0x0139, 0x0148, -1, true},  //
    {0x014a, 0x0177, -1, true},  //
    {0x0178, 0x0178, 0},         //
    {0x0179, 0x017e, -1, true},  //
    {0x0386, 0x038f, 0},         // Greek capitals
    {0x0391, 0x03ab, 0},         //
    {0x03ac, 0x03ac, -38},       // Greek small letters
    {0x03ad, 0x03af, -37},       //
    {0x03b1, 0x03c1, -32},       //
    {0x03c2, 0x03c2, -31},       // final sigma
    {0x03c3, 0x03cb, -32},       //
    {0x03cc, 0x03cc, -64},       //
    {0x03cd, 0x03ce, -63},       //
    {0x0401, 0x040c, 0},         // Cyrillic capitals
    {0x040e, 0x042f, 0},         //
    {0x0430, 0x044f, -32},       // Cyrillic small letters
    {0x0451, 0x045c, -80},       //
    {0x045e, 0x045f, -80},       //
    {0x0590, 0x109f, 0},         // Hebrew, Arabic, scripts of India, Thai
    {0x1100, 0x139f, 0},         // Hangul letters, Ethiopic
    {0x1e00, 0x1e95, -1, true},  // Latin with two marks, as in Vietnamese
    {0x1ea0, 0x1ef9, -1, true},  //
    {0x2000, 0x214d, 0},         // punctuation, currencies, trade mark and the like
    {0x2150, 0x216f, 0},         // fractions, Roman numerals
    {0x2170, 0x217f, -16},       //
    {0x2190, 0x24b5, 0},         // arrows, mathematics, technical signs
    {0x24b6, 0x24cf, 0},         // letters in circles
    {0x24d0, 0x24e9, -26},       //
    {0x24ea, 0x2bff, 0},         // boxes, shapes, dingbats
    {0x2d30, 0xa63f, 0},         // Tifinagh, CJK signs, kana, ideographs, Yi
    {0xac00, 0xfaff, 0},         // Hangul, surrogates, private use, CJK again
    {0xff01, 0xff40, 0},         // full width
    {0xff41, 0xff5a, -32},       //
    {0xff5b, 0xffef, 0},         //
};

}  // namespace

UpperUnit upper_beyond_ascii(char16_t unit)
{
    const auto run = std::ranges::lower_bound(case_runs, unit, {}, &CaseRun::last);
    if (run == std::end(case_runs) || unit < run->first)
        return {unit, false};
    const bool small = !run->pairs || (unit - run->first) % 2 == 1;
    return {static_cast<char16_t>(small ? unit + run->shift : unit)};
}

NameOrder compare_names(const RawName& left, const RawName& right)
{
    const auto both = std::min(left.size(), right.size());
    for (std::size_t i = 0; i < both; ++i) {
        if (left[i] == right[i])
            continue;
        const auto one = upper_case(left[i]), other = upper_case(right[i]);
        if (!one.certain || !other.certain)
            return NameOrder::uncertain;
        if (one.unit != other.unit)
            return one.unit < other.unit ? NameOrder::before : NameOrder::after;
    }
    if (left.size() == right.size())
        return NameOrder::same;
    return left.size() < right.size() ? NameOrder::before : NameOrder::after;
}

NameHash hash_of(const RawName& name)
{
    NameHash result;
    const auto add = [&](UpperUnit upper) {
        result.hash = result.hash * 37 + upper.unit;
        result.certain &= upper.certain;
    };
    // Nearly all names are Latin-1, and the hash of each is computed: their upper case comes from a table.
    static const auto latin1 = [] {
        std::array<UpperUnit, 256> table{};
        for (char16_t unit = 0; unit < table.size(); ++unit)
            table[unit] = upper_case(unit);
        return table;
    }();
    if (name.latin1)
        for (const auto byte : name.bytes)
            add(latin1[std::to_integer<std::size_t>(byte)]);
    else
        for (std::size_t i = 0; i < name.size(); ++i)
            add(upper_case(name[i]));
    return result;
}

std::array<std::byte, 4> name_hint(const RawName& name)
{
    std::array<std::byte, 4> hint{};
    for (std::size_t i = 0; i < std::min<std::size_t>(4, name.size()); ++i) {
        if (name[i] > 0xff)
            return {};
        hint[i] = static_cast<std::byte>(name[i]);
    }
    return hint;
}

}  // namespace hivemend::windows
