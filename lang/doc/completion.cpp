// What fits at a place of a playbook.
#include "lang/doc/completion.hpp"

#include <algorithm>
#include <filesystem>
#include <tuple>

#include <fmt/format.h>

#include "lang/syntax/parse.hpp"
#include "lang/types/documentation.hpp"
#include "lang/types/value.hpp"

namespace hivemend::lang {
namespace {

/// A word that no declaration has and no author writes.
constexpr std::string_view stand_in = "zz_word_at_the_cursor";

bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '-';
}

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/// Where the cursor is on its line.
enum class Inside { words, interpolation, nothing };

Inside inside(std::string_view before)
{
    const auto first = std::ranges::find_if_not(before, is_blank);
    if (first != before.end() && *first == '-' && (first + 1 == before.end() || is_blank(first[1])))
        return before.rfind("${") != std::string_view::npos &&
                       before.find('}', before.rfind("${")) == std::string_view::npos
                   ? Inside::interpolation
                   : Inside::nothing;
    bool in_text = false;
    std::size_t opened = 0;
    for (std::size_t at = 0; at < before.size(); ++at) {
        if (before[at] == '#' && !in_text)
            return Inside::nothing;
        if (before[at] == '"') {
            in_text = !in_text;
            opened = at;
        }
    }
    if (!in_text)
        return Inside::words;
    const auto hole = before.rfind("${");
    const bool open = hole != std::string_view::npos && hole > opened &&
                      before.find('}', hole) == std::string_view::npos && (hole == 0 || before[hole - 1] != '$');
    return open ? Inside::interpolation : Inside::nothing;
}

/// The text with the stand-in for the word at the cursor, and what a line that is being written still lacks.
struct Probed {
    std::string text;
    std::uint32_t at;  // of the stand-in
};

/// `when`, `for` and `match` need a block before they are read as such.
bool lacks_block(std::string_view line_before, std::string_view line_after)
{
    if (std::ranges::find_if_not(line_after, is_blank) != line_after.end())
        return false;
    auto first = line_before.find_first_not_of(" \t}");
    for (const std::string_view word : {"when ", "for ", "match ", "else when "})
        if (first != std::string_view::npos && line_before.substr(first).starts_with(word))
            return true;
    return false;
}

std::string_view line_around(std::string_view text, std::size_t offset, bool before)
{
    if (before) {
        const auto begin = text.substr(0, offset).rfind('\n');
        return text.substr(begin + 1 == 0 ? 0 : begin + 1, offset - (begin + 1 == 0 ? 0 : begin + 1));
    }
    return text.substr(offset, std::min(text.find('\n', offset), text.size()) - offset);
}

Probed probed(std::string_view text, std::size_t begin, std::size_t end, Inside place)
{
    const auto word = text.substr(begin, end - begin);
    const auto dot = word.rfind('.');
    const auto kept = dot == std::string_view::npos ? std::string_view{} : word.substr(0, dot + 1);
    Probed made{std::string{text.substr(0, begin)}, 0};
    made.text += kept;
    made.at = static_cast<std::uint32_t>(made.text.size());
    made.text += stand_in;
    const auto after = line_around(text, end, false);
    if (place == Inside::interpolation && !after.starts_with('}'))
        made.text += after.find('"') == std::string_view::npos ? "}\"" : "}";
    else if (lacks_block(line_around(text, begin, true), after))
        made.text += " {}";
    made.text += text.substr(end);
    return made;
}

bool begins_with(std::string_view name, std::string_view typed)
{
    return name.size() >= typed.size() && ascii_lower(std::string{name.substr(0, typed.size())}) == typed;
}

}  // namespace

Completion complete(std::string_view text, std::uint32_t offset, const std::string& name, const Library& library,
                    const ReadBeside& read)
{
    offset = std::min(offset, static_cast<std::uint32_t>(std::min(text.size(), max_source_bytes)));
    auto begin = offset, end = offset;
    while (begin > 0 && in_word(text[begin - 1]))
        --begin;
    while (end < text.size() && in_word(text[end]))
        ++end;
    Completion completion{begin, end};
    const auto place = inside(line_around(text, begin, true));
    if (place == Inside::nothing)
        return completion;

    auto changed = probed(text, begin, end, place);
    SourceMap sources;
    Diagnostics ignored;
    Probe probe{.source = sources.add(name, std::move(changed.text)), .at = changed.at};
    const auto tree = syntax::parse(sources, probe.source, ignored);
    (void)check(tree, std::filesystem::path{name}.stem().string(), library, sources, ignored, read, &probe);

    if (probe.found.empty())
        return completion;
    completion.begin = std::min(probe.replaces.begin, begin);
    const auto typed = ascii_lower(std::string{text.substr(completion.begin, offset - completion.begin)});
    for (auto& candidate : probe.found) {
        if (!begins_with(candidate.name, typed))
            continue;
        candidate.documentation = first_sentence(candidate.documentation);
        completion.candidates.push_back(std::move(candidate));
    }
    const auto place_of = [](const Candidate& one) { return std::tuple(!one.fits, one.name, one.what); };
    std::ranges::sort(completion.candidates, {}, place_of);
    const auto same = [&](const Candidate& left, const Candidate& right) { return place_of(left) == place_of(right); };
    auto& all = completion.candidates;
    all.erase(std::unique(all.begin(), all.end(), same), all.end());
    return completion;
}

}  // namespace hivemend::lang
