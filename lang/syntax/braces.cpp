// Finds the brace that is missing or too much by the indentation of lines.
#include "lang/syntax/braces.hpp"

#include <algorithm>
#include <utility>

#include "lang/syntax/foreign.hpp"
#include "lang/syntax/scan.hpp"

namespace hivemend::lang::syntax {
namespace {

/// One `{` that is open, with the indentation of the line it stands on.
struct Open {
    std::uint32_t at;
    std::size_t indentation;
};

/// What stands on a line, as far as braces need it.
struct Line {
    std::size_t first = 0;  // its first character that is no blank
    std::size_t end = 0;
    std::size_t indentation = 0;
    bool closes = false;  // begins with `}`
};

class BraceReader {
public:
    explicit BraceReader(std::string_view text) : text_(text) {}

    /// `by_indentation`: whether lines may say that a brace is missing or too much.
    BraceRepairs read(bool by_indentation)
    {
        auto line = line_after(text_.starts_with("\xEF\xBB\xBF") ? 3 : 0);
        while (line.first < text_.size()) {
            const auto next = line_after(line.end);
            indentation_ = line.indentation;
            if (by_indentation && brackets_ <= 0)
                close_what_the_line_leaves(line);
            const bool continues = brackets_ > 0;
            const bool foreign = foreign_line_end(text_, line.first).has_value();
            if (!foreign)  // the braces of a pasted command open nothing
                read_line(line, by_indentation);
            if (by_indentation && !continues && !foreign && brackets_ <= 0 && next.first < text_.size())
                compare_with_next(line, next);
            line = next;
        }
        while (!open_.empty())
            miss(text_.size());
        std::ranges::sort(repairs_.surplus);
        return std::move(repairs_);
    }

private:
    /// The next line that is neither empty nor a comment.
    Line line_after(std::size_t at) const
    {
        while (at < text_.size()) {
            const auto begin = text_[at] == '\n' ? at + 1 : at;
            const auto first = scan::skip_blanks(text_, begin);
            const auto end = scan::line_end(text_, first);
            if (first < end && text_[first] != '#')
                return {first, end, first - begin, text_[first] == '}' || strays_before_close(first)};
            at = std::max(end, at + 1);
        }
        return {text_.size(), text_.size()};
    }

    /// One stray brace, bracket or quote before the `}` that begins a line.
    bool strays_before_close(std::size_t first) const
    {
        return text_.substr(first + 1, 1) == "}" &&
               std::string_view("{([)]\"").find(text_[first]) != std::string_view::npos;
    }

    /// A line that is indented no deeper than the line of an open `{` stands behind its block.
    void close_what_the_line_leaves(const Line& line)
    {
        while (!open_.empty()) {
            const auto indentation = open_.back().indentation;
            if (line.closes ? line.indentation >= indentation : line.indentation > indentation)
                return;
            // A `}` deeper out closes an outer block only if there is one that fits it.
            if (line.closes && std::none_of(open_.begin(), open_.end(),
                                            [&](const Open& one) { return one.indentation == line.indentation; }))
                return;
            miss(line.first);
        }
    }

    void read_line(const Line& line, bool by_indentation)
    {
        closed_above_.clear();
        for (auto at = line.first; at < line.end;) {
            const auto c = text_[at];
            if (c == '"') {
                at = scan::string_end(text_, at).end;
                continue;
            }
            if (c == '#' || scan::begins_prose(text_, at))
                return;
            if (c == '(' || c == '[')
                ++brackets_;
            else if ((c == ')' || c == ']') && brackets_ > 0)
                --brackets_;
            else if (c == '{' && by_indentation && at == line.first && line.closes)
                surplus(at);
            else if (c == '{')
                open(at);
            else if (c == '}')
                close(at, by_indentation && (at == line.first || (line.closes && at == line.first + 1)));
            ++at;
        }
    }

    void open(std::size_t at)
    {
        open_.push_back({static_cast<std::uint32_t>(at), indentation_});
        brackets_ = 0;  // line ends count again, and a bracket that is not closed does not reach into the block
    }

    void close(std::size_t at, bool first_on_line)
    {
        brackets_ = 0;
        // A `}` deeper than the line of the block that it would close belongs to a block that is closed already.
        const bool fits = !open_.empty() && (!first_on_line || indentation_ <= open_.back().indentation);
        if (!fits) {
            surplus(at);
            return;
        }
        last_closed_ = {open_.back().at, at};
        if (!first_on_line && open_.back().indentation < indentation_)
            closed_above_.push_back({at, open_.back()});
        open_.pop_back();
    }

    /// What a line opens, the lines below it show: they are indented deeper, or they are not.
    void compare_with_next(const Line& line, const Line& next)
    {
        take_back_what_the_next_line_needs(line, next);
        const auto above =
            std::find_if(open_.rbegin(), open_.rend(), [&](const Open& one) { return one.at < line.first; });
        auto opened = above - open_.rbegin();
        if (next.indentation > line.indentation) {
            while (opened > 1) {  // the last one has the block
                surplus(open_[open_.size() - 2].at);
                open_.erase(open_.end() - 2);
                --opened;
            }
            if (opened == 0)
                open_before(line);
            return;
        }
        const bool empty_block = opened == 1 && next.closes && next.indentation == line.indentation;
        while (opened > 0 && !empty_block) {
            miss(line.end);
            --opened;
        }
    }

    /// A `}` behind other words that closed a block of a line above, although that block goes on below.
    void take_back_what_the_next_line_needs(const Line& line, const Line& next)
    {
        for (const auto& [at, block] : closed_above_) {
            const bool goes_on =
                next.indentation > block.indentation || (next.closes && next.indentation == block.indentation);
            if (block.at >= line.first || !goes_on)
                continue;
            surplus(at);
            open_.insert(std::ranges::upper_bound(open_, block.at, {}, &Open::at), block);
        }
    }

    /// The lines below stand in a block that this line should have opened.
    void open_before(const Line& line)
    {
        const auto [from, to] = last_closed_;
        const bool empty = from >= line.first && from < to && to < line.end &&
                           scan::skip_blanks(text_, from + 1) == to && scan::skip_blanks(text_, to + 1) >= line.end;
        const bool shut = !repairs_.surplus.empty() && repairs_.surplus.back() >= line.first &&
                          scan::skip_blanks(text_, repairs_.surplus.back() + 1) >= line.end;
        if (empty) {  // `{}` at the end: the `}` is too much
            surplus(to);
            open_.push_back({from, line.indentation});
            return;
        }
        if (shut)  // `}` for `{`
            repairs_.surplus.pop_back();
        repairs_.unopened.push_back(static_cast<std::uint32_t>(line.end));
        open_.push_back({static_cast<std::uint32_t>(line.end), line.indentation});
    }

    void surplus(std::size_t at) { repairs_.surplus.push_back(static_cast<std::uint32_t>(at)); }

    void miss(std::size_t here)
    {
        repairs_.missing.push_back({open_.back().at, static_cast<std::uint32_t>(here)});
        open_.pop_back();
    }

    std::string_view text_;
    std::vector<Open> open_;
    std::pair<std::uint32_t, std::size_t> last_closed_{0, 0};
    std::vector<std::pair<std::size_t, Open>> closed_above_;  // `}` behind other words, and the blocks they closed
    BraceRepairs repairs_;
    std::size_t indentation_ = 0;
    int brackets_ = 0;
};

}  // namespace

BraceRepairs find_brace_repairs(std::string_view text)
{
    auto counted = BraceReader(text).read(false);
    if (counted.empty())
        return counted;
    // Indentation may blame more than is wrong in a text that is indented carelessly; then counting is the better
    // witness.
    auto indented = BraceReader(text).read(true);
    constexpr std::size_t blocks_for_one = 6;  // so many that fit for each that does not show care
    const auto blocks = static_cast<std::size_t>(std::ranges::count(text, '{'));
    const bool careful = indented.size() <= counted.size() + 1 || indented.size() * blocks_for_one <= blocks;
    return careful ? indented : counted;
}

}  // namespace hivemend::lang::syntax
