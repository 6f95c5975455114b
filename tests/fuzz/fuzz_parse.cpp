// Fuzzing: whatever the text, it is parsed to a tree and diagnostics that can be shown.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "lang/diag/render.hpp"
#include "lang/syntax/parse.hpp"
#include "lang/syntax/print_tree.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace hivemend::lang;
    SourceMap sources;
    const auto source = sources.add("fuzz.mend", std::string(reinterpret_cast<const char*>(data), size));
    Diagnostics diagnostics;
    const auto file = syntax::parse(sources, source, diagnostics);
    syntax::print_tree(file, sources[source]);
    syntax::parse_expression(sources, source, diagnostics);
    for (const auto& one : diagnostics.all())
        for (const auto& label : one.labels)
            if (label.span.begin > label.span.end || label.span.end > size)
                std::abort();  // a mark outside the text would be read by whoever shows it
    diagnostics.sort();
    render_text(diagnostics, sources, false);
    return 0;
}
