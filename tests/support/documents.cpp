// Reading documents and writing them anew.
#include "tests/support/documents.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "tests/support/golden.hpp"

#include <fmt/format.h>

namespace hivemend::test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> split_lines(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string_view trimmed(std::string_view text)
{
    const auto begin = text.find_first_not_of(" \t");
    return begin == std::string_view::npos ? std::string_view{}
                                           : text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

/// Where a line's own text begins: behind the `##` of a doc comment, or at its start. Nothing: it is no line of the
/// document.
std::optional<std::size_t> margin(const std::string& line, bool comments_only)
{
    if (!comments_only)
        return 0;
    const auto marks = line.find_first_not_of(" \t");
    if (marks == std::string::npos || line.compare(marks, 2, "##") != 0)
        return std::nullopt;
    return line.compare(marks, 3, "## ") == 0 ? marks + 3 : marks + 2;
}

/// Level and title of a heading; level 0: it is none.
std::pair<std::size_t, std::string> heading(const std::string& line)
{
    const auto level = line.find_first_not_of('#');
    if (level == 0 || level == std::string::npos || level > 6 || line[level] != ' ')
        return {0, {}};
    return {level, std::string(trimmed(std::string_view(line).substr(level)))};
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words)
{
    return std::ranges::find(words, word) != words.end();
}

}  // namespace

Document::Document(fs::path path, std::string name, bool update)
    : path_(std::move(path)), name_(std::move(name)), update_(update), comments_only_(path_.extension() == ".mend")
{
    if (update_) {
        // Two test programs may write into one document at the same time.
        lock_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
        if (lock_ >= 0)
            ::flock(lock_, LOCK_EX);
    }
    lines_ = split_lines(read_text(path_));
    read_fences();
}

void Document::read_fences()
{
    std::optional<Fence> open;
    for (std::size_t number = 1; number <= lines_.size(); ++number) {
        const auto& line = lines_[number - 1];
        const auto from = margin(line, comments_only_);
        const auto text = trimmed(std::string_view(line).substr(from.value_or(line.size())));
        if (open && (!from || text == "```")) {
            open->closing = number;
            if (!from)
                fault(open->opening, "this block is not closed before the comment ends");
            fences_.push_back(*std::exchange(open, std::nullopt));
        } else if (open) {
            const auto own = std::min(line.size(), open->prefix.size());
            open->text +=
                (line.compare(0, own, open->prefix, 0, own) == 0 ? line.substr(own) : line.substr(*from)) + "\n";
        } else if (from && text.starts_with("```")) {
            open = Fence{.opening = number, .prefix = line.substr(0, line.find("```"))};
            auto words = shell_words(text.substr(3));
            if (!words) {
                fault(number, "a quote behind the fence is not closed");
                words.emplace();
            }
            if (!words->empty()) {
                open->language = words->front();
                open->words.assign(words->begin() + 1, words->end());
            }
        }
    }
    if (open)
        fault(open->opening, "this block is not closed");
}

std::optional<MendBlock> Document::mend(const Fence& fence)
{
    MendBlock block;
    for (std::size_t at = 0; at < fence.words.size(); ++at) {
        const auto& word = fence.words[at];
        const bool has_next = at + 1 < fence.words.size();
        if (word == "declarations")
            block.declarations = true;
        else if (word == "unformatted")
            block.unformatted = true;
        else if (word == "fails" && has_next)
            block.fails = fence.words[++at];
        else if (word == "of" && has_next)
            block.excerpt_of = fence.words[++at];
        else if (word == "file" && has_next)
            block.file = fence.words[++at];
        else {
            fault(fence.opening, fmt::format("`{}` says nothing about a mend block", word));
            return std::nullopt;
        }
    }
    return block;
}

const Fence* Document::block_below(const Fence& fence, std::string_view language) const
{
    const auto next = &fence + 1;
    if (next == fences_.data() + fences_.size() || next->language != language)
        return nullptr;
    for (auto line = fence.closing + 1; line < next->opening; ++line) {
        const auto from = margin(lines_[line - 1], comments_only_);
        if (!from || !trimmed(std::string_view(lines_[line - 1]).substr(*from)).empty())
            return nullptr;
    }
    return next;
}

void Document::check_languages()
{
    for (std::size_t at = 0; at < fences_.size(); ++at) {
        const auto& fence = fences_[at];
        if (fence.language == "text") {
            const auto* above = at == 0 ? nullptr : &fences_[at - 1];
            const bool belongs = above != nullptr && above->language == "mend" &&
                                 block_below(*above, "text") == &fence &&
                                 std::ranges::find(above->words, "fails") != above->words.end();
            if (!belongs)
                fault(fence.opening, "```text stands directly below a block that fails, and nowhere else");
        } else if (!is_one_of(fence.language, {"mend", "plan", "console", "sh", "yaml", "grammar", "ebnf"})) {
            fault(fence.opening, fence.language.empty()
                                     ? "a block without a language is not run"
                                     : fmt::format("nothing runs blocks of language `{}`", fence.language));
        }
    }
}

void Document::check_coverage()
{
    constexpr std::string_view excuse = "<!-- no example: ";
    std::size_t rule = 0;
    std::string title;
    bool covered = true;
    const auto close = [&] {
        if (!covered)
            fault(rule, fmt::format("the rule \"{}\" has no example", title));
        covered = true;
    };
    auto fence = fences_.begin();
    for (std::size_t number = 1; number <= lines_.size(); ++number) {
        if (fence != fences_.end() && number == fence->opening) {
            covered = covered || is_one_of(fence->language, {"mend", "plan", "console", "sh"});
            number = fence->closing;
            ++fence;
            continue;
        }
        const auto& line = lines_[number - 1];
        if (const auto [level, words] = heading(line); level > 0 && level <= 3) {
            close();
            covered = level != 3;
            rule = number;
            title = words;
        }
        const auto why = std::string_view(line).substr(std::min(excuse.size(), line.size()));
        if (line.starts_with(excuse) && why.ends_with(" -->") && why.size() > 4)
            covered = true;
    }
    close();
}

void Document::fault(std::size_t line, const std::string& words)
{
    faults_.emplace_back(line, words);
}

std::vector<std::string> Document::as_lines(const Fence& fence, std::string_view text) const
{
    auto lines = split_lines(text);
    for (auto& line : lines) {
        line.insert(0, fence.prefix);
        line.erase(line.find_last_not_of(' ') + 1);
    }
    return lines;
}

void Document::expect(const Fence& fence, std::string_view actual)
{
    if (fence.text == actual)
        return;
    if (update_)
        rewrites_.push_back({fence.opening, fence.closing - 1, as_lines(fence, actual)});
    else
        fault(fence.opening, "the block differs (- written, + actual); HIVEMEND_UPDATE=1 rewrites it:\n" +
                                 line_diff(fence.text, actual));
}

void Document::expect_text_below(const Fence& fence, std::string_view actual)
{
    if (const auto* text = block_below(fence, "text"))
        return expect(*text, actual);
    if (!update_)
        return fault(fence.closing, fmt::format("a ```text block with the message is missing; HIVEMEND_UPDATE=1 "
                                                "writes it:\n{}",
                                                actual));
    auto lines = as_lines(fence, fmt::format("\n```text\n{}```\n", actual));
    rewrites_.push_back({fence.closing, fence.closing, std::move(lines)});
}

std::vector<std::string> Document::finish()
{
    std::ranges::sort(rewrites_, {}, &Rewrite::first);
    for (auto rewrite = rewrites_.rbegin(); rewrite != rewrites_.rend(); ++rewrite) {
        const auto at = [&](std::size_t line) { return lines_.begin() + static_cast<std::ptrdiff_t>(line); };
        const auto place = lines_.erase(at(rewrite->first), at(rewrite->last));
        lines_.insert(place, rewrite->lines.begin(), rewrite->lines.end());
    }
    if (!rewrites_.empty()) {
        std::ofstream out(path_, std::ios::binary);
        for (const auto& line : lines_)
            out << line << '\n';
    }
    if (lock_ >= 0)
        ::close(std::exchange(lock_, -1));
    std::ranges::stable_sort(faults_, {}, &std::pair<std::size_t, std::string>::first);
    std::vector<std::string> result;
    for (const auto& [line, words] : faults_)
        result.push_back(fmt::format("{}:{}: {}", name_, line, words));
    return result;
}

std::optional<std::vector<std::string>> shell_words(std::string_view line)
{
    std::vector<std::string> words;
    bool inside = false;
    char quote = 0;
    for (const char letter : line) {
        if (quote != 0 && letter == quote) {
            quote = 0;
        } else if (quote == 0 && (letter == '"' || letter == '\'')) {
            quote = letter;
            if (!std::exchange(inside, true))
                words.emplace_back();
        } else if (quote == 0 && (letter == ' ' || letter == '\t')) {
            inside = false;
        } else {
            if (!std::exchange(inside, true))
                words.emplace_back();
            words.back() += letter;
        }
    }
    return quote == 0 ? std::optional{words} : std::nullopt;
}

bool matches_lines(std::string_view text, std::string_view pattern)
{
    const auto lines = split_lines(text);
    const auto wanted = split_lines(pattern);
    // Rows of a table: whether the first lines of the text can be the first ones of the pattern.
    std::vector<bool> fits(lines.size() + 1, false);
    fits[0] = true;
    for (const auto& one : wanted) {
        std::vector<bool> next(lines.size() + 1, false);
        for (std::size_t count = 0; count <= lines.size(); ++count)
            if (one == "...")
                next[count] = fits[count] || (count > 0 && next[count - 1]);
            else
                next[count] = count > 0 && fits[count - 1] && lines[count - 1] == one;
        fits = std::move(next);
    }
    return fits.back();
}

bool holds_in_order(std::string_view text, std::string_view excerpt)
{
    const auto lines = split_lines(text);
    auto at = lines.begin();
    for (const auto& line : split_lines(excerpt)) {
        const auto wanted = trimmed(line);
        if (wanted == "..." || wanted.empty())
            continue;
        at = std::find_if(at, lines.end(), [&](const std::string& one) { return trimmed(one) == wanted; });
        if (at == lines.end())
            return false;
        ++at;
    }
    return true;
}

std::vector<std::string> documents()
{
    const fs::path root = HIVEMEND_SOURCE_DIR;
    std::vector<std::string> found;
    for (const auto* name : {"README.md", "spec.md"})
        if (fs::exists(root / name))
            found.emplace_back(name);
    for (const auto& [folder, ending] :
         {std::pair{"docs", ".md"}, std::pair{"examples", ".md"}, std::pair{"stdlib", ".mend"}})
        for (const auto& entry : fs::recursive_directory_iterator(root / folder))
            if (entry.path().extension() == ending)
                found.push_back(fs::relative(entry.path(), root).generic_string());
    std::ranges::sort(found);
    return found;
}

}  // namespace hivemend::test
