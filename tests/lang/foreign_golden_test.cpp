// Every line of tests/foreign/*.txt, pasted as a statement into a stage: its one message, its fix applied, and the
// result checked without a word.
#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "tests/lang/check_support.hpp"
#include "tests/support/golden.hpp"

using namespace hivemend;

namespace {

const std::filesystem::path foreign_folder = HIVEMEND_SOURCE_DIR "/tests/foreign";

/// Four lines of header, then the stage, so that its body is what stands between lines 7 and the last.
std::string frame_of(std::string_view line)
{
    return test::playbook("{ }", "\nstage \"Pasted\" {\n    " + std::string{line} + "\n}");
}

std::string with_fix(std::string text, const lang::Fix& fix)
{
    auto edits = fix.edits;
    std::ranges::sort(edits, [](const auto& a, const auto& b) { return a.span.begin > b.span.begin; });
    for (const auto& edit : edits)
        text.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.replacement);
    return text;
}

/// The effects follow from the statement; a text that lacks them gets them, as its author would from the same message.
std::string with_effects(const std::string& text)
{
    const auto checked = test::check_text("pasted.mend", text, "example");
    for (const auto& one : checked.diagnostics.all())
        if (one.kind == "wrong-effects")
            return with_fix(text, one.fixes.front());
    return text;
}

std::string lines_with(std::string_view mark, std::string_view text)
{
    std::istringstream lines{std::string{text}};
    std::string all;
    for (std::string line; std::getline(lines, line);)
        all += line.empty() ? "" : fmt::format("{} {}\n", mark, line);
    return all;
}

/// What the fix has made of the header's end and of the stage.
std::string body_of_fixed(const std::string& after)
{
    const auto header = after.find("\n}\n") + 3;
    const auto stage = std::string{"stage \"Pasted\" {\n"};
    const auto from = after.find(stage);
    std::string all = lines_with("+", after.substr(header, from - header));
    auto body = after.substr(from + stage.size());
    body.resize(body.rfind('}'));
    std::istringstream lines{body};
    for (std::string line; std::getline(lines, line);)
        all += "+ " + (line.starts_with("    ") ? line.substr(4) : line) + "\n";
    return all;
}

/// The kinds of what is wrong. Why a setting may trip BitLocker or Secure Boot is for a person to say, so no fix does.
std::string without_acceptances(const test::Checked& checked)
{
    std::string kinds;
    for (const auto& one : checked.diagnostics.all())
        if (one.kind != "trips-bitlocker" && one.kind != "ignored-by-secure-boot")
            kinds += std::string{one.kind} + " ";
    return kinds;
}

struct Counts {
    int lines = 0, statements = 0, reasons = 0, comments = 0, neither = 0;
};

std::string reply_to(const std::string& line, Counts& counts)
{
    const auto text = frame_of(line);
    const auto checked = test::check_text("pasted.mend", text, "example");
    std::string shown = "> " + line + "\n";
    ++counts.lines;
    const auto& all = checked.diagnostics.all();
    if (all.size() != 1) {
        ++counts.neither;
        return shown + fmt::format("! {} messages\n", all.size()) + lines_with("!", checked.shown());
    }
    const auto& one = all.front();
    shown += fmt::format("  {}: {}\n", one.kind, one.headline);
    for (const auto& label : one.labels)
        if (!label.text.empty())
            shown += fmt::format("  `{}`: {}\n", checked.sources[label.span.source].slice(label.span), label.text);
    for (const auto& hint : one.help)
        shown += "  " + hint + "\n";
    for (const auto& fix : one.fixes) {
        const auto fixed = with_effects(with_fix(text, fix));
        shown += fmt::format("  {}{}\n", fix.certainty == lang::Certainty::certain ? "fix: " : "likely: ", fix.title);
        shown += body_of_fixed(fixed);
        const auto again = test::check_text("pasted.mend", fixed, "example");
        INFO(line);
        CHECK(without_acceptances(again) == "");
    }
    counts.statements += one.kind == "pasted-command" && !one.fixes.empty();
    counts.reasons += one.kind == "needs-no-statement";
    counts.comments += one.kind == "foreign-comment";
    const bool told = one.kind == "needs-no-statement" || one.kind == "foreign-comment" || !one.fixes.empty();
    counts.neither += !told;
    return shown;
}

}  // namespace

TEST_CASE("a pasted command line gets its replacement, which checks clean, or its reason", "[foreign]")
{
    for (const auto& path : test::golden_inputs(foreign_folder, "", ".txt")) {
        INFO(path.filename().string());
        std::istringstream lines{test::read_text(path)};
        std::string shown;
        Counts counts;
        for (std::string line; std::getline(lines, line);)
            if (!line.empty())
                shown += reply_to(line, counts) + "\n";
        shown += fmt::format("{} lines: {} become statements, {} need none, {} are comments, {} have neither\n",
                             counts.lines, counts.statements, counts.reasons, counts.comments, counts.neither);
        if (path.filename() != "unclear.txt")
            CHECK(counts.neither == 0);
        auto golden = path;
        test::check_golden(golden.replace_extension(".replies"), shown);
    }
}

TEST_CASE("a pasted script becomes a playbook by its fixes, one after the other", "[foreign]")
{
    const std::filesystem::path path = foreign_folder / "script.mend";
    auto text = test::read_text(path);
    std::string steps;
    for (int rounds = 0; rounds < 60; ++rounds) {
        const auto checked = test::check_text("script.mend", text, "example");
        const auto& all = checked.diagnostics.all();
        const auto next = std::ranges::find_if(all, [](const auto& one) { return !one.fixes.empty(); });
        if (next == all.end()) {
            CHECK(without_acceptances(checked) == "");
            break;
        }
        steps += fmt::format("{}: {}\n", next->kind, next->fixes.front().title);
        text = with_fix(std::move(text), next->fixes.front());
    }
    auto golden = path;
    test::check_golden(golden.replace_extension(".fixed"), text);
    test::check_golden(golden.replace_extension(".steps"), steps);
}
