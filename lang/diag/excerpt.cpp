// One line of a source as a terminal shows it.
#include "lang/diag/excerpt.hpp"

#include <algorithm>
#include <vector>

#include "lang/diag/escape.hpp"
#include "lang/source/utf8.hpp"

namespace hivemend::lang {
namespace {

constexpr std::size_t longest_line = 110;  // columns
constexpr std::size_t tab_width = 4;
constexpr std::size_t nearby_bytes = 600;  // more of a line than this to each side of a mark is never shown

/// One character as shown.
struct Cell {
    std::string text;
    std::size_t width;
};

/// Columns of a terminal that a code point takes; the scripts that take two, and marks that take none.
std::size_t columns_of(std::uint32_t value)
{
    const auto within = [value](std::uint32_t first, std::uint32_t last) { return value >= first && value <= last; };
    if (within(0x300, 0x36F) || within(0x20D0, 0x20FF))
        return 0;
    const bool wide = within(0x1100, 0x115F) || within(0x2E80, 0xA4CF) || within(0xAC00, 0xD7A3) ||
                      within(0xF900, 0xFAFF) || within(0xFE30, 0xFE6F) || within(0xFF00, 0xFF60) ||
                      within(0x1F300, 0x1FAFF) || within(0x20000, 0x3FFFD);
    return wide ? 2 : 1;
}

Cell cell_of(std::string_view character, std::uint32_t value, std::size_t column)
{
    if (character == "\t") {
        const auto width = tab_width - column % tab_width;
        return {std::string(width, ' '), width};
    }
    auto shown = escape_terminal(character);
    const auto width = shown == character && value != 0 ? columns_of(value) : shown.size();
    return {std::move(shown), width};
}

class Line {
public:
    Line(std::string_view text, std::size_t mark_begin, std::size_t mark_end)
    {
        for (std::size_t at = 0; at < text.size();) {
            if (at == mark_begin)
                begin_ = cells_.size();
            const auto [value, length] = decode_utf8(text.substr(at, 4));
            const auto bytes = std::max<std::size_t>(length, 1);
            cells_.push_back(cell_of(text.substr(at, bytes), value, width_));
            width_ += cells_.back().width;
            before_.push_back(width_);
            if (at < mark_end)
                end_ = cells_.size();
            at += bytes;
        }
        if (mark_begin >= text.size())
            begin_ = cells_.size();
        end_ = std::max(begin_, end_);
    }

    /// The whole line, or what of it surrounds the mark.
    Excerpt cut(bool more_before, bool more_after) const
    {
        std::size_t first = 0;
        std::size_t last = cells_.size();
        const auto fits = [&] { return columns(first, last) <= longest_line; };
        while (!fits() && (last > end_ || first < begin_)) {
            const auto before = columns(first, begin_);
            const auto after = columns(std::min(end_, last), last);
            if (last > end_ && (after >= before || first == begin_))
                --last;
            else
                ++first;
        }
        while (!fits())
            --last;  // the mark alone is too long
        Excerpt shown{more_before || first > 0 ? "…" : "", 0, 0};
        shown.mark_begin = (shown.text.empty() ? 0 : 1) + columns(first, begin_);
        for (auto at = first; at < last; ++at)
            shown.text += cells_[at].text;
        shown.mark_width = std::max<std::size_t>(columns(begin_, std::max(begin_, std::min(end_, last))), 1);
        if (more_after || last < cells_.size())
            shown.text += "…";
        return shown;
    }

private:
    std::size_t columns(std::size_t first, std::size_t last) const { return before_[last] - before_[first]; }

    std::vector<Cell> cells_;
    std::vector<std::size_t> before_{0};  // columns before each cell, and of all
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t width_ = 0;
};

}  // namespace

Excerpt excerpt(const Source& source, Span span, std::uint32_t number)
{
    const auto line = source.line(number);
    const auto* text_begin = source.text().data();
    const auto line_begin = static_cast<std::size_t>(line.data() ? line.data() - text_begin : 0);
    const auto within = [&](std::uint32_t offset) {
        return std::min(offset < line_begin ? 0 : offset - line_begin, line.size());
    };
    const auto begin = within(span.begin);
    const auto end = std::max(begin, within(span.end));
    auto first = begin > nearby_bytes ? begin - nearby_bytes : 0;
    while (first < begin && first > 0 && continues_code_point(line[first]))
        ++first;
    auto last = std::min(line.size(), std::min(end, begin + nearby_bytes) + nearby_bytes);
    while (last > begin && last < line.size() && continues_code_point(line[last]))
        --last;
    auto shown = line.substr(first, last - first);
    auto mark = begin - first;
    const bool marked_bom = first == 0 && line_begin == 0 && shown.starts_with("\xEF\xBB\xBF");
    if (marked_bom) {  // it says how the text is encoded and is no part of it
        shown.remove_prefix(3);
        mark -= std::min<std::size_t>(mark, 3);
    }
    return Line(shown, mark, mark + (end - begin)).cut(first > 0, last < line.size());
}

}  // namespace hivemend::lang
