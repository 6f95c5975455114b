// A text checked as `hivemend check` does it, for the tests of what is shown.
#pragma once

#include <string>
#include <vector>

#include "lang/check/check.hpp"
#include "lang/diag/findings.hpp"
#include "lang/diag/fixes.hpp"
#include "lang/syntax/parse.hpp"
#include "tests/support/shelf.hpp"

namespace hivemend::test {

/// Texts and what was found in them; the library is read first.
struct CheckedTexts {
    lang::SourceMap sources = shelf().sources;
    lang::Diagnostics diagnostics;
    const lang::Library& library = shelf().library;
    lang::SourceId first_own = static_cast<lang::SourceId>(sources.size());
    std::vector<std::string> files{};

    /// The new source.
    lang::SourceId check(const std::string& name, const std::string& text, std::string_view stem)
    {
        lang::Diagnostics own;
        const auto source = sources.add(name, text);
        const auto tree = lang::syntax::parse(sources, source, own);
        lang::check(tree, stem, library, sources, own);
        own.sort();
        diagnostics.append(std::move(own));
        files.push_back(name);
        return source;
    }

    lang::Findings findings() const { return {diagnostics, sources, first_own, files, {}, "/work place", "1.2.3"}; }
};

struct Repaired {
    std::string text;
    std::vector<std::string> kinds{};  // of what was fixed, in order
    std::string left{};                // kinds of what is left, joined by blanks
    int rounds = 0;
};

/// The text after its certain fixes, round after round.
inline Repaired repaired(std::string text, std::string_view stem)
{
    Repaired result{std::move(text)};
    CheckedTexts texts;
    for (;; ++result.rounds) {
        texts.diagnostics = {};
        const auto source = texts.check(std::string{stem} + ".mend", result.text, stem);
        const auto fixed = lang::fix_certain(texts.diagnostics, texts.sources, source);
        if (fixed.fixed.empty() || result.rounds == lang::most_fix_rounds)
            break;
        for (const auto* one : fixed.fixed)
            result.kinds.emplace_back(one->kind);
        result.text = fixed.text;
    }
    for (const auto& one : texts.diagnostics.all())
        result.left += (result.left.empty() ? "" : " ") + std::string{one.kind};
    return result;
}

}  // namespace hivemend::test
