// What fits at a place of a playbook, for shells and editors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lang/check/check.hpp"

namespace hivemend::lang {

struct Completion {
    /// What a candidate is written in place of, in bytes of the text.
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    /// Those whose type fits come first; then by name. Each begins with what is written, without regard to case.
    std::vector<Candidate> candidates{};
};

/// The names that could be written, or finished, at the byte `offset` of `text`. The text may be broken anywhere: it is
/// checked with a word of its own at that place. Nothing in comments, prose and texts (but inside their `${}`).
/// `name` is the file's, as for messages; `read` reads what it uses.
Completion complete(std::string_view text, std::uint32_t offset, const std::string& name, const Library& library,
                    const ReadBeside& read = {});

}  // namespace hivemend::lang
