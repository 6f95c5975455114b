// Applying the fixes that are certain.
#include "lang/diag/fixes.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>

namespace hivemend::lang {
namespace {

/// Edits of one text that do not touch, by where they begin.
class Edits {
public:
    explicit Edits(const Source& source) : text_(source.text())
    {
        const auto line_end = text_.find('\n');
        carriage_return_ = line_end != std::string_view::npos && line_end > 0 && text_[line_end - 1] == '\r';
    }

    /// All edits of a fix, or none of them.
    bool take(const Fix& fix)
    {
        std::vector<std::uint32_t> added;
        for (const auto& edit : fix.edits) {
            if (touches(edit.span)) {
                for (const auto begin : added)
                    taken_.erase(begin);
                return false;
            }
            taken_.emplace(edit.span.begin, &edit);
            added.push_back(edit.span.begin);
        }
        return true;
    }

    std::string apply() const
    {
        std::string out;
        std::size_t at = 0;
        for (const auto& [begin, edit] : taken_) {
            out += text_.substr(at, begin - at);
            out += with_line_ends(edit->replacement);
            at = edit->span.end;
        }
        return out.append(text_.substr(at));
    }

private:
    bool touches(Span span) const
    {
        const auto next = taken_.lower_bound(span.begin);
        if (next != taken_.end() && next->first <= span.end)
            return true;
        return next != taken_.begin() && std::prev(next)->second->span.end >= span.begin;
    }

    std::string with_line_ends(const std::string& replacement) const
    {
        if (!carriage_return_)
            return replacement;
        std::string out;
        for (const char letter : replacement)
            out += letter == '\n' ? std::string("\r\n") : std::string(1, letter);
        return out;
    }

    std::string_view text_;
    bool carriage_return_ = false;
    std::map<std::uint32_t, const Edit*> taken_;
};

}  // namespace

const Fix* certain_fix(const Diagnostic& diagnostic)
{
    const auto found = std::ranges::find(diagnostic.fixes, Certainty::certain, &Fix::certainty);
    return found == diagnostic.fixes.end() ? nullptr : &*found;
}

FixedText fix_certain(const Diagnostics& diagnostics, const SourceMap& sources, SourceId source)
{
    Edits edits(sources[source]);
    FixedText result;
    for (const auto& diagnostic : diagnostics.all()) {
        const auto* fix = certain_fix(diagnostic);
        const auto here = [source](const Edit& edit) { return edit.span.source == source; };
        if (fix != nullptr && std::ranges::all_of(fix->edits, here) && edits.take(*fix))
            result.fixed.push_back(&diagnostic);
    }
    result.text = edits.apply();
    return result;
}

}  // namespace hivemend::lang
