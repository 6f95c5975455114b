// Formats a text and holds the result against it.
#include "lang/format/format.hpp"

#include <algorithm>
#include <optional>

#include "lang/diag/catalogue.hpp"
#include "lang/format/as_written.hpp"
#include "lang/format/print.hpp"
#include "lang/syntax/parse.hpp"
#include "lang/syntax/print_tree.hpp"

namespace hivemend::lang::format {
namespace {

/// A text with what the parser makes of it.
struct Parsed {
    SourceMap sources;
    Diagnostics diagnostics;
    syntax::File file;

    explicit Parsed(std::string text)
    {
        const auto source = sources.add("formatted", std::move(text));
        file = syntax::parse(sources, source, diagnostics);
    }
    std::string_view text() const { return sources[0].text(); }
};

bool has_kind(const Diagnostics& diagnostics, std::string_view kind)
{
    return std::any_of(diagnostics.all().begin(), diagnostics.all().end(),
                       [&](const Diagnostic& one) { return one.kind == kind; });
}

/// Why a text is not formatted even in part; empty when nothing stands against it.
std::string obstacle(const Diagnostics& diagnostics)
{
    if (has_kind(diagnostics, diag::not_text.name) || has_kind(diagnostics, diag::source_too_large.name))
        return "it was not read";
    if (has_kind(diagnostics, diag::unclosed_block.name) || has_kind(diagnostics, diag::unopened_block.name))
        return "its braces do not fit together";
    if (has_kind(diagnostics, diag::nested_too_deeply.name))
        return "it nests too deeply";
    if (has_kind(diagnostics, diag::too_many_mistakes.name))
        return "it has too many mistakes";
    return {};
}

std::vector<std::string_view> kinds(const Diagnostics& diagnostics)
{
    std::vector<std::string_view> kinds;
    for (const auto& one : diagnostics.all())
        kinds.push_back(one.kind);
    return kinds;
}

/// The text in canonical form, or nothing when its brackets are not those of the tree.
std::optional<std::string> print_parsed(std::string_view text, const syntax::File& file, const Diagnostics& diagnostics)
{
    Layout layout(text, file.foreign);
    if (!layout.fits_together())
        return std::nullopt;
    return print(text, layout, broken_places(file, diagnostics));
}

bool says_the_same(std::string_view text, const syntax::File& file, const Diagnostics& diagnostics,
                   const Parsed& printed)
{
    return same_tokens(text, printed.text()) && kinds(diagnostics) == kinds(printed.diagnostics) &&
           syntax::print_tree(file) == syntax::print_tree(printed.file);
}

}  // namespace

Formatted format(const SourceMap& sources, SourceId source, Diagnostics& diagnostics)
{
    const auto text = sources[source].text();
    Diagnostics found;
    const auto file = syntax::parse(sources, source, found);
    Formatted result{std::string(text), obstacle(found)};
    if (result.kept_because.empty()) {
        const bool is_right = !found.has_errors();
        auto canonical = print_parsed(text, file, found);
        if (canonical) {
            const Parsed again(*canonical);
            // Where mistakes end is the parser's guess, which a new layout may change.
            if (!says_the_same(text, file, found, again) ||
                (!is_right && print_parsed(again.text(), again.file, again.diagnostics) != canonical))
                canonical.reset();
        }
        if (canonical)
            result.text = std::move(*canonical);
        else if (is_right)
            result.is_fault = true, result.kept_because = "formatting would have changed what it says";
        else
            result.kept_because = "its mistakes cannot be told from the rest";
    }
    diagnostics.append(std::move(found));
    return result;
}

}  // namespace hivemend::lang::format
