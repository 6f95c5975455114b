// Plans as text: what a reviewer reads, with nothing that a name from a disk could do to the terminal.
#include <catch2/catch.hpp>

#include "lang/check/check.hpp"
#include "runtime/report/change_text.hpp"
#include "runtime/report/page.hpp"
#include "runtime/report/plan_text.hpp"
#include "tests/support/engine/plan_builder.hpp"
#include "tests/support/golden.hpp"

using namespace hivemend;
using namespace hivemend::engine;

namespace {

const lang::Declarations& declarations()
{
    static lang::SourceMap sources;
    static lang::Diagnostics diagnostics;
    static const auto library = lang::load_library(sources, diagnostics);
    return library.declarations();
}

std::string shown(const Plan& plan)
{
    return report::plan_text(plan, declarations(), false);
}

/// The text below the head, which every plan has.
std::string steps_of(const Plan& plan)
{
    const auto text = shown(plan);
    return text.substr(text.find("stage: "));
}

bool contains(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the full plan reads as its golden")
{
    test::check_golden(HIVEMEND_SOURCE_DIR "/tests/engine/golden/full.plan", shown(test::full_plan()));
}

TEST_CASE("nasty names reach a plan's reader as visible text")
{
    auto bad = test::act(
        "reg add \"SYSTEM\\\x1b[2J\"", Outcome::will_change,
        {{SetRegValue{
             {"SYSTEM\\\x1b[2J"}, "line\nfeed\ttab", lang::reg_sz("\x1b]0;title\a"), lang::reg_sz("\u202egnp.exe")}},
         {SetRegValue{{"SYSTEM\\\x1b[2J"},
                      "\xff\xfe not UTF-8",
                      std::nullopt,
                      lang::reg_sz("\xc2\x9b"
                                   "31m")}},
         {SetRegValue{{"SYSTEM\\\x1b[2J"}, "a \"quoted\" name", std::nullopt, lang::reg_dword(1)}}});
    auto note = test::step(StepKind::note, "::error::\x1b[31m", Outcome::shown);
    note.lines = {"\u2028separator \u200bzero width", "back\bspace"};
    auto refused = test::act("reg delete", Outcome::refused);
    refused.why = "\x1b[1A\x1b[2K";
    auto plan = test::plan_of({bad, note, refused});
    plan.playbook.title = "title\r\x1b[0m";
    plan.playbook.file = "\x1b[5m.mend";
    plan.patient.name = "disk\n\nplan: nothing to change";
    plan.patient.product = "\u2066isolate";
    plan.parameters = {{"\x1b[7m", "\x7f", true}};
    plan.resolutions = {{"default", "\u202d", "\x1b[8m"}};
    plan.notes = {"\x85note"};
    plan.assumed = {"\x1b[3m=yes"};
    plan.verdict = PlannedVerdict{lang::VerdictKind::stop, "\x1b[4mover"};
    plan.waits = {"\x1b[9m"};
    test::check_golden(HIVEMEND_SOURCE_DIR "/tests/engine/golden/nasty.plan", shown(plan));
    for (const unsigned char c : shown(plan))
        CHECK((c >= 0x20 || c == '\n'));
}

TEST_CASE("no line of a plan ends in blanks, whatever is missing in it")
{
    auto empty_named = test::act("", Outcome::will_change, {test::crash_control("", std::nullopt, lang::reg_sz(""))});
    auto plan = test::plan_of({empty_named, test::step(StepKind::note, "", Outcome::shown),
                               test::step(StepKind::ask, "", Outcome::waits_for_person)});
    plan.stages.push_back({"", "", "", {}});
    plan.parameters = {{"", "", false}, {"x", "  ", false}};
    plan.notes = {""};
    for (const auto& text : {shown(plan), shown(Plan{}), shown(test::full_plan())}) {
        CHECK_FALSE(contains(text, " \n"));
        CHECK(text.ends_with("\n"));
        CHECK_FALSE(text.ends_with("\n\n"));
    }
}

TEST_CASE("colours change nothing but colours")
{
    auto coloured = report::plan_text(test::full_plan(), declarations(), true);
    CHECK(contains(coloured, "\x1b[33mwill change\x1b[0m"));
    for (auto at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b'))
        coloured.erase(at, coloured.find('m', at) - at + 1);
    CHECK(coloured == shown(test::full_plan()));
}

TEST_CASE("a plan that takes an ask as answered says first that it cannot be applied")
{
    auto plan = test::plan_of({});
    plan.assumed = {"started=yes"};
    CHECK(
        shown(plan).starts_with("for review only, cannot be applied: takes as answered started=yes\nplan: A trial\n"));
}

TEST_CASE("a plan without changes says so, and what is already so")
{
    CHECK(shown(test::plan_of({})).ends_with("\nNothing to change.\n"));
    const auto same = lang::reg_dword(1);
    const auto plan = test::plan_of({test::act(
        "reg add", Outcome::already_so, {test::crash_control("A", same, same), test::crash_control("B", same, same)})});
    CHECK(plan.empty());
    CHECK(shown(plan).ends_with("\nNothing to change: 2 settings already so.\n"));
}

TEST_CASE("a refused step says why, shows no change, and makes the plan one that cannot be applied")
{
    auto refused = test::act("reg add \"SYSTEM\\A\"", Outcome::refused,
                             {test::crash_control("A", std::nullopt, lang::reg_dword(1))});
    refused.why = "the SYSTEM hive is dirty";
    const auto text = steps_of(test::plan_of({refused}));
    CHECK(contains(text, "    why: the SYSTEM hive is dirty\n"));
    CHECK_FALSE(contains(text, "dword 1"));
    CHECK(text.ends_with("cannot be applied: `reg add \"SYSTEM\\A\"` is refused\n1 step refused.\n"));
}

TEST_CASE("what stands behind an ask that waits is named and no more")
{
    auto ask = test::step(StepKind::ask, "Start it", Outcome::waits_for_person);
    ask.name = "start-it";
    const auto later =
        test::step(StepKind::procedure, "crash_dump enable", Outcome::not_planned_yet,
                   {test::act("reg add", Outcome::not_planned_yet), test::act("bcd set", Outcome::not_planned_yet)});
    auto plan = test::plan_of({ask, later});
    plan.stages.push_back({"After it", "after-it", "why", {later}});
    plan.waits = {"start-it"};
    CHECK_FALSE(plan.empty());
    const auto text = steps_of(plan);
    CHECK(contains(text, "    when this is done: --confirm start-it\n"));
    CHECK_FALSE(contains(text, "reg add"));
    CHECK(contains(text, "stage: After it"));
    CHECK(contains(text, "not planned yet (2 steps)\n"));
    CHECK(text.ends_with("waits for a person: start-it\n4 steps not planned yet.\n"));
}

TEST_CASE("long data is cut where it can be seen, with its length")
{
    Bytes first(1000), second(1000);
    second[900] = std::byte{1};
    const auto text = report::change_text(
        test::crash_control("Blob", lang::reg_binary(first), lang::reg_binary(second)).change, declarations());
    CHECK(text.before.starts_with("binary \"00 00"));
    CHECK(text.before.ends_with("… (1,000 bytes)"));
    CHECK(report::code_points(text.before) < 80);
    CHECK(text.remark == "differs from byte 900 on");
    const auto strings = report::change_text(
        test::crash_control("S", std::nullopt, lang::reg_sz(std::string(100, 'x'))).change, declarations());
    CHECK(strings.after.ends_with("x… (202 bytes)"));
    CHECK(strings.remark.empty());
}

TEST_CASE("secrets show as their type and length only")
{
    const auto password = lang::reg_sz("hunter2");
    for (const auto& [key, name] : std::vector<std::pair<std::string, std::string>>{
             {"SAM\\SAM\\Domains", "V"},
             {"SECURITY\\Policy\\Secrets", ""},
             {"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon", "defaultpassword"}}) {
        const auto text = report::change_text(SetRegValue{{key}, name, password, lang::reg_dword(1)}, declarations());
        CHECK(text.before == "REG_SZ, 16 bytes, not shown");
        CHECK(text.after == "REG_DWORD, 4 bytes, not shown");
    }
    CHECK_FALSE(report::is_secret({"SYSTEM\\Select"}, "Current"));
}

TEST_CASE("columns count characters, not bytes")
{
    CHECK(report::code_points("caf\u00e9") == 4);
    CHECK(report::cut("caf\u00e9s", 4) == "caf\u00e9…");
    CHECK(report::cut("caf\u00e9", 4) == "caf\u00e9");
    CHECK(report::Line(2, false).add("caf\u00e9").column(10).add("x").finish() == "  caf\u00e9    x\n");
    CHECK(report::Line(0, false).add("a long text").column(4).add("x").finish() == "a long text  x\n");
    CHECK(report::Line(2, true).add("").column(8).finish() == "\n");
    CHECK(report::grouped(1234567) == "1,234,567");
    CHECK(report::counted(1, "step") == "1 step");
}
