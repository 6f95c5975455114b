// What a fix puts into the text, beside its words.
#include "lang/diag/replacement.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "lang/diag/machine_text.hpp"

namespace hivemend::lang {
namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::size_t longest_shown = 200;  // bytes that are shown
constexpr std::size_t most_lines = 12;

/// Lines that hold more than blanks.
std::vector<std::string> lines_of(std::string_view text)
{
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        auto line = text.substr(begin, end - begin);
        line = line.substr(0, line.find_last_not_of(blanks) + 1);
        if (!line.empty())
            lines.emplace_back(line);
        begin = end + 1;
    }
    return lines;
}

/// What replaces the end of a line has its indentation from the second line on only.
void take_indentation_away(std::vector<std::string>& lines)
{
    const bool within_a_line = lines.size() > 1 && lines.front().find_first_not_of(blanks) == 0;
    const auto first = lines.begin() + (within_a_line ? 1 : 0);
    auto common = std::string::npos;
    for (auto line = first; line != lines.end(); ++line)
        common = std::min(common, line->find_first_not_of(blanks));
    for (auto line = first; line != lines.end(); ++line)
        line->erase(0, common);
}

/// Lines that the title does not quote. Several edits are pieces, which say nothing one by one.
std::vector<std::string> unspoken(const Fix& fix)
{
    if (fix.edits.size() != 1)
        return {};
    auto lines = lines_of(fix.edits.front().replacement);
    take_indentation_away(lines);
    const bool spoken = lines.size() == 1 && fix.title.find("`" + lines.front() + "`") != std::string::npos;
    return spoken ? std::vector<std::string>{} : lines;
}

}  // namespace

std::string fix_text(const Fix& fix)
{
    auto lines = unspoken(fix);
    if (lines.empty())
        return fix.title;
    for (auto& line : lines)
        line = cut(std::move(line), longest_shown);
    if (lines.size() == 1)
        return fix.title + ": `" + lines.front() + "`";
    const bool long_one = lines.size() > most_lines;
    lines.resize(std::min(lines.size(), most_lines));
    auto text = fix.title + ":";
    for (const auto& line : lines)
        text += "\n" + line;
    return text + (long_one ? "\n…" : "");
}

}  // namespace hivemend::lang
