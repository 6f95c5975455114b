// What the parser says about text it does not understand.
#include "lang/syntax/mistakes.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "lang/diag/catalogue.hpp"
#include "lang/syntax/foreign_mistakes.hpp"
#include "lang/syntax/parse.hpp"
#include "lang/syntax/scan.hpp"

namespace hivemend::lang::syntax {
namespace {

std::size_t code_point_length(unsigned char lead)
{
    if (lead < 0xC0)
        return 1;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

bool continues_foreign(char c)
{
    return static_cast<unsigned char>(c) >= 0x80 || scan::continues_name(c);
}

std::size_t symbol_end(std::string_view text, std::size_t at)
{
    static constexpr auto pairs =
        std::to_array<std::string_view>({"==", "!=", "<=", ">=", "=>", "&&", "||", "<>", "=<", "//", "/*", "->", "::"});
    const auto two = text.substr(at, 2);
    return at + (std::find(pairs.begin(), pairs.end(), two) != pairs.end() ? 2 : 1);
}

std::size_t token_end(std::string_view text, std::size_t at)
{
    const auto first = text[at];
    if (first == '"')
        return scan::string_end(text, at).end;
    if (scan::continues_name(first))
        return scan::name_end(text, at);
    if (static_cast<unsigned char>(first) < 0x80)
        return symbol_end(text, at);
    // A word with letters from beyond ASCII is one thing to a reader.
    const auto length = code_point_length(static_cast<unsigned char>(first));
    auto end = std::min(text.size(), at + length);
    if (length == 2)  // letters of European scripts; quotes and dashes have three bytes and stand alone
        while (end < text.size() && continues_foreign(text[end]))
            ++end;
    return end;
}

/// Short enough for a headline.
std::string shortened(std::string_view token)
{
    constexpr std::size_t longest = 40;
    if (token.size() <= longest)
        return std::string(token);
    auto cut = longest;
    while (cut > 0 && (static_cast<unsigned char>(token[cut]) & 0xC0) == 0x80)
        --cut;
    return std::string(token.substr(0, cut)) + "…";
}

}  // namespace

Found found_at(std::string_view text, std::size_t at)
{
    at = scan::skip_blanks(text, at);
    const auto begin = static_cast<std::uint32_t>(at);
    if (at == text.size())
        return {begin, begin, "the end of the file"};
    if (text[at] == '\n' || text[at] == '#')
        return {begin, begin, "the end of the line"};
    const auto end = token_end(text, at);
    const auto token = shortened(text.substr(at, end - at));
    const auto words = token.front() == '"' ? fmt::format("the text `{}`", token) : fmt::format("`{}`", token);
    return {begin, static_cast<std::uint32_t>(end), words};
}

bool Mistakes::is_quiet(std::uint32_t at) const
{
    const auto line = std::ranges::upper_bound(quiet, at, {}, &Quiet::begin);
    return line != quiet.begin() && at <= (line - 1)->end;
}

bool Mistakes::may_add(Span where)
{
    return !is_quiet(where.begin) && count(where);
}

bool Mistakes::count(Span where)
{
    if (++count_ <= max_mistakes)
        return true;
    if (count_ == max_mistakes + 1)
        collected_.add(diag::too_many_mistakes, where, max_mistakes)
            .hint("mend the first ones and check again; if this was never a playbook, check the name of the file");
    return false;
}

bool Mistakes::quiet_line(std::uint32_t at)
{
    if (is_quiet(at) || count_ > max_mistakes)
        return false;
    const auto begin = static_cast<std::uint32_t>(scan::line_begin(text_, at));
    const auto end = static_cast<std::uint32_t>(scan::line_end(text_, at));
    const auto open_text = scan::open_text(text_, begin);
    if (open_text < end)
        unterminated(static_cast<std::uint32_t>(open_text),
                     static_cast<std::uint32_t>(scan::string_end(text_, open_text).end));
    quiet.insert(std::ranges::lower_bound(quiet, begin, {}, &Quiet::begin), {begin, end});
    return open_text == end && count(span(at, std::min(at + 1, end)));
}

void Mistakes::quiet_end(std::uint32_t from)
{
    const auto last = static_cast<std::uint32_t>(text_.size());
    if (!quiet.empty() && quiet.back().begin >= from)
        quiet.back().end = last;
    else
        quiet.push_back({from, last});
}

void Mistakes::unterminated(std::uint32_t begin, std::uint32_t end)
{
    open_text_end_ = end;
    auto* one = add(diag::unterminated_string, span(begin, end));
    if (one == nullptr)
        return;
    // A brace, a sign, a comma or the switch of a command behind it may stand outside of what is quoted.
    const auto quoted = slice(begin, end);
    const bool whole_line =
        quoted.find_first_of("{}=,#()[]") == std::string_view::npos && quoted.find(" /") == std::string_view::npos;
    one->hint("close it with `\"`; a quote inside a text is written `\"\"`")
        .fix("close the text", span(end, end), "\"", whole_line ? Certainty::certain : Certainty::likely);
    offer_straight_quote(*one, *this, begin);
}

void Mistakes::add_prose_help(std::uint32_t at)
{
    const auto begin = scan::line_begin(text_, at);
    const auto prose = [&](std::size_t line) {
        const auto first = scan::skip_blanks(text_, line);
        return first < text_.size() && scan::begins_prose(text_, first);
    };
    const auto next = scan::line_end(text_, at) + 1;
    const bool between =
        (begin > 0 && prose(scan::line_begin(text_, begin - 1))) || (next < text_.size() && prose(next));
    if (between && !prose(begin))
        collected_.last().hint("the lines beside it are for people: if this one is too, it begins with `- `");
}

void Mistakes::too_deep(std::uint32_t at)
{
    if (!std::exchange(too_deep_, true))
        collected_
            .add(diag::nested_too_deeply, span(at, std::min(at + 1, static_cast<std::uint32_t>(text_.size()))),
                 max_nesting)
            .hint("split it: `let` names a part of an expression, a procedure holds a part of the statements");
    begin_recovery(at);
}

void Mistakes::missing(Wanted wanted, std::uint32_t at)
{
    if (recovering_)
        return;
    const auto found = found_at(text_, at);
    begin_recovery(found.begin);
    const bool beyond_ascii = found.begin < found.end && static_cast<unsigned char>(text_[found.begin]) >= 0x80;
    if ((beyond_ascii && bytes_are_foreign) || foreign(found) || keyword_as_key(found))
        return;
    if (!brackets.empty() && is_quiet(brackets.back()))
        return;  // what the bracket holds is not understood from its own line on
    const auto before = collected_.all().size();
    say_missing(wanted, found);
    if (collected_.all().size() > before)
        add_prose_help(found.begin);
}

void Mistakes::say_missing(Wanted wanted, const Found& found)
{
    switch (wanted) {
    case Wanted::item:
        return missing_item(found);
    case Wanted::item_end:
        return missing_item_end(found, false);
    case Wanted::arm_end:
        return missing_item_end(found, true);
    case Wanted::expression:
        return missing_expression(found);
    case Wanted::called_name:
        return missing_name(found, "`exists`");
    case Wanted::block:
        return missing_block(found);
    case Wanted::variable:
        return missing_name(found, "a loop");
    case Wanted::declared_name:
        return missing_name(found, "a declaration");
    case Wanted::attribute_name:
        return missing_name(found, "an attribute");
    case Wanted::type:
        if (auto* one = add(diag::expected_type, span(found.begin, found.end), found.words))
            one->hint("for example `int`, `string`, `size`, `list(string)` or `bcd_object(osloader)`");
        return;
    case Wanted::closing:
        return missing_closing(found);
    case Wanted::each:
        return missing_word(found, "each", "a loop is written `for each name in list { … }`");
    case Wanted::in:
        return missing_word(found, "in", "a loop is written `for each name in list { … }`");
    case Wanted::when:
        return missing_word(found, "when", "write `applies when` and a condition");
    case Wanted::colon:
        return missing_word(found, ":", "a parameter has a type: `param name: type = default`");
    case Wanted::equals:
        return missing_word(found, "=", "write `let name = value` or `let name: type = value`");
    case Wanted::arrow:
        return missing_word(found, "=>", "an arm is written `pattern => result`; several patterns are joined by `or`");
    }
}

void Mistakes::unexpected(const Found& found, std::string help)
{
    if (auto* one = add(diag::unexpected_text, span(found.begin, found.end), found.words))
        one->hint(std::move(help));
}

void Mistakes::missing_item(const Found& found)
{
    const auto word = slice(found.begin, found.end);
    const bool in_a_row = last_end_ <= found.begin && scan::skip_blanks(text_, last_end_) == found.begin;
    last_end_ = found.end;
    if (in_a_row && word == ",")
        return;  // what was between the commas has been said to be missing
    if (word == "else") {
        if (auto* one =
                add(diag::misplaced_else, span(found.begin, found.end), std::string("`else` begins no statement")))
            one->hint("it stands on the line of the `}` before it: `} else {`");
    } else if (word == "-") {
        const bool first = scan::first_on_line(text_, found.begin);
        if (auto* one = add(diag::misplaced_prose, span(found.begin, found.end),
                            std::string(first ? "`-` is not followed by a blank"
                                              : "a line for people begins in the middle of a line")))
            one->hint("a line for people is a line of its own: `- ` and its text");
    } else if (found.begin == found.end || word == "}") {
        unexpected(found, "an attribute stands before a statement, a stage or a declaration");
    } else if (scan::is_keyword(word)) {
        missing_name(found, "a setting");
    } else if (word == "{") {
        // In a row of them the first is the mistake.
        if (!text_.substr(0, found.begin).ends_with('{'))
            unexpected(found, "a block follows the words that say what it is: `stage \"title\" {`");
    } else {
        unexpected(found, "a statement begins with a word");
    }
}

void Mistakes::missing_item_end(const Found& found, bool arm)
{
    const auto word = slice(found.begin, found.end);
    const auto before = found.begin == 0 ? '\n' : text_[found.begin - 1];
    if (word == "=" || word == "==") {
        if (auto* one = add(diag::unexpected_text, span(found.begin, found.end), found.words))
            one->hint(word == "==" ? "`==` compares, `=` sets: left of `=` stands one name or text"
                                   : "one `=` sets one value; to compare write `==`");
    } else if (word == "else") {
        if (auto* one = add(diag::misplaced_else, span(found.begin, found.end), std::string("values have no `else`")))
            one->hint("`match` gives a value for each case: `match x { a => 1, else => 2 }`")
                .hint("what may be absent is used in `when exists x { … } else { … }`");
    } else if (before == '\r') {
        return;  // has been told as a control character
    } else if (word == ":") {
        unexpected(found, "a name and its value are joined by `=`");
    } else if (word == ",") {
        unexpected(found, "outside blocks the end of the line separates");
    } else if (found.begin > 1 && before == '"' && text_[found.begin - 2] == '\\') {
        unexpected(found, "`\\` is an ordinary character: a quote inside a text is written `\"\"`");
    } else if (word == "{") {
        unexpected(found, "no block follows here; after `=` stands a value only");
    } else if (arm) {
        if (auto* one = add(diag::missing_separator, span(found.begin, found.end), found.words))
            one->hint("arms stand on lines of their own, or are separated by `,`");
    } else if (scan::begins_name(word.empty() ? ' ' : word.front()) || word.starts_with('"')) {
        if (auto* one = add(diag::missing_separator, span(found.begin, found.end), found.words))
            one->hint("one statement stands on one line; a text with blanks stands in `\"`");
    } else {
        unexpected(found, "the statement is complete before it");
    }
}

void Mistakes::missing_expression(const Found& found)
{
    const auto word = slice(found.begin, found.end);
    if (scan::is_keyword(word)) {
        missing_name(found, "a value");
        return;
    }
    last_end_ = found.end;
    if (auto* one = add(diag::expected_expression, span(found.begin, found.end), found.words))
        one->hint(
            "a value is a name, a text in `\"`, a number with or without its unit, `yes`, `no`, or a list in `[ ]`");
}

void Mistakes::missing_name(const Found& found, const char* whose)
{
    const auto word = slice(found.begin, found.end);
    if (scan::is_keyword(word)) {
        auto* one = add(diag::keyword_as_name, span(found.begin, found.end), std::string(word));
        if (!one)
            return;
        one->hint("as the name of a registry value, or as text, it stands in `\"`; anything else needs another name");
        return;
    }
    if (auto* one = add(diag::expected_name, span(found.begin, found.end), std::string(whose), found.words))
        one->hint("a name has letters, digits and `_`, and does not begin with a digit");
}

void Mistakes::missing_word(const Found& found, const char* word, const char* help)
{
    if (auto* one = add(diag::expected_word, span(found.begin, found.end), std::string(word), found.words))
        one->hint(help);
}

void Mistakes::missing_block(const Found& found)
{
    const auto word = slice(found.begin, found.end);
    if (word == "=") {
        if (auto* one = add(diag::assignment_in_condition, span(found.begin, found.end))) {
            one->hint("to compare, write `==`");
            one->fix("compare", span(found.begin, found.end), "==", Certainty::certain);
        }
        return;
    }
    auto* one = add(diag::expected_block, span(found.begin, found.end), found.words);
    if (one)
        one->hint("a block begins with `{` on this line and ends with `}`");
}

void Mistakes::missing_closing(const Found& found)
{
    const auto opened = brackets.empty() ? found.begin : brackets.back();
    if (opened < open_text_end_)
        return recover_behind(found.begin, opened);  // the text has swallowed the bracket
    const auto opening = text_[opened];
    const bool list = opening == '[';
    const auto word = slice(found.begin, found.end);
    const bool same_line = scan::line_end(text_, opened) >= found.end && found.begin != found.end;
    if (same_line && !word.starts_with('{') && !word.starts_with('}') && word != "=") {
        // What could be the next member is one whose comma was forgotten.
        if (auto* one =
                add(diag::missing_comma, span(found.begin, found.end), std::string(list ? "]" : ")"), found.words)) {
            one->label(span(opened, opened + 1), "opened here");
            one->hint("members are separated by `,`");
        }
        return;
    }
    auto* one = add(diag::unclosed_bracket, span(opened, opened + 1), std::string(1, opening), found.words);
    if (!one)
        return;
    one->label(span(found.begin, found.end), fmt::format("`{}` is missing before this", list ? ']' : ')'));
    recover_behind(found.begin, opened);
    one->hint(list ? "a list ends with `]`" : "parentheses end with `)`");
}

void Mistakes::recover_behind(std::uint32_t found, std::uint32_t opened)
{
    if (const auto line = scan::line_begin(text_, found); line > opened)
        begin_recovery(static_cast<std::uint32_t>(line - 1));
}

bool Mistakes::keyword_as_key(const Found& found)
{
    if (slice(found.begin, found.end) != "=")
        return false;
    auto end = found.begin;
    while (end > 0 && scan::is_blank(text_[end - 1]))
        --end;
    auto begin = end;
    while (begin > 0 && scan::continues_name(text_[begin - 1]))
        --begin;
    auto before = begin;
    while (before > 0 && scan::is_blank(text_[before - 1]))
        --before;
    const bool first = before == 0 || text_[before - 1] == '\n' || text_[before - 1] == '{' || text_[before - 1] == ',';
    const auto word = slice(begin, end);
    if (!first || !scan::is_keyword(word))
        return false;
    if (auto* one = add(diag::keyword_as_name, span(begin, end), std::string(word)))
        one->hint("as the name of a registry value it stands in `\"`")
            .fix("quote it", span(begin, end), fmt::format("\"{}\"", word));
    return true;
}

}  // namespace hivemend::lang::syntax
