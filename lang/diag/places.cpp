// Counting characters once for a text, and from the nearest count after that.
#include "lang/diag/places.hpp"

#include <algorithm>

#include "lang/source/utf8.hpp"

namespace hivemend::lang {
namespace {

constexpr std::uint32_t stride = 512;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Code units that the byte begins: a byte that is no UTF-8 counts as one, as it does in an editor that replaces it.
std::uint32_t units(char byte)
{
    if (continues_code_point(byte))
        return 0;
    const auto value = static_cast<unsigned char>(byte);
    return value >= 0xF0 && value < 0xF5 ? 2 : 1;
}

}  // namespace

const Places::Index& Places::index(SourceId source)
{
    const auto [found, is_new] = indexes_.try_emplace(source);
    auto& index = found->second;
    if (!is_new)
        return index;
    // A text that is refused for its size is marked at its beginning only.
    const auto text = sources_[source].text().substr(0, max_source_bytes);
    index.lines.push_back(0);
    Count sum;
    const std::size_t first = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (at % stride == 0)
            index.counts.push_back(sum);
        if (at < first)
            continue;
        sum.characters += !continues_code_point(text[at]);
        sum.utf16 += units(text[at]);
        if (text[at] == '\n')
            index.lines.push_back(static_cast<std::uint32_t>(at + 1));
    }
    index.counts.push_back(sum);
    return index;
}

Places::Count Places::count(const Index& index, std::string_view text, std::uint32_t offset)
{
    auto sum = index.counts[std::min<std::size_t>(offset / stride, index.counts.size() - 1)];
    std::size_t at = offset / stride * stride;
    if (at == 0 && text.starts_with(byte_order_mark))
        at = byte_order_mark.size();
    for (; at < offset; ++at) {
        sum.characters += !continues_code_point(text[at]);
        sum.utf16 += units(text[at]);
    }
    return sum;
}

Place Places::at(SourceId source, std::uint32_t offset)
{
    const auto& lines = index(source);
    const auto text = sources_[source].text().substr(0, max_source_bytes);
    offset = std::min(offset, static_cast<std::uint32_t>(text.size()));
    const auto after = std::upper_bound(lines.lines.begin(), lines.lines.end(), offset);
    const auto here = count(lines, text, offset);
    const auto start = count(lines, text, *(after - 1));
    return {offset, static_cast<std::uint32_t>(after - lines.lines.begin()), here.characters - start.characters + 1,
            here.utf16 - start.utf16};
}

}  // namespace hivemend::lang
