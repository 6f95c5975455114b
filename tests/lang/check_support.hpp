// A text, checked against the standard library, with its messages as they are shown.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lang/check/check.hpp"
#include "lang/diag/render.hpp"
#include "lang/syntax/parse.hpp"
#include "tests/support/shelf.hpp"

namespace hivemend::test {

struct Checked {
    lang::SourceMap sources;
    lang::Diagnostics diagnostics;
    std::optional<lang::Program> program;

    std::string shown() const { return lang::render_text(diagnostics, sources, false); }
};

/// The library's texts come first, so that spans into it can be shown.
inline Checked check_text(const std::string& name, const std::string& text, std::string_view stem)
{
    Checked checked{shelf().sources, shelf().diagnostics, {}};
    const auto& library = shelf().library;
    const auto source = checked.sources.add(name, text);
    const auto file = lang::syntax::parse(checked.sources, source, checked.diagnostics);
    checked.program = lang::check(file, stem, library, checked.sources, checked.diagnostics);
    return checked;
}

/// A playbook called `example` with these effects and this body.
inline std::string playbook(std::string_view effects, std::string_view body)
{
    return "playbook example {\n    language 1\n    title \"An example\"\n    effects " + std::string{effects} +
           "\n}\n" + std::string{body} + "\n";
}

}  // namespace hivemend::test
