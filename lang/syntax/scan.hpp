// Small steps over text that the grammar, the recovery and the brace pass must take alike. Private to lang/syntax.
#pragma once

#include <cstddef>
#include <string_view>

namespace hivemend::lang::syntax::scan {

inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

inline bool begins_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

inline bool continues_name(char c)
{
    return begins_name(c) || is_digit(c);
}

/// A blank; control characters other than the line end have their own diagnostic and count as blanks afterwards.
inline bool is_blank(char c)
{
    return c != '\n' && static_cast<unsigned char>(c) <= ' ';
}

/// Whether these letters are a word of the language, and so no name.
bool is_keyword(std::string_view word);

/// What a word that begins conditions and loops elsewhere is here: `when` for `if`; empty for every other word.
std::string_view word_of_other_languages(std::string_view word);

std::size_t skip_blanks(std::string_view text, std::size_t at);
/// The offset of the line end, which is a `\n` or the end of the text; a `\r` before it belongs to the line.
std::size_t line_end(std::string_view text, std::size_t at);
std::size_t line_begin(std::string_view text, std::size_t at);
/// The end of the letters, digits and `_` from here on.
std::size_t name_end(std::string_view text, std::size_t at);
/// Whether only blanks stand before `at` on its line.
bool first_on_line(std::string_view text, std::size_t at);
/// Whether a line of prose begins here: `-` first on its line, then a blank or the line end.
bool begins_prose(std::string_view text, std::size_t at);

/// Where the text ends whose `"` is at `at`.
struct StringEnd {
    std::size_t end;  // after the closing `"`, or where the text is taken to end without one
    bool closed;
};
/// A text without its closing `"` ends with its line, but a brace at the end of the line stays outside: it is more
/// likely a block.
StringEnd string_end(std::string_view text, std::size_t at);

/// Where the first text begins that is not closed on the line that begins at `line`; without one, the line's end.
std::size_t open_text(std::string_view text, std::size_t line);

/// What ends an item that is not understood.
struct Skip {
    bool in_block = false;       // `,` and `}` end it too
    bool stop_at_brace = false;  // `{` ends it; otherwise one that closes on its line is skipped with what it holds
    int open_brackets = 0;       // how many `(` and `[` were open
};
/// The end of what cannot be understood from `at` on: the end of the line, a comment, or what `skip` names.
std::size_t junk_end(std::string_view text, std::size_t at, const Skip& skip);

/// Where the block whose `{` is at `at` ends, and how deep it goes; for blocks that are not worth parsing. Needs no
/// stack.
struct BlockEnd {
    std::size_t end;  // after its `}`, or the end of the text
    std::size_t depth;
    bool closed;
};
BlockEnd block_end(std::string_view text, std::size_t at);

}  // namespace hivemend::lang::syntax::scan
