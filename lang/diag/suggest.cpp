// "Did you mean": edit distance with swaps, without regard to case.
#include "lang/diag/suggest.hpp"

#include <algorithm>

namespace hivemend::lang {
namespace {

constexpr std::size_t longest_name = 64;  // what is longer is no mistyped name, and would make the table large

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Restricted Damerau-Levenshtein: insert, delete, replace, or swap two neighbours.
std::size_t distance(std::string_view left, std::string_view right)
{
    const auto width = right.size() + 1;
    std::vector<std::size_t> before(width), above(width), row(width);
    for (std::size_t column = 0; column < width; ++column)
        above[column] = column;
    for (std::size_t line = 1; line <= left.size(); ++line) {
        row[0] = line;
        for (std::size_t column = 1; column < width; ++column) {
            const auto l = lower(left[line - 1]);
            const auto r = lower(right[column - 1]);
            row[column] = std::min({above[column] + 1, row[column - 1] + 1, above[column - 1] + (l != r)});
            const bool swapped = line > 1 && column > 1 && l == lower(right[column - 2]) && lower(left[line - 2]) == r;
            if (swapped)
                row[column] = std::min(row[column], before[column - 2] + 1);
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return above.back();
}

}  // namespace

std::optional<std::string> nearest(std::string_view wrong, std::span<const std::string> candidates)
{
    if (wrong.empty() || wrong.size() > longest_name)
        return std::nullopt;
    std::optional<std::string> best;
    auto best_distance = wrong.size() <= 2 ? std::size_t{1} : std::max<std::size_t>(wrong.size() / 3, 1);
    for (const auto& candidate : candidates) {
        const auto difference = std::max(candidate.size(), wrong.size()) - std::min(candidate.size(), wrong.size());
        if (candidate.size() > longest_name || difference > best_distance)
            continue;
        const auto found = distance(wrong, candidate);
        // The first of equals stays, so that the answer does not depend on anything but the order given.
        if (found < best_distance || (found == best_distance && !best)) {
            // For a name of one or two letters everything is near: only another case or a swap helps.
            if (wrong.size() <= 2 && found == 1 && !std::ranges::is_permutation(candidate, wrong, {}, lower, lower))
                continue;
            best = candidate;
            best_distance = found;
        }
    }
    return best;
}

}  // namespace hivemend::lang
