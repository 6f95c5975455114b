// The words that give a playbook its structure, which no declaration of the library says: one line each for completion,
// and an example that checks for `hivemend help WORD`.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hivemend::lang {

struct LanguageWord {
    enum class Stands : std::uint8_t { among_statements, in_file, inside };  // inside: in what another word opens

    std::string_view name;           // `for each`
    std::string_view shape;          // what follows it
    std::string_view documentation;  // one sentence
    std::string_view example;        // of statements, or a whole file where the word stands in one
    Stands stands = Stands::among_statements;
};

std::span<const LanguageWord> language_words();

}  // namespace hivemend::lang
