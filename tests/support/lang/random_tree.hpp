// Trees that nobody would write, and ways to write them that nobody would choose.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <vector>

#include "lang/syntax/ast.hpp"

namespace hivemend::test {

/// Chance with the few questions that are asked of it.
class Chance {
public:
    explicit Chance(std::uint64_t seed) : random_(seed) {}

    /// From 0 to `bound` - 1.
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
    bool one_in(std::size_t count) { return below(count) == 0; }
    const char* pick(std::initializer_list<const char*> words) { return words.begin()[below(words.size())]; }
    std::uint64_t number() { return random_() >> below(64); }

private:
    std::mt19937_64 random_;
};

/// A tree of any shape that can be written: every kind of node, without spans.
lang::syntax::File random_tree(Chance& chance);

/// A text that has this tree, with blanks, line ends, commas, parentheses and comments wherever the grammar allows
/// them.
struct Scribbled {
    std::string text;
    std::vector<std::string> comments{};  // in their order; each is there once; documentation aside
};
Scribbled scribble(const lang::syntax::File& file, Chance& chance);

}  // namespace hivemend::test
