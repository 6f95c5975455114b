// Line starts, positions and slices of a text.
#include "lang/source/source.hpp"

#include "lang/source/utf8.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace hivemend::lang {
Source::Source(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {}

std::string_view Source::slice(Span span) const
{
    assert(span.begin <= span.end && span.end <= text_.size() && "a span lies inside its source");
    return std::string_view(text_).substr(span.begin, span.end - span.begin);
}

Position Source::position(std::uint32_t offset) const
{
    offset = std::min(offset, static_cast<std::uint32_t>(std::min<std::size_t>(text_.size(), UINT32_MAX)));
    const auto& lines = starts();
    const auto after = std::upper_bound(lines.begin(), lines.end(), offset);
    const auto start = *(after - 1);
    std::uint32_t column = 1;
    // A byte order mark is no character of the first line.
    for (auto at = start == 0 && text_.starts_with("\xEF\xBB\xBF") ? 3u : start; at < offset; ++at)
        column += !continues_code_point(text_[at]);
    return {static_cast<std::uint32_t>(after - lines.begin()), column};
}

std::string_view Source::line(std::uint32_t number) const
{
    const auto& lines = starts();
    if (number == 0 || number > lines.size())
        return {};
    const auto begin = lines[number - 1];
    auto end = number == lines.size() ? static_cast<std::uint32_t>(text_.size()) : lines[number] - 1;
    if (end > begin && text_[end - 1] == '\r')
        --end;
    return std::string_view(text_).substr(begin, end - begin);
}

std::uint32_t Source::line_count() const
{
    return static_cast<std::uint32_t>(starts().size());
}

const std::vector<std::uint32_t>& Source::starts() const
{
    if (!starts_.empty())
        return starts_;
    starts_.push_back(0);
    // A source that is refused for its size is still named in a message, and only its first line is ever asked for.
    const auto size = std::min(text_.size(), max_source_bytes);
    for (std::size_t at = 0; at < size;) {
        const auto* found = static_cast<const char*>(std::memchr(text_.data() + at, '\n', size - at));
        if (!found)
            break;
        at = static_cast<std::size_t>(found - text_.data()) + 1;
        starts_.push_back(static_cast<std::uint32_t>(at));
    }
    return starts_;
}

SourceId SourceMap::add(std::string name, std::string text)
{
    sources_.emplace_back(std::move(name), std::move(text));
    return static_cast<SourceId>(sources_.size() - 1);
}

const Source& SourceMap::operator[](SourceId id) const
{
    assert(id < sources_.size() && "a span names a source of its own map");
    return sources_[id];
}

}  // namespace hivemend::lang
