// What formatting changes, line by line.
#include "lang/format/diff.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "lang/format/tokens.hpp"

namespace hivemend::lang::format {
namespace {

constexpr std::size_t context = 3;

/// A line with its line end, and the number of tokens before it.
struct Line {
    std::string_view text;
    std::size_t tokens_before = 0;
};

std::vector<Line> read_lines(std::string_view text)
{
    const auto tokens = read_tokens(text);
    std::vector<Line> lines;
    std::size_t begin = 0, count = 0;
    auto token = tokens.begin();
    while (begin < text.size()) {
        const auto end = std::min(text.find('\n', begin), text.size() - 1) + 1;
        lines.push_back({text.substr(begin, end - begin), count});
        for (; token != tokens.end() && token->begin < end; ++token)
            count += token->kind != TokenKind::comma;
        begin = end;
    }
    return lines;
}

/// Lines [first, end) of a text.
struct Range {
    std::size_t first = 0, end = 0;
    std::size_t size() const { return end - first; }
};
struct Change {
    Range before, after;
};

std::size_t tokens_before(const std::vector<Line>& lines, std::size_t at)
{
    return at < lines.size() ? lines[at].tokens_before : SIZE_MAX;
}

/// What differs between two runs of lines that hold the same tokens, without the lines that they share at both ends.
void add_change(std::vector<Change>& changes, const std::vector<Line>& left, const std::vector<Line>& right, Change one)
{
    auto& [before, after] = one;
    while (before.size() > 0 && after.size() > 0 && left[before.first].text == right[after.first].text)
        ++before.first, ++after.first;
    while (before.size() > 0 && after.size() > 0 && left[before.end - 1].text == right[after.end - 1].text)
        --before.end, --after.end;
    if (before.size() == 0 && after.size() == 0)
        return;
    if (!changes.empty() && changes.back().before.end == before.first && changes.back().after.end == after.first)
        changes.back().before.end = before.end, changes.back().after.end = after.end;
    else
        changes.push_back(one);
}

std::vector<Change> find_changes(const std::vector<Line>& left, const std::vector<Line>& right)
{
    std::vector<Change> changes;
    Change one;
    while (one.before.first < left.size() || one.after.first < right.size()) {
        auto& [before, after] = one;
        before.end = std::min(before.first + 1, left.size());
        after.end = std::min(after.first + 1, right.size());
        // Both go on where a line begins with the same token.
        while (tokens_before(left, before.end) != tokens_before(right, after.end))
            if (tokens_before(left, before.end) < tokens_before(right, after.end))
                ++before.end;
            else
                ++after.end;
        add_change(changes, left, right, one);
        before.first = before.end;
        after.first = after.end;
    }
    return changes;
}

void add_row(std::string& out, char sign, std::string_view line)
{
    out += sign;
    out += line;
    if (!line.ends_with('\n'))
        out += "\n\\ No newline at end of file\n";
}

/// `-12,3`: line numbers from 1; an empty range is named by the line before it.
std::string header_range(char sign, const Range& range)
{
    return fmt::format("{}{},{}", sign, range.size() == 0 ? range.first : range.first + 1, range.size());
}

/// The changes [first, end), near enough to share their context.
void add_hunk(std::string& out, const std::vector<Line>& left, const std::vector<Line>& right, const Change* first,
              const Change* end)
{
    const auto above = std::min(context, first->before.first);
    const auto below = std::min(context, left.size() - end[-1].before.end);
    const Range before{first->before.first - above, end[-1].before.end + below};
    const Range after{first->after.first - above, end[-1].after.end + below};
    out += fmt::format("@@ {} {} @@\n", header_range('-', before), header_range('+', after));
    auto at = before.first;
    for (auto change = first; change != end; ++change) {
        for (; at < change->before.first; ++at)
            add_row(out, ' ', left[at].text);
        for (; at < change->before.end; ++at)
            add_row(out, '-', left[at].text);
        for (auto added = change->after.first; added < change->after.end; ++added)
            add_row(out, '+', right[added].text);
    }
    for (; at < before.end; ++at)
        add_row(out, ' ', left[at].text);
}

}  // namespace

std::string unified_diff(std::string_view name, std::string_view before, std::string_view after)
{
    if (before == after)
        return {};
    const auto left = read_lines(before);
    const auto right = read_lines(after);
    const auto changes = find_changes(left, right);
    auto out = fmt::format("--- {}\n+++ {}\n", name, name);
    const auto* const end = changes.data() + changes.size();
    for (const auto* first = changes.data(); first != end;) {
        const auto* last = first + 1;
        while (last != end && last->before.first - last[-1].before.end <= 2 * context)
            ++last;
        add_hunk(out, left, right, first, last);
        first = last;
    }
    return out;
}

}  // namespace hivemend::lang::format
