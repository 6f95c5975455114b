// Numbers, sizes, durations, versions and dates: characters to values.
#include "lang/syntax/literals.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <limits>

#include <fmt/format.h>

#include "lang/diag/catalogue.hpp"
#include "lang/syntax/scan.hpp"

namespace hivemend::lang::syntax {
namespace {

using Node = decltype(Expr::node);

struct Unit {
    std::string_view name;
    std::uint64_t factor;
    bool is_size;
};

constexpr auto units = std::to_array<Unit>({{"B", 1, true},
                                            {"KiB", 1u << 10, true},
                                            {"MiB", 1u << 20, true},
                                            {"GiB", 1u << 30, true},
                                            {"TiB", std::uint64_t{1} << 40, true},
                                            {"ms", 1, false},
                                            {"s", 1000, false},
                                            {"min", 60'000, false},
                                            {"h", 3'600'000, false},
                                            {"d", 86'400'000, false}});

/// One literal being read, with what its diagnostics need.
struct Reader {
    std::string_view text;
    Span span;
    Mistakes& mistakes;

    Node too_large(std::string_view limit)
    {
        if (auto* one = mistakes.add(diag::number_too_large, span, fmt::format("`{}`", text), std::string(limit)))
            one->hint("numbers reach from 0 to 18446744073709551615 (0xffffffffffffffff)");
        return BrokenExpr{};
    }

    Node fraction()
    {
        if (auto* one = mistakes.add(diag::fractional_number, span, std::string(text)))
            one->hint("write a smaller unit, for example `1536MiB` for one and a half GiB");
        return BrokenExpr{};
    }
};

bool same_letters(std::string_view left, std::string_view right)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    if (left.size() != right.size())
        return false;
    for (std::size_t at = 0; at < left.size(); ++at)
        if (lower(left[at]) != lower(right[at]))
            return false;
    return true;
}

/// `MB` and `GB` mean two things; both are written out so that the author picks one.
bool explain_decimal_unit(Diagnostic& one, std::string_view digits, std::string_view suffix, Span span)
{
    constexpr auto decimal = std::to_array<Unit>({{"KB", 1000, true},
                                                  {"MB", 1'000'000, true},
                                                  {"GB", 1'000'000'000, true},
                                                  {"TB", 1'000'000'000'000, true},
                                                  {"K", 1000, true},
                                                  {"M", 1'000'000, true},
                                                  {"G", 1'000'000'000, true},
                                                  {"T", 1'000'000'000'000, true}});
    for (const auto& unit : decimal) {
        if (!same_letters(unit.name, suffix))
            continue;
        const auto binary = fmt::format("{}{}iB", digits, unit.name.front());
        one.fix(fmt::format("write `{}` (as Windows counts)", binary), span, binary);
        std::uint64_t count = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), count);
        if (count > std::numeric_limits<std::uint64_t>::max() / unit.factor) {
            one.hint(fmt::format("Windows and articles mostly mean `{}`", binary));
            return true;
        }
        const auto bytes = fmt::format("{}B", count * unit.factor);
        one.hint(fmt::format("it has two readings: `{}` as Windows counts, or `{}` in powers of ten", binary, bytes));
        one.fix(fmt::format("write `{}` (powers of ten)", bytes), span, bytes);
        return true;
    }
    return false;
}

std::string_view meant_unit(std::string_view suffix)
{
    struct Spelling {
        std::string_view seen, meant;
    };
    constexpr auto spellings = std::to_array<Spelling>({{"sec", "s"},
                                                        {"secs", "s"},
                                                        {"second", "s"},
                                                        {"seconds", "s"},
                                                        {"m", "min"},
                                                        {"mins", "min"},
                                                        {"minute", "min"},
                                                        {"minutes", "min"},
                                                        {"hour", "h"},
                                                        {"hours", "h"},
                                                        {"hr", "h"},
                                                        {"day", "d"},
                                                        {"days", "d"},
                                                        {"byte", "B"},
                                                        {"bytes", "B"}});
    for (const auto& unit : units)
        if (same_letters(unit.name, suffix))
            return unit.name;
    for (const auto& [seen, meant] : spellings)
        if (same_letters(seen, suffix))
            return meant;
    return {};
}

Node unknown_unit(Reader& reader, std::string_view digits, std::string_view suffix)
{
    auto* one = reader.mistakes.add(diag::unknown_unit, reader.span, std::string(suffix));
    if (!one || explain_decimal_unit(*one, digits, suffix, reader.span))
        return BrokenExpr{};
    if (const auto meant = meant_unit(suffix); !meant.empty()) {
        const auto replacement = fmt::format("{}{}", digits, meant);
        // One letter may also be a digit of a number in hex.
        one->fix(fmt::format("write `{}`", replacement), reader.span, replacement,
                 suffix.size() > 1 ? Certainty::certain : Certainty::likely);
    }
    one->hint("sizes have B, KiB, MiB, GiB or TiB, durations ms, s, min, h or d; a name does not begin with a digit");
    return BrokenExpr{};
}

Node with_unit(Reader& reader, std::string_view digits, std::string_view suffix)
{
    std::uint64_t count = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (read.ec != std::errc{})
        return reader.too_large("2^64-1, the largest number");
    if (suffix.empty())
        return NumberLiteral{count};
    for (const auto& unit : units) {
        if (unit.name != suffix)
            continue;
        if (count > std::numeric_limits<std::uint64_t>::max() / unit.factor)
            return reader.too_large(unit.is_size ? "2^64-1 bytes" : "2^64-1 milliseconds");
        return unit.is_size ? Node(SizeLiteral{count * unit.factor}) : Node(DurationLiteral{count * unit.factor});
    }
    return unknown_unit(reader, digits, suffix);
}

Node hexadecimal(Reader& reader, std::string_view digits)
{
    std::uint64_t value = 0;
    const auto* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, value, 16);
    if (read.ec == std::errc::result_out_of_range)
        return reader.too_large("2^64-1, the largest number");
    if (read.ec == std::errc{} && read.ptr == end)
        return NumberLiteral{value};
    auto* one = reader.mistakes.add(diag::unknown_unit, reader.span, fmt::format("x{}", digits));
    if (one)
        one->hint("after `0x` stand hexadecimal digits: 0 to 9, a to f");
    return BrokenExpr{};
}

Node version(Reader& reader)
{
    VersionLiteral literal;
    const auto* at = reader.text.data();
    const auto* end = at + reader.text.size();
    while (at < end) {
        std::uint32_t component = 0;
        const auto read = std::from_chars(at, end, component);
        if (read.ec != std::errc{})
            return reader.too_large("2^32-1, the largest component of a version");
        literal.components.push_back(component);
        at = read.ptr + 1;  // the dot
    }
    return literal;
}

Node date(Reader& reader)
{
    const auto text = reader.text;
    int parts[3] = {};
    const auto* at = text.data();
    bool readable = text.size() == 10 && text[4] == '-' && text[7] == '-';
    for (auto& part : parts) {
        const auto read = std::from_chars(at, text.data() + text.size(), part);
        readable = readable && read.ec == std::errc{};
        at = read.ptr + 1;
    }
    using namespace std::chrono;
    if (readable &&
        year_month_day{year{parts[0]}, month{static_cast<unsigned>(parts[1])}, day{static_cast<unsigned>(parts[2])}}
            .ok())
        return DateLiteral{parts[0], parts[1], parts[2]};
    if (auto* one = reader.mistakes.add(diag::no_such_date, reader.span, std::string(text)))
        one->hint("a date is year, month and day with all their digits: `2024-06-20`");
    return BrokenExpr{};
}

}  // namespace

decltype(Expr::node) read_numeric(std::uint32_t begin, std::uint32_t end, Mistakes& mistakes)
{
    Reader reader{mistakes.slice(begin, end), mistakes.span(begin, end), mistakes};
    const auto text = reader.text;
    std::size_t digits = 0;
    while (digits < text.size() && scan::is_digit(text[digits]))
        ++digits;
    if (digits == text.size())
        return with_unit(reader, text, {});
    if (text[digits] == '.')
        return std::any_of(text.begin(), text.end(), scan::begins_name) ? reader.fraction() : version(reader);
    if (text[digits] == '-')
        return date(reader);
    const auto suffix = text.substr(digits);
    if (text.substr(0, digits) == "0" && suffix.front() == 'x')
        return hexadecimal(reader, suffix.substr(1));
    return with_unit(reader, text.substr(0, digits), suffix);
}

}  // namespace hivemend::lang::syntax
