// Text that is copied because it is not understood.
#include "lang/format/as_written.hpp"

#include <algorithm>
#include <optional>

#include "lang/diag/catalogue.hpp"
#include "lang/syntax/scan.hpp"
#include "lang/types/overloaded.hpp"

namespace hivemend::lang::format {
namespace {

namespace scan = syntax::scan;

class BrokenPlaces {
public:
    explicit BrokenPlaces(std::vector<Span>& places) : places_(places) {}

    void items(const std::vector<syntax::Item>& items)
    {
        for (const auto& item : items) {
            if (std::holds_alternative<syntax::Broken>(item.node))
                places_.push_back(item.span);
            std::visit([&](const auto& node) { parts(node); }, item.node);
        }
    }

private:
    /// Recovery leaves a broken expression where a whole value or condition is wanted.
    void value(const syntax::ExprPtr& expression)
    {
        if (expression && std::holds_alternative<syntax::BrokenExpr>(expression->node))
            places_.push_back(expression->span);
    }
    void value(const std::optional<syntax::ExprPtr>& expression)
    {
        if (expression)
            value(*expression);
    }
    void block(const syntax::Block& block) { items(block.items); }
    void block(const std::optional<syntax::Block>& block)
    {
        if (block)
            items(block->items);
    }

    void parts(const syntax::Phrase& it)
    {
        value(it.literal);
        value(it.value);
        block(it.block);
    }
    void parts(const syntax::When& it)
    {
        for (const auto& arm : it.arms) {
            value(arm.condition);
            block(arm.body);
        }
        block(it.otherwise);
    }
    void parts(const syntax::ForEach& it)
    {
        value(it.list);
        block(it.body);
    }
    void parts(const syntax::Param& it)
    {
        value(it.default_value);
        block(it.constraints);
    }
    void parts(const syntax::Let& it) { value(it.value); }
    void parts(const syntax::Expect& it) { value(it.condition); }
    void parts(const syntax::AppliesWhen& it) { value(it.condition); }
    void parts(const syntax::MatchItem& it)
    {
        value(it.subject);
        for (const auto& arm : it.arms)
            block(arm.body);
    }
    void parts(const syntax::Prose&) {}
    void parts(const syntax::Broken&) {}

    std::vector<Span>& places_;
};

/// Blanks before the text of a line; nothing when one of them is no space.
std::optional<std::size_t> indentation(std::string_view line)
{
    const auto blanks = scan::skip_blanks(line, 0);
    if (line.substr(0, blanks).find_first_not_of(' ') != std::string_view::npos)
        return std::nullopt;
    return blanks;
}

Span place_of(const Diagnostic& one)
{
    auto place = one.labels.front().span;
    if (one.kind == diag::unclosed_bracket.name && one.labels.size() > 1)  // what it swallowed reaches to the second
        place.end = std::max(place.end, one.labels[1].span.begin);
    return place;
}

}  // namespace

std::vector<Span> broken_places(const syntax::File& file, const Diagnostics& diagnostics)
{
    std::vector<Span> places;
    BrokenPlaces(places).items(file.items);
    for (const auto& one : diagnostics.all())
        if (one.severity == Severity::error && !one.labels.empty())
            places.push_back(place_of(one));
    std::sort(places.begin(), places.end(), [](const Span& left, const Span& right) {
        return std::pair(left.begin, left.end) < std::pair(right.begin, right.end);
    });
    return places;
}

std::string moved(std::string_view text, std::size_t begin, std::size_t end, std::size_t& indent)
{
    const auto line = scan::line_begin(text, begin);
    std::vector<std::string_view> lines;
    for (auto at = begin; at <= end;) {
        const auto line_end = std::min(scan::line_end(text, at), end);
        lines.push_back(text.substr(at, line_end - at));
        if (lines.back().ends_with('\r'))
            lines.back().remove_suffix(1);
        at = line_end + 1;
    }
    const auto before = text.substr(line, begin - line);
    const auto own = indentation(before);
    const bool first_on_line = scan::skip_blanks(before, 0) == before.size();
    bool movable = own && first_on_line;
    for (std::size_t at = 1; at < lines.size() && movable; ++at) {
        const auto blanks = indentation(lines[at]);
        movable = blanks && (*blanks == lines[at].size() || *blanks + indent >= *own);
    }
    if (!movable && lines.size() > 1 && first_on_line)
        indent = before.size();
    std::string out(lines.front());
    for (std::size_t at = 1; at < lines.size(); ++at) {
        out += '\n';
        const auto blanks = scan::skip_blanks(lines[at], 0);
        if (blanks == lines[at].size())
            continue;
        if (movable)
            out.append(blanks + indent - *own, ' ').append(lines[at].substr(blanks));
        else
            out += lines[at];
    }
    return out;
}

}  // namespace hivemend::lang::format
