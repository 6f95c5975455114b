// Which bracket belongs to which, what stands on one line, and how wide everything is there.
#include "lang/format/layout.hpp"

#include <algorithm>
#include <utility>

#include "lang/syntax/parse.hpp"
#include "lang/syntax/scan.hpp"

namespace hivemend::lang::format {
namespace {

namespace scan = syntax::scan;

bool belongs_together(char open, char close)
{
    return (open == '(' && close == ')') || (open == '[' && close == ']') || (open == '{' && close == '}');
}

}  // namespace

Layout::Layout(std::string_view text, const std::vector<Span>& foreign)
    : text_(text),
      tokens_(read_tokens(text)),
      match_(tokens_.size(), nowhere),
      brackets_(tokens_.size(), Bracket::none),
      spans_lines_(tokens_.size()),
      space_before_(tokens_.size()),
      begins_(tokens_.size()),
      ends_(tokens_.size())
{
    flatten(foreign);
    match_brackets();
    classify_brackets();
    find_spaces();
    find_widths();
    find_lines();
}

std::string_view Layout::text_of(std::size_t token) const
{
    return text_.substr(tokens_[token].begin, tokens_[token].end - tokens_[token].begin);
}

bool Layout::is_trailing_comma(std::size_t token) const
{
    return tokens_[token].kind == TokenKind::comma && token + 1 < tokens_.size() &&
           tokens_[token + 1].kind == TokenKind::close && match_[token + 1] != nowhere;
}

void Layout::flatten(const std::vector<Span>& foreign)
{
    auto token = tokens_.begin();
    for (const auto& command : foreign) {
        while (token != tokens_.end() && token->begin < command.begin)
            ++token;
        for (; token != tokens_.end() && token->begin < command.end; ++token)
            if (token->kind == TokenKind::open || token->kind == TokenKind::close)
                token->kind = TokenKind::word;
    }
}

/// A `(` or `[` that is not closed before the `}` of its block stays without match.
void Layout::match_brackets()
{
    std::vector<std::size_t> open;
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
        const auto c = text_[tokens_[at].begin];
        if (tokens_[at].kind == TokenKind::open) {
            open.push_back(at);
            fits_together_ = fits_together_ && open.size() <= static_cast<std::size_t>(syntax::max_nesting);
        } else if (tokens_[at].kind == TokenKind::close) {
            while (c == '}' && !open.empty() && !is(open.back(), "{"))
                open.pop_back();
            if (!open.empty() && belongs_together(text_[tokens_[open.back()].begin], c)) {
                match_[open.back()] = at;
                match_[at] = open.back();
                open.pop_back();
            } else if (c == '}') {
                fits_together_ = false;
            }
        }
    }
    for (const auto left : open)
        fits_together_ = fits_together_ && !is(left, "{");
}

bool Layout::is_name(std::size_t token) const
{
    return tokens_[token].kind == TokenKind::word && scan::begins_name(text_[tokens_[token].begin]) &&
           !scan::is_keyword(text_of(token));
}

/// The tokens before, comments aside, say what a parenthesis holds.
Bracket Layout::kind_of_parenthesis(std::size_t before, std::size_t before_that) const
{
    if (before == nowhere)
        return Bracket::group;
    if (tokens_[before].kind == TokenKind::attribute)
        return Bracket::members;
    if (!is_name(before))
        return Bracket::group;
    if (before_that == nowhere)
        return Bracket::members;
    if (is(before_that, ":") || brackets_[before_that] == Bracket::type)
        return Bracket::type;
    // `x in (…)` compares, `not in(…)` calls what is called `in`
    const auto kind = tokens_[before_that].kind;
    const bool behind_operand = kind == TokenKind::text || kind == TokenKind::close ||
                                (kind == TokenKind::word && (!scan::is_keyword(text_of(before_that)) ||
                                                             is(before_that, "yes") || is(before_that, "no")));
    return is(before, "in") && behind_operand ? Bracket::group : Bracket::members;
}

void Layout::classify_brackets()
{
    std::size_t before = nowhere, before_that = nowhere;
    std::vector<std::size_t> open;
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
        if (tokens_[at].kind == TokenKind::comment)
            continue;
        if (tokens_[at].first_on_line && (open.empty() || is(open.back(), "{")))
            before = before_that = nowhere;  // of another item
        if (opens(at)) {
            if (is(at, "("))
                brackets_[at] = kind_of_parenthesis(before, before_that);
            else
                brackets_[at] = is(at, "{") ? Bracket::block : Bracket::members;
            open.push_back(at);
        } else if (tokens_[at].kind == TokenKind::close && match_[at] != nowhere) {
            open.pop_back();
        }
        before_that = std::exchange(before, at);
    }
}

void Layout::find_spaces()
{
    std::size_t before = nowhere;
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
        if (tokens_[at].kind == TokenKind::comment)
            continue;
        if (before == nowhere) {
            before = at;
            continue;
        }
        const auto kind = tokens_[at].kind;
        const bool behind_open = tokens_[before].kind == TokenKind::open && !is(before, "{");
        const bool before_close = kind == TokenKind::close && !is(at, "}");
        const bool attached = brackets_[at] == Bracket::type || (brackets_[at] == Bracket::members && is(at, "("));
        space_before_[at] = !(behind_open || before_close || attached || kind == TokenKind::comma || is(at, ":"));
        if (!is_trailing_comma(at))
            before = at;
    }
}

void Layout::find_widths()
{
    std::size_t column = 0;
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
        const bool counts = tokens_[at].kind != TokenKind::comment && !is_trailing_comma(at);
        begins_[at] = column + (counts && space_before_[at] ? 1 : 0);
        ends_[at] = column = begins_[at] + (counts ? columns(text_of(at)) : 0);
    }
}

/// What holds a line end holds its comments, too. A type goes on one line if it can; an attribute has a line of its
/// own.
void Layout::find_lines()
{
    std::vector<std::size_t> open;
    const auto mark_open = [&] {
        for (auto one = open.rbegin(); one != open.rend() && !spans_lines_[*one]; ++one)
            spans_lines_[*one] = true;
    };
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
        const auto kind = tokens_[at].kind;
        if (opens(at)) {
            open.push_back(at);
        } else if (kind == TokenKind::close && match_[at] != nowhere) {
            open.pop_back();
            const auto opened = match_[at];
            const bool joined = opened + 1 == at || brackets_[opened] == Bracket::type;
            if (!joined && tokens_[opened].line != tokens_[at].line)
                spans_lines_[opened] = true;
            if (spans_lines_[opened])
                mark_open();
        } else if (kind == TokenKind::comment || kind == TokenKind::attribute) {
            mark_open();
        }
    }
}

}  // namespace hivemend::lang::format
