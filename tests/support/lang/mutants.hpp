// Every single mistake that a hand can make in a text: for tests of what the parser and the checker say about it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lang/check/check.hpp"

namespace hivemend::test {

/// One edit that makes a text wrong, or leaves it right with another meaning.
struct Mistake {
    std::uint32_t begin;
    std::uint32_t end;
    std::string replacement;
    std::string change;  // `deleted "="`
    std::uint32_t line;  // where it is, from 1; for a text that is cut, its last line with words

    std::string applied_to(std::string_view text) const;
};

/// Every token deleted, doubled and replaced by the next one; every brace, bracket and quote dropped, and each of them
/// added before and behind each of them; lines joined; the text cut behind every line. Comments are one token, their
/// mark; words of prose are tokens; a text in quotes is one. By place; what gives one text twice is in it once.
std::vector<Mistake> single_mistakes(std::string_view text);

/// What the language says about a text with one mistake.
struct Told {
    enum class Class { valid, one, other };
    Class verdict = Class::other;
    std::vector<std::string> kinds{};    // of the messages, in their order
    std::vector<std::uint32_t> lines{};  // of their labels, from 1
    std::string fault{};                 // of `other`: "3 messages", "far away", "no help"

    /// Whether a label is on the line or on one beside it.
    bool is_near(std::uint32_t line) const;
};

/// The standard library, read once; checks playbooks.
class MutantBench {
public:
    MutantBench();
    /// `line` is where the mistake is: one message is near when a label of it is there or on a line beside it.
    Told told(const std::string& text, const std::string& stem, std::uint32_t line);
    /// The messages as they are shown.
    std::string shown(const std::string& text, const std::string& stem);

private:
    lang::Diagnostics check(lang::SourceMap& sources, const std::string& text, const std::string& stem);

    lang::SourceMap library_texts_;
    lang::Library library_;
};

}  // namespace hivemend::test
