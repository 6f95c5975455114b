// Diagnostics: what is wrong in a text, where, and what to do next.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "lang/source/source.hpp"

#include <fmt/format.h>

namespace hivemend::lang {

enum class Severity { error, warning };

/// One marked place. The first label of a diagnostic is the primary one: the narrowest text that is wrong.
struct Label {
    Span span;
    std::string text{};
};

struct Edit {
    Span span;
    std::string replacement;
};

/// Whether the text has no other reading, so that `check --fix` may apply the change unasked, or it is only likely.
enum class Certainty { likely, certain };

/// A change that can be applied by a machine, with the words that say what it does.
struct Fix {
    std::string title;
    std::vector<Edit> edits{};
    Certainty certainty = Certainty::likely;
};

struct Diagnostic {
    std::string_view kind;  // a name of the catalogue: `unknown-element`
    Severity severity = Severity::error;
    std::string headline;
    std::vector<Label> labels{};
    std::vector<std::string> help{};
    std::vector<Fix> fixes{};

    /// A label with text that explains; the primary one comes from Diagnostics::add.
    Diagnostic& label(Span span, std::string text);
    /// Text under the primary mark.
    Diagnostic& mark(std::string text);
    Diagnostic& hint(std::string text);
    Diagnostic& fix(std::string title, Span span, std::string replacement, Certainty certainty = Certainty::likely);
};

/// One entry of the catalogue. `Args` are the types of the words in its sentence, so that a wrong one does not compile.
template <class... Args>
struct Kind {
    std::string_view name;
    Severity severity;
    std::string_view sentence;  // a fmt format; checked against Args by catalogue.cpp
};

/// Collects the diagnostics of one run in the order in which they were found.
class Diagnostics {
public:
    /// Adds one; the reference is valid until the next add.
    template <class... Args>
    Diagnostic& add(const Kind<Args...>& kind, Span where, const std::type_identity_t<Args>&... words)
    {
        return push(kind.name, kind.severity, fmt::vformat(kind.sentence, fmt::make_format_args(words...)), where);
    }
    bool has_errors() const;
    const std::vector<Diagnostic>& all() const { return all_; }
    /// The one that was added last; there must be one.
    Diagnostic& last() { return all_.back(); }
    /// Ordered by source and place, which is how they are shown; equal places keep their order.
    void sort();
    /// Takes over what another run collected.
    void append(Diagnostics&& others);
    void append(Diagnostic one) { all_.push_back(std::move(one)); }

private:
    Diagnostic& push(std::string_view kind, Severity severity, std::string headline, Span where);
    std::vector<Diagnostic> all_;
};

}  // namespace hivemend::lang
