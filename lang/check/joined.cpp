// One name that is not known is one mistake, however often it is used.
#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <tuple>

#include "lang/check/consequences.hpp"
#include "lang/diag/catalogue.hpp"

#include <fmt/format.h>

namespace hivemend::lang::rules {
namespace {

constexpr std::size_t shown_uses = 2;  // beside the first

bool is_about_a_name(const Diagnostic& one)
{
    const auto kinds = {diag::unknown_name.name,   diag::unknown_fact.name,    diag::unknown_statement.name,
                        diag::unknown_type.name,   diag::unknown_kind.name,    diag::kind_not_known.name,
                        diag::unknown_module.name, diag::unknown_element.name, diag::unknown_attribute.name};
    return std::ranges::find(kinds, one.kind) != kinds.end();
}

/// The same edits at one more place.
void add_edits(Diagnostic& first, const Diagnostic& other)
{
    for (auto& fix : first.fixes)
        for (const auto& same : other.fixes)
            if (same.title == fix.title)
                fix.edits.insert(fix.edits.end(), same.edits.begin(), same.edits.end());
}

}  // namespace

void join_uses(Diagnostics& diagnostics, const SourceMap& sources)
{
    std::map<std::tuple<std::string_view, std::string, SourceId, std::string_view>, std::size_t> first;
    std::vector<Diagnostic> joined;
    std::map<std::size_t, std::size_t> uses;
    for (const auto& one : diagnostics.all()) {
        const Span where = one.labels.front().span;
        const auto text = sources[where.source].slice(where);
        const auto [found, is_new] =
            first.try_emplace(std::tuple{one.kind, one.headline, where.source, text}, joined.size());
        if (is_new || !is_about_a_name(one)) {
            joined.push_back(one);
            continue;
        }
        auto& told = joined[found->second];
        if (++uses[found->second] <= shown_uses)
            told.label(where, "also here");
        add_edits(told, one);
    }
    for (const auto& [index, count] : uses)
        if (count > shown_uses)
            joined[index].hint(fmt::format("it stands at {} more places", count - shown_uses));
    Diagnostics kept;
    for (auto& one : joined)
        kept.append(std::move(one));
    diagnostics = std::move(kept);
}

}  // namespace hivemend::lang::rules
