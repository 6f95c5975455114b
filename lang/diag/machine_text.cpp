// Text on its way into a format for programs.
#include "lang/diag/machine_text.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "lang/diag/escape.hpp"
#include "lang/diag/replacement.hpp"
#include "lang/source/utf8.hpp"

namespace hivemend::lang {

std::vector<std::string> shown_lines(std::string_view text)
{
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        lines.push_back(escape_terminal(text.substr(begin, end - begin)));
        begin = end + 1;
    }
    return lines;
}

std::string one_line(std::string_view text)
{
    return fmt::format("{}", fmt::join(shown_lines(text), " "));
}

std::string cut(std::string text, std::size_t most)
{
    constexpr std::string_view ellipsis = "…";
    if (text.size() <= most)
        return text;
    auto end = most - ellipsis.size();
    while (end > 0 && continues_code_point(text[end]))
        --end;
    return text.substr(0, end).append(ellipsis);
}

std::string_view severity_word(Severity severity)
{
    return severity == Severity::error ? "error" : "warning";
}

std::string fix_line(const Fix& fix)
{
    return one_line(fix_text(fix));
}

std::string path_in(std::string_view folder, std::string_view path)
{
    namespace fs = std::filesystem;
    const fs::path given{path};
    const auto plain = given.lexically_normal();
    if (folder.empty() || given.empty())
        return plain.generic_string();
    const auto inside = (given.is_absolute() ? plain : (fs::path{folder} / plain).lexically_normal())
                            .lexically_relative(fs::path{folder}.lexically_normal());
    const bool below = !inside.empty() && *inside.begin() != "..";
    return (below ? inside : plain).generic_string();
}

}  // namespace hivemend::lang
