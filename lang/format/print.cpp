// The canonical text of a layout.
#include "lang/format/print.hpp"

#include <algorithm>

#include "lang/format/as_written.hpp"
#include "lang/format/entries.hpp"
#include "lang/format/line_writer.hpp"
#include "lang/syntax/scan.hpp"

namespace hivemend::lang::format {
namespace {

constexpr std::size_t indent_step = 4;

class Printer {
public:
    Printer(std::string_view text, Layout& layout, const std::vector<Span>& as_written)
        : text_(text), layout_(layout), as_written_(as_written)
    {}

    std::string file()
    {
        auto entries = block_entries(layout_, 0, layout_.tokens().size(), as_written_);
        give_air(layout_, entries);
        print_entries(entries, 0, Bracket::block);
        return out_.take();
    }

private:
    void print_entries(const std::vector<Entry>& entries, std::size_t indent, Bracket bracket)
    {
        bool at_begin = true;  // of the block, where no blank line stands
        bool under_attribute = false;
        for (const auto& entry : entries) {
            const bool blank = entry.blank_line_before && !at_begin && !under_attribute;
            if (entry.kind == Entry::Kind::comment) {
                at_begin = at_begin && stays_begin(entry.first);
                print_comment(entry.first, indent, blank);
                continue;
            }
            at_begin = false;
            under_attribute = entry.kind == Entry::Kind::attribute;
            if (entry.kind == Entry::Kind::as_written) {
                print_as_written(entry, indent, blank);
                continue;
            }
            out_.new_line(indent, blank);
            print_entry(entry, indent, bracket);
        }
    }

    /// Behind the `{`; but a blank line keeps what looks like documentation there from being taken for it.
    bool stays_begin(std::size_t comment) const
    {
        return !layout_.tokens()[comment].first_on_line && !layout_.text_of(comment).starts_with("##");
    }

    /// Behind the token before it when it stood there, and on a line of its own otherwise.
    void print_comment(std::size_t token, std::size_t indent, bool blank)
    {
        if (layout_.tokens()[token].first_on_line || out_.empty() || out_.has_comment())
            out_.new_line(indent, blank);
        else
            out_.write("  ");
        out_.comment(layout_.text_of(token));
    }

    void print_as_written(const Entry& entry, std::size_t indent, bool blank)
    {
        const auto& last = layout_.tokens()[entry.last];
        const auto text = moved(text_, layout_.tokens()[entry.first].begin, last.end, indent);
        out_.new_line(indent, blank);
        if (last.kind == TokenKind::comment)
            out_.comment(text);
        else
            out_.write(text);
    }

    void print_entry(const Entry& entry, std::size_t indent, Bracket bracket)
    {
        if (layout_.tokens()[entry.first].kind == TokenKind::prose)
            return print_prose(layout_.text_of(entry.first));
        const bool with_comma = bracket == Bracket::members;
        print_run(entry.first, entry.last, indent, with_comma ? 1 : 0);
        if (with_comma)
            out_.write(",");
    }

    void print_prose(std::string_view line)
    {
        const auto text = line.substr(syntax::scan::skip_blanks(line, 1));
        out_.write(text.empty() ? "-" : "- ");
        out_.write(text);
    }

    /// A bracket of a run, and the last token that stands on the line of its end for certain.
    struct Open {
        std::size_t token;
        std::size_t line_end;
    };

    /// The tokens from `first` to `last` on this line, apart from brackets that span lines. `behind` columns are
    /// needed after them.
    void print_run(std::size_t first, std::size_t last, std::size_t indent, std::size_t behind)
    {
        span_blocks(first, last, indent, behind);
        span_chain(first, last);
        const auto opens = brackets_of(first, last);
        auto next = opens.begin();
        for (auto at = first; at <= last; ++at) {
            if (layout_.tokens()[at].kind == TokenKind::comment) {
                print_comment(at, indent + indent_step, false);
                continue;
            }
            if (out_.has_comment())
                out_.new_line(indent + indent_step, false);
            else if (at != first && layout_.space_before(at))
                out_.write(" ");
            if (next == opens.end() || next->token != at) {
                out_.write(layout_.text_of(at));
                continue;
            }
            print_bracket(*next, indent, next->line_end == last ? behind : 0);
            at = layout_.match(at);
            ++next;
        }
    }

    std::vector<Open> brackets_of(std::size_t first, std::size_t last) const
    {
        std::vector<Open> opens;
        for (auto at = first; at <= last; ++at) {
            if (!layout_.opens(at))
                continue;
            opens.push_back({at, last});
            at = layout_.match(at);
        }
        auto line_end = last;
        for (auto one = opens.rbegin(); one != opens.rend(); ++one) {
            one->line_end = line_end;
            if (layout_.spans_lines(one->token))
                line_end = one->token;
        }
        return opens;
    }

    void let_span_lines(const std::vector<std::size_t>& blocks)
    {
        for (const auto open : blocks)
            if (open + 1 != layout_.match(open))
                layout_.set_spans_lines(open);
    }

    /// The blocks of a `when` with `else` span lines together.
    void span_chain(std::size_t first, std::size_t last)
    {
        std::vector<std::size_t> blocks;
        bool has_else = false, spans = false;
        for (auto at = first; at <= last; at = layout_.behind(at)) {
            has_else = has_else || (!blocks.empty() && layout_.is(at, "else"));
            if (!layout_.opens(at) || !layout_.is(at, "{"))
                continue;
            blocks.push_back(at);
            spans = spans || layout_.spans_lines(at);
        }
        if (has_else && spans)
            let_span_lines(blocks);
    }

    /// On a line that is too long, blocks span lines before other brackets do.
    void span_blocks(std::size_t first, std::size_t last, std::size_t indent, std::size_t behind)
    {
        std::vector<std::size_t> blocks;  // of the line that begins at `from`
        auto from = first;
        const auto end_line = [&](std::size_t to, std::size_t needed) {
            const auto column = from == first ? out_.column() : indent;
            if (column + layout_.width(from, to) + needed > max_columns)
                let_span_lines(blocks);
            blocks.clear();
        };
        for (auto at = first; at <= last; at = layout_.behind(at)) {
            if (!layout_.opens(at))
                continue;
            if (layout_.spans_lines(at)) {
                end_line(at, 0);
                from = layout_.match(at);
            } else if (layout_.is(at, "{")) {
                blocks.push_back(at);
            }
        }
        end_line(last, behind);
    }

    void print_bracket(const Open& open, std::size_t indent, std::size_t behind)
    {
        const auto close = layout_.match(open.token);
        const bool has_lines = open.token + 1 != close &&
                               (layout_.bracket(open.token) != Bracket::type || layout_.spans_lines(open.token));
        const auto needed = layout_.width(open.token, std::max(open.line_end, close)) + behind;
        if (has_lines && (layout_.spans_lines(open.token) || out_.column() + needed > max_columns))
            print_on_lines(open.token, indent);
        else
            print_on_one_line(open.token, close);
    }

    void print_on_one_line(std::size_t open, std::size_t close)
    {
        out_.write(layout_.text_of(open));
        for (auto at = open + 1; at <= close; ++at) {
            if (layout_.is_trailing_comma(at))
                continue;
            if (layout_.space_before(at))
                out_.write(" ");
            out_.write(layout_.text_of(at));
        }
    }

    void print_on_lines(std::size_t open, std::size_t indent)
    {
        out_.write(layout_.text_of(open));
        const auto close = layout_.match(open);
        const auto bracket = layout_.bracket(open);
        const auto entries = bracket == Bracket::block ? block_entries(layout_, open + 1, close, as_written_)
                                                       : bracket_entries(layout_, bracket, open + 1, close);
        print_entries(entries, indent + indent_step, bracket);
        out_.new_line(indent, false);
        out_.write(layout_.text_of(close));
    }

    std::string_view text_;
    Layout& layout_;
    const std::vector<Span>& as_written_;
    LineWriter out_;
};

}  // namespace

std::string print(std::string_view text, Layout& layout, const std::vector<Span>& as_written)
{
    return Printer(text, layout, as_written).file();
}

}  // namespace hivemend::lang::format
