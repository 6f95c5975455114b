// The block of a declaration as lines with names. Private to lang/check.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "lang/check/checker.hpp"

namespace hivemend::lang::rules {

/// Lines of a declaration by their first word. Each may stand once; unknown ones are diagnostics.
class Fields {
public:
    Fields(Checker& checker, const syntax::Phrase& declaration, Span span, const std::string& what,
           std::span<const std::string_view> known);

    /// The expression after `word =`, or nothing; a missing required one is a diagnostic.
    const syntax::Expr* value(const std::string& word, bool required);
    std::optional<std::string> text(const std::string& word, bool required);
    std::optional<std::uint64_t> number(const std::string& word, bool required);
    /// A bare name after `=`.
    std::optional<std::string> name(const std::string& word, bool required);
    /// `yes` or `no` after `=`; no when there is no such line.
    bool flag(const std::string& word);
    /// Whether the line is there; the only thing that it can say is `only`.
    bool is_word(const std::string& word, const std::string& only);
    std::vector<std::string> names(const std::string& word, bool required);
    /// The second word of `risk low`.
    std::optional<std::string> second(const std::string& word);
    const syntax::Phrase* line(const std::string& word) const;
    Span line_span(const std::string& word) const;

private:
    void say_shape(const std::string& word, const std::string& shape);

    Checker& checker_;
    std::string what_;
    Span span_;
    std::map<std::string, const syntax::Item*> lines_;
};

/// The bare name that the expression is, or nothing.
std::optional<std::string> bare_name(const syntax::Expr& expr);

}  // namespace hivemend::lang::rules
