// Any bytes as a playbook: parsed, checked and formatted. What is formatted says the same, and stays as it is when it
// is formatted again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "lang/check/check.hpp"
#include "lang/format/diff.hpp"
#include "lang/format/format.hpp"
#include "lang/format/tokens.hpp"
#include "lang/syntax/parse.hpp"
#include "lang/syntax/print_tree.hpp"

using namespace hivemend::lang;

namespace {

struct Library {
    SourceMap sources;
    Diagnostics diagnostics;
    hivemend::lang::Library declarations = load_library(sources, diagnostics);
};

void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// The tree of a text that was checked, too, with the number of its errors in the syntax.
std::pair<std::string, std::size_t> read(const std::string& text)
{
    static const Library library;
    // The library's spans point into the first sources, so every text has them before it.
    SourceMap sources;
    for (SourceId id = 0; id < library.sources.size(); ++id)
        sources.add(library.sources[id].name(), std::string{library.sources[id].text()});
    const auto source = sources.add("fuzz.mend", text);
    Diagnostics diagnostics;
    const auto file = syntax::parse(sources, source, diagnostics);
    const auto mistakes = diagnostics.all().size();
    check(file, "", library.declarations, sources, diagnostics);
    return {syntax::print_tree(file), mistakes};
}

format::Formatted formatted(const std::string& text)
{
    SourceMap sources;
    Diagnostics diagnostics;
    auto result = format::format(sources, sources.add("fuzz.mend", text), diagnostics);
    require(!result.is_fault);
    require(result.kept_because.empty() || result.text == text);
    require(diagnostics.has_errors() || result.kept_because.empty());
    return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto once = formatted(text).text;
    require(read(text) == read(once));
    require(format::same_tokens(text, once));
    require(formatted(once).text == once);
    require(format::unified_diff("fuzz.mend", text, once).empty() == (text == once));
    return 0;
}
