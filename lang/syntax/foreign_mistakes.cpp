// What the parser says about words and signs that other languages use.
#include "lang/syntax/foreign_mistakes.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "lang/diag/catalogue.hpp"
#include "lang/source/utf8.hpp"
#include "lang/syntax/foreign_words.hpp"
#include "lang/syntax/scan.hpp"

namespace hivemend::lang::syntax {
namespace {

struct Written {
    std::string_view seen, meant;
};

std::uint32_t code_point_at(std::string_view text, std::size_t at)
{
    return at < text.size() ? decode_utf8(text.substr(at, 4)).value : 0;
}

bool is_one_of(std::uint32_t value, std::initializer_list<std::uint32_t> all)
{
    return std::ranges::find(all, value) != all.end();
}

/// Blanks of web pages, which look like a blank and are none.
bool is_wide_blank(std::uint32_t value)
{
    return is_one_of(value, {0xA0, 0x2007, 0x202F, 0x3000});
}

bool has_no_width(std::uint32_t value)
{
    return is_one_of(value, {0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF});
}

bool is_dash(std::uint32_t value)
{
    return is_one_of(value, {0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212});
}

bool is_double_quote(std::uint32_t value)
{
    return is_one_of(value, {0x201C, 0x201D, 0x201E, 0xAB, 0xBB});
}

bool is_single_quote(std::uint32_t value)
{
    return is_one_of(value, {'\'', '`', 0x2018, 0x2019});
}

/// Calls `see` for every character of the line outside texts, with its place and length.
template <class See>
void outside_texts(std::string_view text, std::size_t at, See&& see)
{
    const auto end = scan::line_end(text, at);
    for (auto here = scan::line_begin(text, at); here < end;) {
        if (text[here] == '"') {
            here = scan::string_end(text, here).end;
            continue;
        }
        const auto [value, length] = decode_utf8(text.substr(here, 4));
        see(value, here, std::max<std::size_t>(length, 1));
        here += std::max<std::size_t>(length, 1);
    }
}

/// The word before `at`, blanks between left out.
std::pair<std::uint32_t, std::uint32_t> word_before(std::string_view text, std::uint32_t at)
{
    auto end = at;
    while (end > 0 && scan::is_blank(text[end - 1]))
        --end;
    auto begin = end;
    while (begin > 0 && scan::continues_name(text[begin - 1]))
        --begin;
    return {begin, end};
}

bool say_written(Mistakes& mistakes, std::uint32_t begin, std::uint32_t end, const std::string& meant, std::string help,
                 Certainty certainty = Certainty::certain)
{
    const auto where = mistakes.span(begin, end);
    if (auto* one = mistakes.add(diag::foreign_word, where, std::string(mistakes.slice(begin, end)), meant))
        one->hint(std::move(help)).fix(fmt::format("write `{}`", meant), where, meant, certainty);
    return true;
}

/// Blanks that are none: all those of the line are mended at once.
bool odd_blank(Mistakes& mistakes, const Found& found)
{
    const auto value = code_point_at(mistakes.text(), found.begin);
    if (!is_wide_blank(value) && !has_no_width(value))
        return false;
    const auto length = decode_utf8(mistakes.text().substr(found.begin, 4)).length;
    auto* one = mistakes.add(diag::control_character, mistakes.span(found.begin, found.begin + length), value);
    if (one == nullptr)
        return true;
    one->hint("it came with the text of a web page; blanks are the ones that the space bar makes");
    Fix fix{"write ordinary blanks on this line", {}, Certainty::certain};
    outside_texts(mistakes.text(), found.begin, [&](std::uint32_t other, std::size_t at, std::size_t bytes) {
        const auto begin = static_cast<std::uint32_t>(at);
        if (is_wide_blank(other) || has_no_width(other))
            fix.edits.push_back(
                {mistakes.span(begin, begin + static_cast<std::uint32_t>(bytes)), is_wide_blank(other) ? " " : ""});
    });
    one->fixes.push_back(std::move(fix));
    return true;
}

bool dash(Mistakes& mistakes, const Found& found)
{
    const auto value = code_point_at(mistakes.text(), found.begin);
    if (!is_dash(value))
        return false;
    const auto end = found.begin + decode_utf8(mistakes.text().substr(found.begin, 4)).length;
    return say_written(mistakes, found.begin, end, "-",
                       "a word processor has made a dash of the hyphen that joins words and begins lines for people");
}

/// A text between quotes of another sort, when it ends on its line.
bool quotes(Mistakes& mistakes, const Found& found)
{
    const auto text = mistakes.text();
    const auto open = code_point_at(text, found.begin);
    const bool twice = is_double_quote(open);
    if (!twice && !is_single_quote(open))
        return false;
    const auto length = decode_utf8(text.substr(found.begin, 4)).length;
    const auto where = mistakes.span(found.begin, found.begin + length);
    auto* one = mistakes.add(diag::foreign_quote, where, std::string(mistakes.slice(where.begin, where.end)));
    if (one == nullptr)
        return true;
    one->hint("a text stands between two straight double quotes: `\"`");
    const auto end = scan::line_end(text, found.begin);
    for (auto at = static_cast<std::size_t>(where.end); at < end;) {
        const auto [value, bytes] = decode_utf8(text.substr(at, 4));
        const bool straight = twice && value == '"';
        if (straight || (twice ? is_double_quote(value) : is_single_quote(value))) {
            const auto close = static_cast<std::uint32_t>(at);
            one->fix("write straight quotes", mistakes.span(where.begin, close + bytes),
                     "\"" + std::string(mistakes.slice(where.end, close)) + "\"", Certainty::certain);
            break;
        }
        if (value == '"')
            break;
        at += std::max<std::uint32_t>(bytes, 1);
    }
    return true;
}

bool comment(Mistakes& mistakes, const Found& found)
{
    static constexpr auto comments = std::to_array<std::string_view>({"//", "/*", ";", "::"});
    const auto word = mistakes.slice(found.begin, found.end);
    if (std::ranges::find(comments, word) == comments.end())
        return false;
    const auto where = mistakes.span(found.begin, found.end);
    auto* one = mistakes.add(diag::foreign_comment, where, std::string(word));
    if (one == nullptr)
        return true;
    one->hint(word == ";" ? "a comment begins with `#`; a statement ends with its line" : "a comment begins with `#`");
    if (word != "/*" && (word != ";" || scan::first_on_line(mistakes.text(), found.begin)))
        one->fix("write `#`", where, "#", Certainty::certain);
    return true;
}

bool operators(Mistakes& mistakes, const Found& found)
{
    static constexpr auto all =
        std::to_array<Written>({{"&&", "and"}, {"||", "or"}, {"!", "not"}, {"<>", "!="}, {"=<", "<="}});
    const auto word = mistakes.slice(found.begin, found.end);
    const auto known = std::ranges::find(all, word, &Written::seen);
    if (known == all.end())
        return false;
    const auto where = mistakes.span(found.begin, found.end);
    if (auto* one = mistakes.add(diag::foreign_operator, where, std::string(word), std::string(known->meant)))
        one->hint("operators are `and or not exists in == != < <= > >=`")
            .fix(fmt::format("write `{}`", known->meant), where, std::string(known->meant) + (word == "!" ? " " : ""),
                 word == "!" ? Certainty::likely : Certainty::certain);
    return true;
}

/// `300 MiB`: the unit stands apart from its number.
bool unit_apart(Mistakes& mistakes, const Found& found)
{
    static constexpr auto units =
        std::to_array<std::string_view>({"B", "KiB", "MiB", "GiB", "TiB", "ms", "s", "min", "h", "d"});
    const auto unit = mistakes.slice(found.begin, found.end);
    const auto [begin, end] = word_before(mistakes.text(), found.begin);
    const auto number = mistakes.slice(begin, end);
    if (mistakes.slice(end, found.begin).find_first_not_of(" \t") != std::string_view::npos)
        return false;
    if (std::ranges::find(units, unit) == units.end() || number.empty() || end == found.begin ||
        !std::ranges::all_of(number, scan::is_digit))
        return false;
    return say_written(mistakes, begin, found.end, std::string(number) + std::string(unit),
                       "the unit touches its number");
}

/// The word of the language for a type of registry data, however a tool spells it.
std::string data_word(std::string_view word)
{
    auto small = foreign::lower(word);
    if (small.starts_with("reg_"))
        small.erase(0, 4);
    static constexpr auto words =
        std::to_array<std::string_view>({"dword", "qword", "sz", "expand_sz", "multi_sz", "binary"});
    const bool known = std::ranges::find(words, small) != words.end();
    return known ? small : small == "dword_little_endian" ? "dword" : std::string{};
}

/// `Start = REG_DWORD 4`, and `dword:00000004` of a .reg file.
bool data_type(Mistakes& mistakes, const Found& found)
{
    const auto [begin, end] = word_before(mistakes.text(), found.begin);
    const auto written = mistakes.slice(begin, end);
    const auto word = data_word(written);
    if (word.empty())
        return false;
    if (mistakes.slice(found.begin, found.end) == ":") {
        const auto data_end = scan::name_end(mistakes.text(), found.end);
        const auto data = mistakes.slice(found.end, static_cast<std::uint32_t>(data_end));
        const auto first = std::min(data.find_first_not_of('0'), data.size() - std::min<std::size_t>(data.size(), 1));
        return !data.empty() && say_written(mistakes, begin, static_cast<std::uint32_t>(data_end),
                                            fmt::format("{} 0x{}", word, data.substr(first)),
                                            "a type stands before its data, with a blank between them");
    }
    if (written == word)
        return false;
    return say_written(mistakes, begin, end, word, "data is written with its type: `dword 2`, `sz \"text\"`");
}

/// `SYSTEM\Setup` and `C:\Windows` without quotes.
bool open_path(Mistakes& mistakes, const Found& found)
{
    const auto text = mistakes.text();
    const auto word = mistakes.slice(found.begin, found.end);
    if (word != "\\" && !(word == ":" && found.end < text.size() && text[found.end] == '\\'))
        return false;
    const auto begin = word_before(text, found.begin).first;
    auto end = found.end;
    while (end < text.size() && text[end] != '\n' &&
           std::string_view{"\",)]"}.find(text[end]) == std::string_view::npos &&
           !(text[end] == '{' && scan::is_blank(text[end - 1])))
        ++end;
    const bool closed = end < text.size() && text[end] == '"';
    while (!closed && end > found.end && scan::is_blank(text[end - 1]))
        --end;
    auto* one = mistakes.add(diag::unexpected_text, mistakes.span(found.begin, found.end), found.words);
    if (one == nullptr)
        return true;
    one->hint("a key or a path is a text, and stands in `\"`");
    if (closed)
        one->fix("open the text", mistakes.span(begin, begin), "\"");
    else
        one->fix("put it in quotes", mistakes.span(begin, static_cast<std::uint32_t>(end)),
                 "\"" + std::string(mistakes.slice(begin, static_cast<std::uint32_t>(end))) + "\"");
    return true;
}

/// `{default}` as a value; a block begins with a blank or a line end.
bool braced_value(Mistakes& mistakes, const Found& found)
{
    const auto text = mistakes.text();
    if (mistakes.slice(found.begin, found.end) != "{")
        return false;
    auto end = static_cast<std::size_t>(found.end);
    while (end < text.size() && (scan::continues_name(text[end]) || text[end] == '-'))
        ++end;
    const auto before = word_before(text, found.begin).second;
    const bool value = before > 0 && std::string_view{"=[,("}.find(text[before - 1]) != std::string_view::npos;
    if (!value || end == found.end || end >= text.size() || text[end] != '}')
        return false;
    take_braced_object(mistakes, found.begin, static_cast<std::uint32_t>(end + 1));
    return true;
}

}  // namespace

bool Mistakes::foreign(const Found& found)
{
    return operators(*this, found) || quotes(*this, found) || comment(*this, found) || odd_blank(*this, found) ||
           dash(*this, found) || unit_apart(*this, found) || data_type(*this, found) || open_path(*this, found) ||
           braced_value(*this, found);
}

std::string take_braced_object(Mistakes& mistakes, std::uint32_t begin, std::uint32_t end)
{
    const auto inner = foreign::lower(mistakes.slice(begin + 1, end - 1));
    const bool is_name = std::ranges::all_of(inner, scan::continues_name) && scan::begins_name(inner.front()) &&
                         !scan::is_keyword(inner);
    if (inner == "current") {
        say_written(mistakes, begin, end, "default",
                    "`{current}` is the Windows that runs bcdedit; the entry of the Windows that is repaired is "
                    "`default`",
                    Certainty::likely);
        return "default";
    }
    const auto meant = is_name ? inner : "\"{" + inner + "}\"";
    say_written(mistakes, begin, end, meant,
                is_name ? "an object is written by its name, without braces" : "an id stands in quotes");
    return meant;
}

void take_bare_id(Mistakes& mistakes, std::uint32_t begin, std::uint32_t end)
{
    say_written(mistakes, begin, end, "\"{" + foreign::lower(mistakes.slice(begin, end)) + "}\"",
                "an id stands in quotes and braces");
}

void offer_straight_quote(Diagnostic& unterminated, const Mistakes& mistakes, std::uint32_t begin)
{
    const auto text = mistakes.text();
    const auto end = scan::line_end(text, begin);
    for (auto at = static_cast<std::size_t>(begin) + 1; at < end;) {
        const auto [value, bytes] = decode_utf8(text.substr(at, 4));
        if (is_double_quote(value) && value != 0xAB && value != 0x201E) {
            const auto close = static_cast<std::uint32_t>(at);
            const auto rest = text.substr(at + bytes, end - at - bytes);
            const bool alone = rest.find_first_not_of(" \t\r{},])") == std::string_view::npos;
            unterminated.fixes.insert(unterminated.fixes.begin(), {"close it with a straight quote",
                                                                   {{mistakes.span(close, close + bytes), "\""}},
                                                                   alone ? Certainty::certain : Certainty::likely});
            unterminated.label(mistakes.span(close, close + bytes), "this is a typographic quote");
            return;
        }
        at += std::max<std::uint32_t>(bytes, 1);
    }
}

}  // namespace hivemend::lang::syntax
