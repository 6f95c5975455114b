// A text as the formatter sees it: tokens and comments with the line ends between them. Private to lang/format.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace hivemend::lang::format {

enum class TokenKind : std::uint8_t {
    word,       // a name, a path, a number of any kind: `os.free`, `delete-key`, `0x1d`, `10.0.14393`
    text,       // with its quotes
    mark,       // an operator, or a character that begins no token
    attribute,  // `@differs`
    open,       // ( [ {
    close,
    comma,
    prose,    // from its `-` to the end of the line
    comment,  // from its `#` to the end of the line
};

struct Token {
    std::uint32_t begin = 0, end = 0;  // without blanks at the end
    std::uint32_t line = 0;            // from 0
    TokenKind kind = TokenKind::mark;
    bool first_on_line = false;
    bool blank_line_before = false;
};

/// Every byte of the text that is no blank, no line end and no byte order mark is in one token.
std::vector<Token> read_tokens(std::string_view text);

/// Whether both texts say the same: equal tokens and comments in equal order, where commas, which only separate, do not
/// count.
bool same_tokens(std::string_view left, std::string_view right);

}  // namespace hivemend::lang::format
