// One mistake in a playbook is one message: near, with help. Two mistakes are two.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "lang/source/embedded.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/lang/mutants.hpp"

#include <fmt/format.h>

using namespace hivemend;
using test::Told;

namespace {

const std::filesystem::path mutant_goldens = HIVEMEND_SOURCE_DIR "/tests/mutants";

// Percent of the mistakes after which the text is no longer right.
constexpr double smallest_share = 99.0;
constexpr double smallest_share_of_some = 96.0;
constexpr double smallest_share_of_two = 96.0;

struct Counted {
    std::size_t all = 0, valid = 0, one = 0, other = 0;

    double share() const { return 100.0 * static_cast<double>(one) / static_cast<double>(one + other); }
    void add(Told::Class verdict)
    {
        ++all;
        ++(verdict == Told::Class::valid ? valid : verdict == Told::Class::one ? one : other);
    }
};

/// Why some mistakes cannot be one message that is near, by the messages that they give.
struct Reason {
    std::string_view messages;
    std::string_view why;
};

constexpr Reason reasons[] = {
    {"far away: unknown-name",
     "a line for readers has swallowed the declaration or the answer below it: only where the name is used can it be "
     "missed"},
    {"far away: unknown-member", "as far away: unknown-name, where a member of an enum is expected"},
    {"far away: unknown-fact", "as far away: unknown-name, where an element of it is read"},
    {"unknown-statement + more", "a comment has swallowed the first line of the header, whose lines now stand alone"},
    {"misplaced-prose + more",
     "the first line for people stands behind the `{` on one line, and its commas part it into statements"},
    {"unclosed-block + more", "a brace or quote in the middle of a line leaves two readings for the rest of the line"},
};

struct Playbook {
    std::string stem;
    std::string text;
    std::vector<std::string> lines;  // from 1

    std::string line(std::uint32_t number) const
    {
        const auto& text_of_line = lines[number];
        const auto first = text_of_line.find_first_not_of(' ');
        return first == std::string::npos ? "" : text_of_line.substr(first);
    }
    bool is_prose(std::uint32_t number) const { return line(number).starts_with("- "); }
};

std::vector<Playbook> playbooks()
{
    std::vector<Playbook> all;
    for (const auto& file : lang::embedded_files()) {
        if (!file.path.starts_with("playbooks/"))
            continue;
        Playbook one{std::filesystem::path{file.path}.stem().string(), std::string{file.text}, {""}};
        for (std::size_t at = 0; at < one.text.size();) {
            const auto end = std::min(one.text.find('\n', at), one.text.size());
            one.lines.push_back(one.text.substr(at, end - at));
            at = end + 1;
        }
        all.push_back(std::move(one));
    }
    return all;
}

/// Changes of one line, with those joined that put something beside the same character.
std::string changes_of_line(const std::vector<std::string>& changes)
{
    std::string text;
    std::map<std::string, std::string> beside;
    for (const auto& change : changes) {
        const auto place = change.starts_with("added `") ? change.substr(9) : "";
        if (!place.empty())
            beside[place] += change[7];
        else
            text += (text.empty() ? "" : ", ") + change;
    }
    for (const auto& [place, characters] : beside)
        text += fmt::format("{}added one of `{}`{}", text.empty() ? "" : ", ", characters, place);
    return text;
}

/// What a mistake left right, line by line.
class ValidMutants {
public:
    void add(std::uint32_t line, const std::string& change) { lines_[line].push_back(change); }

    std::string shown(const Playbook& playbook) const
    {
        std::string text = fmt::format("## {}\n", playbook.stem);
        for (const auto& [line, changes] : lines_)
            text += fmt::format("{}: {} | {}\n", line,
                                playbook.is_prose(line)
                                    ? fmt::format("{} changes of words, brackets and quotes", changes.size())
                                    : changes_of_line(changes),
                                playbook.line(line));
        return text;
    }

private:
    std::map<std::uint32_t, std::vector<std::string>> lines_;
};

/// What groups a mutant among those that are told otherwise.
std::string group_of(const Told& told)
{
    return told.kinds.size() == 1 ? told.fault + ": " + told.kinds.front() : told.kinds.front() + " + more";
}

std::string shown(const std::map<std::string, std::vector<std::string>>& others)
{
    std::string text = "# Mistakes that are not told by one message that is near and helps\n";
    for (const auto& [group, members] : others) {
        const auto* reason = std::ranges::find(reasons, group, &Reason::messages);
        if (reason == std::end(reasons))
            FAIL_CHECK("nobody has said why this is so: " << group);
        else
            text += fmt::format("\n## {} ({})\n{}\n\n", group, members.size(), reason->why);
        for (const auto& member : members)
            text += member + "\n";
    }
    return text;
}

/// Each of them is in the golden, also when not all were tried.
void check_listed(const std::map<std::string, std::vector<std::string>>& others)
{
    const auto listed = test::updating() ? "" : test::read_text(mutant_goldens / "other.txt");
    for (const auto& [group, members] : others)
        for (const auto& member : members)
            if (!test::updating() && listed.find(member + "\n") == listed.npos)
                FAIL_CHECK("told by more than one message, or far away, and not listed: " << member);
}

/// Every how many mistakes are tried; a build with sanitizers takes milliseconds for each.
std::size_t step_of(std::size_t everyday)
{
    const bool all = std::getenv("HIVEMEND_LONG") != nullptr || test::updating();
    if (!all)
        WARN("skipped: of the mistakes " << everyday - 1 << " in " << everyday
                                         << "; HIVEMEND_LONG=1 tries all of them");
    return all ? 1 : everyday;
}

}  // namespace

TEST_CASE("a single mistake in a playbook is one message that is near and helps", "[mutants]")
{
    const auto step = step_of(11);
    test::MutantBench bench;
    std::map<std::string, std::vector<std::string>> others;
    std::string valid = "# Mistakes that leave a playbook right, with what they change\n";
    Counted total;
    for (const auto& playbook : playbooks()) {
        Counted counted;
        ValidMutants right;
        const auto mistakes = test::single_mistakes(playbook.text);
        for (std::size_t i = 0; i < mistakes.size(); i += step) {
            const auto& mistake = mistakes[i];
            const auto told = bench.told(mistake.applied_to(playbook.text), playbook.stem, mistake.line);
            counted.add(told.verdict);
            total.add(told.verdict);
            if (told.verdict == Told::Class::valid)
                right.add(mistake.line, mistake.change);
            if (told.verdict == Told::Class::other)
                others[group_of(told)].push_back(fmt::format("{} {}: {} | {} -> {}", playbook.stem, mistake.line,
                                                             mistake.change, playbook.line(mistake.line),
                                                             fmt::join(told.kinds, ", ")));
        }
        INFO(playbook.stem << ": " << counted.all << " mistakes, " << counted.valid << " valid, " << counted.one
                           << " told by one message, " << counted.other << " otherwise");
        CHECK(counted.share() >= (step == 1 ? smallest_share : smallest_share_of_some));
        valid += "\n" + right.shown(playbook);
    }
    INFO(total.all << " mistakes, " << total.valid << " valid, " << total.one << " one, " << total.other << " other");
    CHECK(total.share() >= smallest_share);
    CHECK(total.all > 5'000 / step);
    check_listed(others);
    if (step > 1)
        return;
    test::check_golden(mutant_goldens / "other.txt", shown(others));
    test::check_golden(mutant_goldens / "valid.txt", valid);
}

TEST_CASE("two mistakes far from each other are both told", "[mutants]")
{
    constexpr std::uint32_t apart = 4;  // lines
    const auto step = step_of(29);
    test::MutantBench bench;
    std::size_t pairs = 0;
    std::size_t both = 0;
    for (const auto& playbook : playbooks()) {
        std::vector<test::Mistake> alone;
        const auto all = test::single_mistakes(playbook.text);
        for (std::size_t i = 0; i < all.size(); i += step)
            if (!all[i].change.starts_with("cut") &&
                bench.told(all[i].applied_to(playbook.text), playbook.stem, all[i].line).verdict == Told::Class::one)
                alone.push_back(all[i]);
        for (std::size_t i = 0; i < alone.size(); ++i) {
            const auto& other = alone[(i * 18 + alone.size() / 2) % alone.size()];
            const auto& [first, second] =
                alone[i].begin < other.begin ? std::pair{alone[i], other} : std::pair{other, alone[i]};
            if (second.line < first.line + apart)
                continue;
            const auto told = bench.told(first.applied_to(second.applied_to(playbook.text)), playbook.stem, first.line);
            ++pairs;
            both += told.is_near(first.line) && told.is_near(second.line);
        }
    }
    INFO(both << " of " << pairs);
    CHECK(pairs > 2'500 / step);
    CHECK(100.0 * static_cast<double>(both) / static_cast<double>(pairs) >= smallest_share_of_two);
}
