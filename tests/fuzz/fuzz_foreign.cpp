// Any bytes as pasted command lines: what is found in them stays inside the text, they are checked without a crash, and
// every fix can be applied.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "lang/check/check.hpp"
#include "lang/syntax/foreign.hpp"
#include "lang/syntax/parse.hpp"

using namespace hivemend::lang;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void take_apart(std::string_view text)
{
    for (std::size_t line = 0; line < text.size();) {
        const auto next = std::min(text.find('\n', line), text.size());
        if (const auto end = syntax::foreign_line_end(text, line)) {
            require(*end > line && *end <= next);
            const auto command = syntax::foreign_command(text, line, *end);
            for (const auto& word : command.words)
                require(word.begin <= word.end && word.begin >= line && word.end <= *end);
            for (const auto& slip : command.slips)
                require(slip.begin < slip.end && slip.end <= *end);
        }
        syntax::is_bare_command(text.substr(line, next - line));
        line = next + 1;
    }
}

/// Edits lie inside the text and do not overlap, so that whoever applies them needs no care.
std::string applied(std::string text, const Fix& fix)
{
    auto edits = fix.edits;
    std::ranges::stable_sort(edits, {}, [](const Edit& edit) { return edit.span.begin; });
    for (std::size_t i = 0; i < edits.size(); ++i) {
        require(edits[i].span.begin <= edits[i].span.end && edits[i].span.end <= text.size());
        require(i == 0 || edits[i - 1].span.end <= edits[i].span.begin);
    }
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit)
        text.replace(edit->span.begin, edit->span.end - edit->span.begin, edit->replacement);
    return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static SourceMap library_sources;
    static Diagnostics library_diagnostics;
    static const Library library = load_library(library_sources, library_diagnostics);

    const std::string pasted{reinterpret_cast<const char*>(data), std::min<std::size_t>(size, 16384)};
    take_apart(pasted);
    SourceMap sources;
    for (SourceId id = 0; id < library_sources.size(); ++id)
        sources.add(library_sources[id].name(), std::string{library_sources[id].text()});
    const std::string text =
        "playbook example {\n    language 1\n    title \"x\"\n    effects { }\n}\n\nstage \"s\" {\n" + pasted + "\n}\n";
    const SourceId source = sources.add("fuzz.mend", text);
    Diagnostics diagnostics;
    const auto file = syntax::parse(sources, source, diagnostics);
    const auto program = check(file, "", library, sources, diagnostics);
    require(program.has_value() != diagnostics.has_errors());
    require(file.foreign.empty() || diagnostics.has_errors());
    for (const auto& one : diagnostics.all()) {
        for (const auto& label : one.labels)
            require(label.span.begin <= label.span.end);
        for (const auto& fix : one.fixes)
            if (std::ranges::all_of(fix.edits, [&](const Edit& edit) { return edit.span.source == source; }))
                applied(text, fix);
    }
    return 0;
}
