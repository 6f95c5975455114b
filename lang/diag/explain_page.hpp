// The page of a kind: what `hivemend explain` shows, and the help of a rule in SARIF.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hivemend::lang {

/// The whole page as it is written, in Markdown; nothing for a kind that is not there.
std::optional<std::string_view> explain_page(std::string_view kind);

/// The first sentence of its meaning.
std::string first_sentence_of_page(std::string_view page);

/// The kinds on its last line, ``Related: `a`, `b`.``
std::vector<std::string> related_kinds(std::string_view page);

/// The sentence of the catalogue with `…` where a message has words of its text; of a kind that has no words of its
/// own, the first sentence of its page.
std::string sentence_of(std::string_view kind);

}  // namespace hivemend::lang
