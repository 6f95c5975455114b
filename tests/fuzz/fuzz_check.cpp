// Any bytes as a playbook: parsed and checked against the standard library without a crash, and a program only without
// errors.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "lang/check/check.hpp"
#include "lang/diag/render.hpp"
#include "lang/syntax/parse.hpp"

using namespace hivemend::lang;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static SourceMap library_sources;
    static Diagnostics library_diagnostics;
    static const Library library = load_library(library_sources, library_diagnostics);

    // The library's spans point into the first sources, so every text has them before it.
    SourceMap sources;
    for (SourceId id = 0; id < library_sources.size(); ++id)
        sources.add(library_sources[id].name(), std::string{library_sources[id].text()});
    const SourceId source = sources.add("fuzz.mend", std::string{reinterpret_cast<const char*>(data), size});
    Diagnostics diagnostics;
    const auto file = syntax::parse(sources, source, diagnostics);
    const auto program = check(file, "", library, sources, diagnostics);
    if (program.has_value() == diagnostics.has_errors())
        std::abort();
    if (render_text(diagnostics, sources, false).empty() != diagnostics.all().empty())
        std::abort();
    return 0;
}
