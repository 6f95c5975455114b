// The words of the language as topics.
#include <fmt/format.h>

#include "lang/check/language_words.hpp"
#include "lang/doc/reference.hpp"

namespace hivemend::lang {

std::vector<Topic> word_topics()
{
    std::vector<Topic> topics;
    for (const auto& word : language_words())
        topics.push_back({Topic::Kind::word,
                          std::string{word.name},
                          fmt::format("{} {}", word.name, word.shape),
                          fmt::format("{}\n\n```mend\n{}\n```", word.documentation, word.example),
                          {}});
    return topics;
}

}  // namespace hivemend::lang
