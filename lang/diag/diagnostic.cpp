// Collecting diagnostics and saying more about one.
#include "lang/diag/diagnostic.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <tuple>

namespace hivemend::lang {

Diagnostic& Diagnostic::label(Span span, std::string text)
{
    labels.push_back({span, std::move(text)});
    return *this;
}

Diagnostic& Diagnostic::mark(std::string text)
{
    assert(!labels.empty() && "Diagnostics::add gives every diagnostic its primary label");
    labels.front().text = std::move(text);
    return *this;
}

Diagnostic& Diagnostic::hint(std::string text)
{
    help.push_back(std::move(text));
    return *this;
}

Diagnostic& Diagnostic::fix(std::string title, Span span, std::string replacement, Certainty certainty)
{
    fixes.push_back({std::move(title), {{span, std::move(replacement)}}, certainty});
    return *this;
}

bool Diagnostics::has_errors() const
{
    return std::any_of(all_.begin(), all_.end(), [](const auto& one) { return one.severity == Severity::error; });
}

void Diagnostics::sort()
{
    const auto place = [](const Diagnostic& one) {
        const auto& span = one.labels.front().span;
        return std::tuple(span.source, span.begin);
    };
    std::stable_sort(all_.begin(), all_.end(),
                     [&](const auto& left, const auto& right) { return place(left) < place(right); });
}

void Diagnostics::append(Diagnostics&& others)
{
    std::move(others.all_.begin(), others.all_.end(), std::back_inserter(all_));
    others.all_.clear();
}

Diagnostic& Diagnostics::push(std::string_view kind, Severity severity, std::string headline, Span where)
{
    auto& one = all_.emplace_back();
    one.kind = kind;
    one.severity = severity;
    one.headline = std::move(headline);
    one.labels.push_back({where});
    return one;
}

}  // namespace hivemend::lang
