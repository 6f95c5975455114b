// What the formatter knows before it prints: which bracket belongs to which, what stands on one line, and how wide
// everything is there. Private to lang/format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "lang/format/columns.hpp"
#include "lang/format/tokens.hpp"
#include "lang/source/source.hpp"

namespace hivemend::lang::format {

/// What a bracket holds, which says how it is written on several lines.
enum class Bracket : std::uint8_t {
    none,     // no bracket, or one without its other half
    block,    // { }: items, settings, arms of a match
    members,  // [ ], and ( ) behind a name: a comma behind each
    group,    // ( ) round an expression
    type,     // ( ) of a type
};

class Layout {
public:
    /// `text` outlives the layout. `foreign`: command lines of another shell, whose brackets are no brackets here.
    explicit Layout(std::string_view text, const std::vector<Span>& foreign = {});

    const std::vector<Token>& tokens() const { return tokens_; }
    std::string_view text_of(std::size_t token) const;
    bool is(std::size_t token, std::string_view text) const { return text_of(token) == text; }

    /// Whether a bracket opens here that is closed.
    bool opens(std::size_t token) const { return tokens_[token].kind == TokenKind::open && match_[token] != nowhere; }
    /// The other half of a bracket that has one.
    std::size_t match(std::size_t token) const { return match_[token]; }
    /// The token behind this one, or behind the bracket that opens here.
    std::size_t behind(std::size_t token) const { return (opens(token) ? match_[token] : token) + 1; }
    /// Of an opening bracket.
    Bracket bracket(std::size_t open) const { return brackets_[open]; }
    /// Whether every `{` has its `}`, and no bracket nests deeper than the language allows.
    bool fits_together() const { return fits_together_; }

    /// Whether the bracket that opens here spans several lines, in the text or because of what is in it.
    bool spans_lines(std::size_t open) const { return spans_lines_[open]; }
    void set_spans_lines(std::size_t open) { spans_lines_[open] = true; }

    bool space_before(std::size_t token) const { return space_before_[token]; }
    /// A comma behind the last member, which is not written on one line.
    bool is_trailing_comma(std::size_t token) const;
    /// Columns of the tokens from `first` to `last`, these included, on one line.
    std::size_t width(std::size_t first, std::size_t last) const { return ends_[last] - begins_[first]; }

private:
    static constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

    void flatten(const std::vector<Span>& foreign);
    void match_brackets();
    void classify_brackets();
    void find_spaces();
    void find_widths();
    void find_lines();
    bool is_name(std::size_t token) const;
    Bracket kind_of_parenthesis(std::size_t before, std::size_t before_that) const;

    std::string_view text_;
    std::vector<Token> tokens_;
    std::vector<std::size_t> match_;
    std::vector<Bracket> brackets_;
    std::vector<bool> spans_lines_;
    std::vector<bool> space_before_;
    std::vector<std::size_t> begins_, ends_;  // columns, were everything on one line
    bool fits_together_ = true;
};

}  // namespace hivemend::lang::format
