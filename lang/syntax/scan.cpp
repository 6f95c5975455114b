// Small steps over text that the grammar, the recovery and the brace pass take alike.
#include "lang/syntax/scan.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace hivemend::lang::syntax::scan {
namespace {

constexpr std::size_t longest_inline_block = 4096;  // bytes; what looks further at every `{` would not be linear

std::size_t indentation(std::string_view text, std::size_t at)
{
    const auto begin = line_begin(text, at);
    return skip_blanks(text, begin) - begin;
}

/// The end of the token at `at`, for readers that only count braces and brackets.
std::size_t token_end(std::string_view text, std::size_t at)
{
    if (text[at] == '"')
        return string_end(text, at).end;
    if (text[at] == '#' || begins_prose(text, at))
        return line_end(text, at);
    return at + 1;
}

/// Whether a block begins between the begin of the line and `at`.
bool opens_block_before(std::string_view text, std::size_t at)
{
    for (auto before = line_begin(text, at); before < at; before = token_end(text, before))
        if (text[before] == '{')
            return true;
    return false;
}

/// Whether the item at `item` goes on in the next line because a bracket is open: a line that is not indented deeper
/// does not belong to it, nor does one below a block that has begun on the line of the item.
bool continues_below(std::string_view text, std::size_t newline, std::size_t item)
{
    const auto next = skip_blanks(text, newline + 1);
    if (next >= text.size() || text[next] == '\n' || text[next] == '}' || opens_block_before(text, item))
        return false;
    return text[next] == ')' || text[next] == ']' || indentation(text, next) > indentation(text, item);
}

}  // namespace

bool is_keyword(std::string_view word)
{
    static constexpr auto words = std::to_array<std::string_view>(
        {"and",      "applies", "binary", "dword", "else",  "exists", "expand_sz", "expect", "for",  "let", "match",
         "multi_sz", "no",      "not",    "or",    "param", "qword",  "subject",   "sz",     "when", "yes"});
    if (word.size() < 2 || word.size() > 9)
        return false;
    switch (word.front()) {  // most names are told apart by their first letter alone
    case 'a':
    case 'b':
    case 'd':
    case 'e':
    case 'f':
    case 'l':
    case 'm':
    case 'n':
    case 'o':
    case 'p':
    case 'q':
    case 's':
    case 'w':
    case 'y':
        return std::find(words.begin(), words.end(), word) != words.end();
    default:
        return false;
    }
}

std::string_view word_of_other_languages(std::string_view word)
{
    if (word == "if" || word == "If" || word == "IF")
        return "when";
    if (word == "elif" || word == "elseif")
        return "else when";
    return word == "foreach" ? "for each" : "";
}

std::size_t skip_blanks(std::string_view text, std::size_t at)
{
    while (at < text.size() && is_blank(text[at]))
        ++at;
    return at;
}

std::size_t line_end(std::string_view text, std::size_t at)
{
    const auto* found = static_cast<const char*>(std::memchr(text.data() + at, '\n', text.size() - at));
    return found ? static_cast<std::size_t>(found - text.data()) : text.size();
}

std::size_t line_begin(std::string_view text, std::size_t at)
{
    while (at > 0 && text[at - 1] != '\n')
        --at;
    return at;
}

std::size_t name_end(std::string_view text, std::size_t at)
{
    while (at < text.size() && continues_name(text[at]))
        ++at;
    return at;
}

bool first_on_line(std::string_view text, std::size_t at)
{
    while (at > 0 && is_blank(text[at - 1]))
        --at;
    return at == 0 || text[at - 1] == '\n';
}

bool begins_prose(std::string_view text, std::size_t at)
{
    if (text[at] != '-' || !first_on_line(text, at))
        return false;
    return at + 1 == text.size() || text[at + 1] == '\n' || is_blank(text[at + 1]);
}

StringEnd string_end(std::string_view text, std::size_t at)
{
    auto end = at + 1;
    for (; end < text.size() && text[end] != '\n'; ++end) {
        if (text[end] != '"')
            continue;
        if (end + 1 == text.size() || text[end + 1] != '"')
            return {end + 1, true};
        ++end;
    }
    while (end > at + 1 && is_blank(text[end - 1]))
        --end;
    auto cut = end;
    while (cut > at + 1 && (text[cut - 1] == '{' || text[cut - 1] == '}' || is_blank(text[cut - 1])))
        --cut;
    // Only a brace apart from the text is taken for one of the playbook: `${x}` may well end a text.
    if (cut < end && (is_blank(text[cut]) || cut == at + 1))
        end = cut;
    return {end, false};
}

std::size_t open_text(std::string_view text, std::size_t line)
{
    const auto end = line_end(text, line);
    for (auto at = line; at < end; at = token_end(text, at))
        if (text[at] == '"' && !string_end(text, at).closed)
            return at;
    return end;
}

std::size_t junk_end(std::string_view text, std::size_t at, const Skip& skip)
{
    auto brackets = skip.open_brackets;
    const auto item = at;
    while (at < text.size()) {
        switch (text[at]) {
        case '\n':
            if (brackets <= 0 || !continues_below(text, at, item))
                return at;
            break;
        case '#':
            if (brackets <= 0)
                return at;
            break;
        case '(':
        case '[':
            ++brackets;
            break;
        case ')':
        case ']':
            --brackets;
            break;
        case ',':
            if (skip.in_block && brackets <= 0)
                return at;
            break;
        case '}':
            if (skip.in_block)  // no bracket reaches beyond the block that it stands in
                return at;
            break;
        case '{': {
            const auto near = text.substr(0, at + longest_inline_block);
            const auto on_this_line = block_end(near.substr(0, line_end(near, at)), at);
            if (skip.stop_at_brace || !on_this_line.closed)
                return at;
            at = on_this_line.end;
            continue;
        }
        default:
            break;
        }
        at = token_end(text, at);
    }
    return at;
}

BlockEnd block_end(std::string_view text, std::size_t at)
{
    std::size_t depth = 0;
    std::size_t deepest = 0;
    while (at < text.size()) {
        if (text[at] == '{')
            deepest = std::max(deepest, ++depth);
        else if (text[at] == '}' && --depth == 0)
            return {at + 1, deepest, true};
        at = token_end(text, at);
    }
    return {at, deepest, false};
}

}  // namespace hivemend::lang::syntax::scan
