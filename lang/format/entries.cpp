// The lines between two brackets, before they are printed.
#include "lang/format/entries.hpp"

#include <algorithm>
#include <array>

namespace hivemend::lang::format {
namespace {

class BlockEntries {
public:
    BlockEntries(const Layout& layout, std::size_t end, const std::vector<Span>& as_written)
        : layout_(layout), end_(end), as_written_(as_written)
    {}

    std::vector<Entry> read(std::size_t at)
    {
        while (at < end_) {
            const auto kind = layout_.tokens()[at].kind;
            if (kind == TokenKind::comma && !is_kept(at)) {
                ++at;
                continue;
            }
            Entry entry{at, at};
            entry.blank_line_before = layout_.tokens()[at].blank_line_before;
            if (kind == TokenKind::comment)
                entry.kind = Entry::Kind::comment;
            else if (kind == TokenKind::attribute)
                entry.kind = Entry::Kind::attribute;
            at = entry_end(at);
            entry.last = last_token(entry.first, at);
            if (entry.kind != Entry::Kind::comment)
                take_as_written(entry, at);
            entries_.push_back(entry);
        }
        return std::move(entries_);
    }

private:
    const Token& token(std::size_t at) const { return layout_.tokens()[at]; }

    /// The first token that is not of the entry at `at`.
    std::size_t entry_end(std::size_t at) const
    {
        const auto first = at;
        const auto kind = token(at).kind;
        at = layout_.behind(at);
        if (kind == TokenKind::comment || kind == TokenKind::prose)
            return at;
        if (kind == TokenKind::attribute)
            return at < end_ && layout_.is(at, "(") && token(at).line == token(first).line ? layout_.behind(at) : at;
        while (at < end_ && !token(at).first_on_line && token(at).kind != TokenKind::comma &&
               token(at).kind != TokenKind::comment)
            at = layout_.behind(at);
        return at;
    }

    static std::size_t last_token(std::size_t first, std::size_t end) { return std::max(first, end - 1); }

    /// Whether a place that is copied touches the token.
    bool is_kept(std::size_t at) const
    {
        return std::any_of(as_written_.begin(), as_written_.end(),
                           [&](const Span& span) { return span.begin < token(at).end && span.end > token(at).begin; });
    }

    /// Extends an entry that holds a place outside its blocks over everything that the place touches.
    void take_as_written(Entry& entry, std::size_t& at) const
    {
        for (const auto& span : as_written_) {
            if (span.begin > token(entry.last).end || std::max(span.end, span.begin + 1) <= token(entry.first).begin ||
                lies_in_a_block(span, entry))
                continue;
            entry.kind = Entry::Kind::as_written;
            while (at < end_ && token(at).begin < span.end)
                at = entry_end(at);
            entry.last = std::max(entry.last, last_token(entry.first, at));
        }
    }

    /// A block on one line is copied with its item.
    bool lies_in_a_block(const Span& span, const Entry& entry) const
    {
        for (auto at = entry.first; at <= entry.last; at = layout_.behind(at))
            if (layout_.is(at, "{") && layout_.opens(at) && layout_.spans_lines(at) && token(at).end <= span.begin &&
                span.end <= token(layout_.match(at)).begin)
                return true;
        return false;
    }

    const Layout& layout_;
    std::size_t end_;
    const std::vector<Span>& as_written_;
    std::vector<Entry> entries_;
};

}  // namespace

std::vector<Entry> block_entries(const Layout& layout, std::size_t first, std::size_t end,
                                 const std::vector<Span>& as_written)
{
    return BlockEntries(layout, end, as_written).read(first);
}

std::vector<Entry> bracket_entries(const Layout& layout, Bracket bracket, std::size_t first, std::size_t end)
{
    std::vector<Entry> entries;
    const auto add = [&](std::size_t from, std::size_t to) {  // comments round the tokens [from, to) are entries
        auto last = to;
        while (last > from && layout.tokens()[last - 1].kind == TokenKind::comment)
            --last;
        for (; from < to && layout.tokens()[from].kind == TokenKind::comment; ++from)
            entries.push_back({from, from, Entry::Kind::comment, layout.tokens()[from].blank_line_before});
        if (from < last)
            entries.push_back({from, last - 1, Entry::Kind::plain, layout.tokens()[from].blank_line_before});
        for (from = std::max(from, last); from < to; ++from)
            entries.push_back({from, from, Entry::Kind::comment, layout.tokens()[from].blank_line_before});
    };
    auto begin = first;
    for (auto at = first; at < end; at = layout.behind(at)) {
        if (bracket == Bracket::members && layout.tokens()[at].kind == TokenKind::comma) {
            add(begin, at);
            begin = at + 1;
        } else if (bracket == Bracket::group && (layout.is(at, "and") || layout.is(at, "or"))) {
            add(begin, at);
            begin = at;
        }
    }
    add(begin, end);
    return entries;
}

void give_air(const Layout& layout, std::vector<Entry>& entries)
{
    static constexpr auto words =
        std::to_array<std::string_view>({"playbook", "stage", "optional", "primitive", "procedure"});
    const auto wants_air = [&](const Entry& entry) {
        if (std::find(words.begin(), words.end(), layout.text_of(entry.first)) == words.end())
            return false;
        for (auto at = entry.first; at <= entry.last; at = layout.behind(at))
            if (layout.opens(at) && layout.spans_lines(at))
                return true;
        return layout.width(entry.first, entry.last) > max_columns;
    };
    bool has_item = false, behind_one = false;  // before this paragraph; and that item wants air
    bool has_blank = false, has_attribute = false;
    auto paragraph = entries.end();  // what stands above the next item, from its first comment on
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
        const bool trails = entry->kind == Entry::Kind::comment && !layout.tokens()[entry->first].first_on_line;
        if (paragraph == entries.end()) {
            if (trails)
                continue;
            paragraph = entry;
        }
        has_blank = has_blank || (entry->blank_line_before && !has_attribute);  // those below an attribute go
        has_attribute = has_attribute || entry->kind == Entry::Kind::attribute;
        if (entry->kind == Entry::Kind::comment || entry->kind == Entry::Kind::attribute)
            continue;
        const bool wants = entry->kind == Entry::Kind::plain && wants_air(*entry);
        if (has_item && !has_blank && (wants || behind_one))
            paragraph->blank_line_before = true;
        behind_one = wants;
        has_item = true;
        has_blank = has_attribute = false;
        paragraph = entries.end();
    }
}

}  // namespace hivemend::lang::format
