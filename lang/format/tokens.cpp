// A text as the formatter sees it: tokens and comments with the line ends between them.
#include "lang/format/tokens.hpp"

#include <algorithm>

#include "lang/syntax/scan.hpp"

namespace hivemend::lang::format {
namespace {

namespace scan = syntax::scan;

class TokenReader {
public:
    explicit TokenReader(std::string_view text) : text_(text) {}

    std::vector<Token> read()
    {
        at_ = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        while (skip_to_token())
            add_token();
        return std::move(tokens_);
    }

private:
    /// Counts the line ends on the way.
    bool skip_to_token()
    {
        line_ends_ = 0;
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\n')
                ++line_ends_;
            else if (!scan::is_blank(text_[at_]))
                break;
        }
        line_ += line_ends_;
        return at_ < text_.size();
    }

    void add_token()
    {
        Token token;
        token.first_on_line = tokens_.empty() || line_ends_ > 0;
        token.blank_line_before = line_ends_ > 1;
        token.line = line_;
        token.begin = static_cast<std::uint32_t>(at_);
        token.kind = kind_at(token.first_on_line);
        at_ = end_of(token.kind);
        auto end = at_;
        while (end > token.begin + 1 && scan::is_blank(text_[end - 1]))
            --end;
        token.end = static_cast<std::uint32_t>(end);
        tokens_.push_back(token);
    }

    TokenKind kind_at(bool first_on_line) const
    {
        const auto c = text_[at_];
        switch (c) {
        case '"':
            return TokenKind::text;
        case '#':
            return TokenKind::comment;
        case '(':
        case '[':
        case '{':
            return TokenKind::open;
        case ')':
        case ']':
        case '}':
            return TokenKind::close;
        case ',':
            return TokenKind::comma;
        case '@':
            return at_ + 1 < text_.size() && scan::begins_name(text_[at_ + 1]) ? TokenKind::attribute : TokenKind::mark;
        case '-':
            return first_on_line && scan::begins_prose(text_, at_) ? TokenKind::prose : TokenKind::mark;
        default:
            return scan::continues_name(c) ? TokenKind::word : TokenKind::mark;
        }
    }

    std::size_t end_of(TokenKind kind) const
    {
        switch (kind) {
        case TokenKind::text:
            return scan::string_end(text_, at_).end;
        case TokenKind::comment:
        case TokenKind::prose:
            return scan::line_end(text_, at_);
        case TokenKind::attribute:
            return scan::name_end(text_, at_ + 1);
        case TokenKind::word:
            return word_end();
        case TokenKind::mark:
            return mark_end();
        default:
            return at_ + 1;
        }
    }

    /// Dots and hyphens belong to a word when they join two letters or digits.
    std::size_t word_end() const
    {
        auto end = scan::name_end(text_, at_);
        while (end + 1 < text_.size() && (text_[end] == '.' || text_[end] == '-') &&
               scan::continues_name(text_[end + 1]))
            end = scan::name_end(text_, end + 1);
        return end;
    }

    std::size_t mark_end() const
    {
        const auto c = text_[at_];
        const auto next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
        if ((next == '=' && (c == '=' || c == '!' || c == '<' || c == '>')) || (c == '=' && next == '>'))
            return at_ + 2;
        auto end = at_ + 1;
        // The bytes of one character stay together.
        while (static_cast<unsigned char>(c) >= 0x80 && end < text_.size() &&
               (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80)
            ++end;
        return end;
    }

    std::string_view text_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::uint32_t line_ = 0;
    std::uint32_t line_ends_ = 0;
};

/// The token without what the formatter may change in it: the blanks behind the `-` of prose.
std::string_view meaning(std::string_view text, const Token& token)
{
    auto begin = token.begin;
    if (token.kind == TokenKind::prose)
        begin = static_cast<std::uint32_t>(std::min<std::size_t>(scan::skip_blanks(text, begin + 1), token.end));
    return text.substr(begin, token.end - begin);
}

}  // namespace

std::vector<Token> read_tokens(std::string_view text)
{
    return TokenReader(text).read();
}

bool same_tokens(std::string_view left, std::string_view right)
{
    auto lefts = read_tokens(left);
    auto rights = read_tokens(right);
    std::erase_if(lefts, [](const Token& token) { return token.kind == TokenKind::comma; });
    std::erase_if(rights, [](const Token& token) { return token.kind == TokenKind::comma; });
    return std::equal(lefts.begin(), lefts.end(), rights.begin(), rights.end(),
                      [&](const Token& one, const Token& other) {
                          return one.kind == other.kind && meaning(left, one) == meaning(right, other);
                      });
}

}  // namespace hivemend::lang::format
