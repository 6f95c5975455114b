// Every single mistake that a hand can make in a text.
#include "tests/support/lang/mutants.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include <fmt/format.h>

#include "lang/diag/render.hpp"
#include "lang/syntax/parse.hpp"
#include "lang/syntax/scan.hpp"

namespace hivemend::test {
namespace {

namespace scan = lang::syntax::scan;
using namespace lang;

struct Token {
    std::uint32_t begin;
    std::uint32_t end;
};

/// The end of a token that is no word: an operator of two characters, or one character.
std::size_t mark_end(std::string_view text, std::size_t at)
{
    static constexpr auto pairs = std::to_array<std::string_view>({"==", "!=", "<=", ">=", "=>"});
    if (text[at] == '#')
        return std::min(text.find_first_not_of('#', at), text.size());
    return at + (std::ranges::find(pairs, text.substr(at, 2)) != pairs.end() ? 2 : 1);
}

/// Numbers keep their units, dates and versions their separators.
std::size_t number_end(std::string_view text, std::size_t at)
{
    while (at < text.size() &&
           (scan::continues_name(text[at]) ||
            ((text[at] == '-' || text[at] == '.') && at + 1 < text.size() && scan::is_digit(text[at + 1]))))
        ++at;
    return at;
}

std::size_t token_end(std::string_view text, std::size_t at)
{
    if (text[at] == '"')
        return scan::string_end(text, at).end;
    if (scan::is_digit(text[at]))
        return number_end(text, at);
    return scan::begins_name(text[at]) ? scan::name_end(text, at) : mark_end(text, at);
}

std::vector<Token> tokens_of(std::string_view text)
{
    std::vector<Token> tokens;
    const auto add = [&](std::size_t begin, std::size_t end) {
        tokens.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
        return end;
    };
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\n' || scan::is_blank(text[at])) {
            ++at;
        } else if (text[at] == '#') {
            add(at, mark_end(text, at));
            at = scan::line_end(text, at);
        } else if (scan::begins_prose(text, at)) {
            const auto end = scan::line_end(text, at);
            for (at = scan::skip_blanks(text, add(at, at + 1)); at < end; at = scan::skip_blanks(text, at))
                at = add(at, std::min(text.find_first_of(" \t\n", at), end));
        } else {
            at = add(at, token_end(text, at));
        }
    }
    return tokens;
}

/// Braces, brackets and quotes outside comments, also those inside of texts and prose.
std::vector<std::uint32_t> marks_of(std::string_view text)
{
    std::vector<std::uint32_t> marks;
    for (const auto& token : tokens_of(text))
        for (auto at = token.begin; at < token.end; ++at)
            if (text[token.begin] != '#' && std::string_view{"{}()[]\""}.find(text[at]) != std::string_view::npos)
                marks.push_back(at);
    return marks;
}

std::string shortened(std::string_view text)
{
    constexpr std::size_t longest = 40;
    return text.size() <= longest ? std::string{text} : std::string{text.substr(0, longest)} + "…";
}

class Mistakes {
public:
    explicit Mistakes(std::string_view text) : text_{text} { seen_.insert(std::string{text}); }

    void add(std::size_t begin, std::size_t end, std::string replacement, std::string change)
    {
        add_at(begin, begin, end, std::move(replacement), std::move(change));
    }

    /// The mistake is at `place`, which need not be where the text changes.
    void add_at(std::size_t place, std::size_t begin, std::size_t end, std::string replacement, std::string change)
    {
        const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(place), '\n');
        Mistake one{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), std::move(replacement),
                    std::move(change), static_cast<std::uint32_t>(line)};
        if (seen_.insert(one.applied_to(text_)).second)
            all_.push_back(std::move(one));
    }

    std::vector<Mistake> by_place()
    {
        std::ranges::stable_sort(all_, {}, &Mistake::begin);
        return std::move(all_);
    }

private:
    std::string_view text_;
    std::vector<Mistake> all_;
    std::unordered_set<std::string> seen_;
};

void add_tokens(std::string_view text, Mistakes& mistakes)
{
    const auto tokens = tokens_of(text);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto [begin, end] = tokens[i];
        const std::string token{text.substr(begin, end - begin)};
        const bool word = scan::continues_name(token.front()) || token.front() == '"';
        mistakes.add(begin, end, "", fmt::format("deleted `{}`", shortened(token)));
        mistakes.add(end, end, (word ? " " : "") + token, fmt::format("doubled `{}`", shortened(token)));
        if (i + 1 == tokens.size())
            continue;
        const auto next = text.substr(tokens[i + 1].begin, tokens[i + 1].end - tokens[i + 1].begin);
        // A token stays one: a word that comes to stand beside a word gets a blank.
        const bool joins_before =
            begin > 0 && scan::continues_name(text[begin - 1]) && scan::continues_name(next.front());
        const bool joins_after =
            end < text.size() && scan::continues_name(text[end]) && scan::continues_name(next.back());
        mistakes.add(begin, end, (joins_before ? " " : "") + std::string{next} + (joins_after ? " " : ""),
                     fmt::format("`{}` for `{}`", shortened(next), shortened(token)));
    }
}

}  // namespace

std::string Mistake::applied_to(std::string_view text) const
{
    std::string changed{text.substr(0, begin)};
    changed += replacement;
    changed += text.substr(end);
    return changed;
}

std::vector<Mistake> single_mistakes(std::string_view text)
{
    Mistakes mistakes{text};
    add_tokens(text, mistakes);
    for (const auto at : marks_of(text)) {
        mistakes.add(at, at + 1, "", fmt::format("dropped `{}`", text[at]));
        for (const char added : std::string_view{"{}()[]\""})
            for (const auto place : {at, at + 1})
                mistakes.add(place, place, std::string(1, added),
                             fmt::format("added `{}` {} `{}`", added, place == at ? "before" : "after", text[at]));
    }
    const auto is_empty = [&](std::size_t line) {
        const auto first = scan::skip_blanks(text, line);
        return first >= text.size() || text[first] == '\n';
    };
    for (std::size_t begin = 0; begin < text.size();) {
        const auto next = scan::line_end(text, begin) + 1;
        if (next < text.size() && !is_empty(begin) && !is_empty(next))
            mistakes.add(next - 1, next, " ", "joined with the next line");
        if (next < text.size() && !is_empty(begin))
            mistakes.add_at(begin, next, text.size(), "", "cut behind this line");
        begin = next;
    }
    return mistakes.by_place();
}

bool Told::is_near(std::uint32_t line) const
{
    return std::ranges::any_of(lines, [&](std::uint32_t at) { return at + 1 >= line && at <= line + 1; });
}

MutantBench::MutantBench()
{
    Diagnostics none;
    library_ = load_library(library_texts_, none);
}

Diagnostics MutantBench::check(SourceMap& sources, const std::string& text, const std::string& stem)
{
    Diagnostics diagnostics;
    const auto source = sources.add(stem + ".mend", text);
    const auto file = syntax::parse(sources, source, diagnostics);
    lang::check(file, stem, library_, sources, diagnostics);
    return diagnostics;
}

Told MutantBench::told(const std::string& text, const std::string& stem, std::uint32_t line)
{
    auto sources = library_texts_;
    const auto diagnostics = check(sources, text, stem);
    const auto mutant = static_cast<SourceId>(sources.size() - 1);
    Told told;
    for (const auto& one : diagnostics.all()) {
        told.kinds.emplace_back(one.kind);
        for (const auto& label : one.labels)
            if (label.span.source == mutant)
                told.lines.push_back(sources[mutant].position(label.span.begin).line);
    }
    if (told.kinds.empty()) {
        told.verdict = Told::Class::valid;
    } else if (told.kinds.size() > 1) {
        told.fault = fmt::format("{} messages", told.kinds.size());
    } else {
        const auto& only = diagnostics.all().front();
        told.fault = !told.is_near(line) ? "far away" : only.help.empty() && only.fixes.empty() ? "no help" : "";
        if (told.fault.empty())
            told.verdict = Told::Class::one;
    }
    return told;
}

std::string MutantBench::shown(const std::string& text, const std::string& stem)
{
    auto sources = library_texts_;
    const auto diagnostics = check(sources, text, stem);
    return render_text(diagnostics, sources, false);
}

}  // namespace hivemend::test
