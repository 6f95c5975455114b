// What fits at a place of a playbook.
#include <catch2/catch.hpp>

#include <set>

#include "lang/doc/completion.hpp"
#include "lang/types/value.hpp"
#include "tests/lang/check_support.hpp"
#include "tests/support/golden.hpp"

#include <fmt/format.h>

namespace fs = std::filesystem;
using namespace hivemend;
using namespace hivemend::test;

namespace {

const fs::path repository = HIVEMEND_SOURCE_DIR;
constexpr std::string_view cursor = "‸";

lang::Completion completed(const std::string& text, std::size_t offset)
{
    return lang::complete(text, static_cast<std::uint32_t>(offset), "playbook.mend", shelf().library);
}

std::string shown(const lang::Completion& completion, std::string_view text)
{
    auto out = fmt::format("in place of \"{}\"\n", text.substr(completion.begin, completion.end - completion.begin));
    for (const auto& one : completion.candidates)
        out += fmt::format("{} {} | {} | {} | {}\n", one.fits ? "+" : "-", one.name, one.what, one.type,
                           one.documentation);
    return out;
}

bool offers(const lang::Completion& completion, std::string_view name)
{
    return std::ranges::any_of(completion.candidates, [&](const lang::Candidate& one) { return one.name == name; });
}

/// Names that the library declares, which are words of a playbook wherever they stand.
std::set<std::string, std::less<>> declared_names()
{
    const auto& declared = shelf().library.declarations();
    std::set<std::string, std::less<>> names;
    for (const auto& [name, fact] : declared.facts)
        if (name.find('.') != std::string::npos)
            names.insert(name);
    for (const auto& [name, element] : declared.elements)
        names.insert(name);
    return names;
}

}  // namespace

TEST_CASE("at each place in tests/complete fits what is beside it")
{
    for (const auto& input : golden_inputs(repository / "tests/complete", "", ".mend")) {
        INFO(input);
        auto text = read_text(input);
        const auto at = text.find(cursor);
        REQUIRE(at != std::string::npos);
        text.erase(at, cursor.size());
        auto expected = input;
        check_golden(expected.replace_extension(".fits"), shown(completed(text, at), text));
    }
}

TEST_CASE("each fact and element in a playbook is offered where it stands")
{
    const auto names = declared_names();
    std::size_t found = 0;
    for (const auto& input : golden_inputs(repository / "playbooks", "", ".mend")) {
        const auto text = read_text(input);
        for (std::size_t begin = 0; begin < text.size();) {
            const auto is_name = [](char c) {
                return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
            };
            auto end = begin;
            while (end < text.size() && is_name(text[end]))
                ++end;
            const auto word = text.substr(begin, end - begin);
            const auto line_begin = text.rfind('\n', begin) + 1;
            const auto line = text.substr(line_begin, begin - line_begin);
            const bool key =
                line.find_first_not_of(" {,") == std::string::npos || line.ends_with("{ ") || line.ends_with(", ");
            const bool code = line.find('"') == std::string::npos && line.find("- ") == std::string::npos &&
                              line.find('#') == std::string::npos;
            if (code && names.contains(word) && (key || word.find('.') != std::string::npos) &&
                line.find("effects") == std::string::npos) {
                INFO(input << ": " << line << word);
                CHECK(offers(completed(text, begin + 1), word));
                ++found;
            }
            begin = std::max(end, begin + 1);
        }
    }
    CHECK(found > 20);
}

TEST_CASE("a playbook that is being written has completions at any place")
{
    std::size_t offered = 0;
    for (const auto& input : golden_inputs(repository / "playbooks", "", ".mend")) {
        const auto text = read_text(input);
        for (std::size_t at = 0; at <= text.size(); at += 97) {
            const auto begun = text.substr(0, at);
            const auto completion = completed(begun, at);
            REQUIRE(completion.begin <= completion.end);
            REQUIRE(completion.end <= begun.size());
            const auto typed = lang::ascii_lower(begun.substr(completion.begin, at - completion.begin));
            for (const auto& one : completion.candidates)
                REQUIRE(lang::ascii_lower(one.name).starts_with(typed));
            offered += completion.candidates.empty() ? 0 : 1;
        }
    }
    CHECK(offered > 20);
}
