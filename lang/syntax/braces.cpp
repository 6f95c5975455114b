// Finds the brace that is missing or too much by the indentation of lines.
#include "lang/syntax/braces.hpp"

#include <algorithm>

#include "lang/syntax/foreign.hpp"
#include "lang/syntax/scan.hpp"

namespace hivemend::lang::syntax {
namespace {

/// One `{` that is open, with the indentation of the line it stands on.
struct Open {
    std::uint32_t at;
    std::size_t indentation;
    std::size_t line;  // offset of the line's begin
};

class BraceReader {
public:
    explicit BraceReader(std::string_view text) : text_(text) {}

    /// `by_indentation`: whether lines may say that a brace is missing or too much.
    BraceRepairs read(bool by_indentation)
    {
        std::size_t at = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        while (at < text_.size()) {
            line_ = at;
            at = scan::skip_blanks(text_, at);
            indentation_ = at - line_;
            const auto end = scan::line_end(text_, at);
            if (at < end && by_indentation && brackets_ <= 0)
                close_what_the_line_leaves(at);
            if (!foreign_line_end(text_, at))  // the braces of a pasted command open nothing
                read_line(at, end, by_indentation);
            at = end + 1;
        }
        while (!open_.empty())
            miss(static_cast<std::uint32_t>(text_.size()));
        return std::move(repairs_);
    }

private:
    /// A line that is indented no deeper than the line of an open `{` stands behind its block.
    void close_what_the_line_leaves(std::size_t at)
    {
        if (text_[at] == '#')
            return;
        const bool closes = text_[at] == '}';
        while (!open_.empty()) {
            const auto indentation = open_.back().indentation;
            if (closes ? indentation_ >= indentation : indentation_ > indentation)
                return;
            // A `}` deeper out closes an outer block only if there is one that fits it.
            if (closes && std::none_of(open_.begin(), open_.end(),
                                       [&](const Open& one) { return one.indentation == indentation_; }))
                return;
            miss(static_cast<std::uint32_t>(at));
        }
    }

    void read_line(std::size_t at, std::size_t end, bool by_indentation)
    {
        const auto first = at;
        while (at < end) {
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
            else if (c == '{')
                open(at);
            else if (c == '}')
                close(at, by_indentation && at == first);
            ++at;
        }
    }

    void open(std::size_t at)
    {
        open_.push_back({static_cast<std::uint32_t>(at), indentation_, line_});
        brackets_ = 0;  // line ends count again, and a bracket that is not closed does not reach into the block
    }

    void close(std::size_t at, bool first_on_line)
    {
        const auto place = static_cast<std::uint32_t>(at);
        // A `}` deeper than the line of the block that it would close belongs to a block that is closed already.
        const bool fits = !open_.empty() && (!first_on_line || indentation_ <= open_.back().indentation);
        if (fits)
            open_.pop_back();
        else
            repairs_.surplus.push_back(place);
    }

    void miss(std::uint32_t here)
    {
        repairs_.missing.push_back({open_.back().at, here});
        open_.pop_back();
    }

    std::string_view text_;
    std::vector<Open> open_;
    BraceRepairs repairs_;
    std::size_t line_ = 0;
    std::size_t indentation_ = 0;
    int brackets_ = 0;
};

}  // namespace

BraceRepairs find_brace_repairs(std::string_view text)
{
    const auto counted = BraceReader(text).read(false);
    if (counted.missing.empty() && counted.surplus.empty())
        return counted;
    // Indentation may blame more than is wrong in a text that is indented carelessly; then counting is the better
    // witness.
    auto indented = BraceReader(text).read(true);
    const auto difference = [](const BraceRepairs& repairs) { return repairs.missing.size() + repairs.surplus.size(); };
    return difference(indented) <= difference(counted) + 1 ? indented : counted;
}

}  // namespace hivemend::lang::syntax
