// Answers to a probe, from the places that know what may stand there. Without a probe they do nothing. Private to
// lang/check.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lang/check/checker.hpp"
#include "lang/check/statements.hpp"

namespace hivemend::lang::rules {

/// Names in value position; `expected` may be null.
void offer_values(Checker& checker, const syntax::Path& path, const Type* expected);
/// Words that a statement begins with, or goes on with.
void offer_statements(Checker& checker, const syntax::Phrase& phrase, Place place);
/// Elements of boot objects of this kind, as keys of a settings block.
void offer_elements(Checker& checker, Span where, std::string_view kind);
void offer_parameters(Checker& checker, Span where, const std::vector<Parameter>& parameters);
/// A closed set of words.
void offer_words(Checker& checker, Span where, std::span<const std::string> words, std::string_view what);

}  // namespace hivemend::lang::rules
