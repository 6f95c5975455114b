// What a fix puts into the text, beside its words.
#include "lang/diag/replacement.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "lang/diag/machine_text.hpp"

namespace hivemend::lang {
namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::size_t longest_line = 200;  // bytes that are shown
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

void take_indentation_away(std::vector<std::string>& lines)
{
    auto common = std::string::npos;
    for (const auto& line : lines)
        common = std::min(common, line.find_first_not_of(blanks));
    for (auto& line : lines)
        line.erase(0, common);
}

/// Lines that the title does not quote.
std::vector<std::string> unspoken(const Fix& fix)
{
    std::vector<std::string> lines;
    for (const auto& edit : fix.edits) {
        auto inserted = lines_of(edit.replacement);
        take_indentation_away(inserted);
        if (inserted.size() != 1 || fix.title.find("`" + inserted.front() + "`") == std::string::npos)
            lines.insert(lines.end(), inserted.begin(), inserted.end());
    }
    return lines;
}

}  // namespace

std::string fix_text(const Fix& fix)
{
    auto lines = unspoken(fix);
    if (lines.empty())
        return fix.title;
    for (auto& line : lines)
        line = cut(std::move(line), longest_line);
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
