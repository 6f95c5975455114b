// Small plans for tests of the plan file and of its renderers.
#include "tests/support/engine/plan_builder.hpp"

namespace hivemend::test {

using namespace engine;

namespace {

const char* const loader_id = "{efd09c92-3c53-4d4e-8f0f-0e6f1f0c2f11}";
const char* const ems_id = "{0ce4991b-e6b3-4b16-b23c-5e0d9250e5d9}";

std::vector<PlannedStep> console_steps()
{
    const SetBootElement ems{
        guid(loader_id), "default", "osloader", 0x260000b0, "ems", std::nullopt, lang::reg_binary({std::byte{1}})};
    const DeleteBootElement safeboot{guid(loader_id), "default",  "osloader",
                                     0x25000080,      "safeboot", lang::reg_binary(Bytes(8))};
    const SetBootElement port{guid(ems_id),
                              "emssettings",
                              "settings",
                              0x15000022,
                              "emsport",
                              std::nullopt,
                              lang::reg_binary({std::byte{1}, {}, {}, {}, {}, {}, {}, {}})};
    const DeleteBootElement speed{guid(ems_id), "emssettings", "settings", 0x15000023, "emsbaudrate", std::nullopt};
    auto set = act(std::string("bcd set ") + loader_id, Outcome::will_change, {{ems}, {safeboot, true}});
    set.risk = lang::Risk::medium;
    return {set, act("bcd set emssettings", Outcome::will_change,
                     {{CreateBootObject{guid(ems_id), "emssettings", "settings", {}, 0x20100000}}, {port}, {speed}})};
}

std::vector<PlannedStep> dump_steps()
{
    auto room = step(StepKind::branch, "when exists ram", Outcome::not_needed);
    room.why = "`ram` is absent";
    room.folded = {{"when exists ram", 2}, {"else", 1}};
    auto values = act(R"(reg add "SYSTEM\ControlSet001\Control\CrashControl")", Outcome::will_change,
                      {crash_control("CrashDumpEnabled", lang::reg_dword(7), lang::reg_dword(1)),
                       crash_control("DumpFile", lang::reg_expand_sz("%SystemRoot%\\MEMORY.DMP"),
                                     lang::reg_expand_sz("%SystemRoot%\\MEMORY.DMP"))});
    auto loop =
        step(StepKind::loop, "for each control_set in os.control_sets: ControlSet001", Outcome::shown, {values});
    return {room, loop};
}

std::vector<PlannedStep> people_steps()
{
    auto note = step(StepKind::note, "Look at the screen", Outcome::shown);
    note.lines = {"Take a picture of it.", "Keep it."};
    auto ask = step(StepKind::ask, "Start the machine", Outcome::waits_for_person);
    ask.name = "start-the-machine";
    ask.lines = {"Attach the disk again."};
    ask.questions = {"started: The VM starts"};
    return {note, ask, act("bcd delete badmemory", Outcome::not_planned_yet)};
}

std::vector<PlannedStep> whole_key_steps()
{
    const TreeChange goes{.keys_removed = 2,
                          .values_removed = 30,
                          .listed = {{{"SYSTEM\\Old"}, std::nullopt, TreeItem::What::removed, {}, {}},
                                     {{"SYSTEM\\Old"}, "", TreeItem::What::removed, lang::reg_dword(1), {}},
                                     {{"SYSTEM\\Old\\Sub"}, std::nullopt, TreeItem::What::removed, {}, {}},
                                     {{"SYSTEM\\Old\\Sub"}, "a b", TreeItem::What::removed, lang::reg_sz("x"), {}}}};
    const TreeChange comes{
        .values_added = 1,
        .values_replaced = 1,
        .listed = {{{"SAM\\New\\Sub"}, "F", TreeItem::What::added, {}, lang::reg_sz("x")},
                   {{"SAM\\New\\Sub"}, "V", TreeItem::What::replaced, lang::reg_dword(1), lang::reg_dword(2)}}};
    return {act("reg delete-key \"SYSTEM\\Old\"", Outcome::will_change,
                {{DeleteRegKey{{"SYSTEM\\Old"}, goes}}, {DeleteRegKey{{"SYSTEM\\No"}, {}}}}),
            act("reg copy \"SAM\\Old\"", Outcome::will_change,
                {{CopyRegKey{{"SAM\\Old"}, {"SAM\\New"}, true, comes}},
                 {CopyRegKey{{"SAM\\Old"}, {"SAM\\Same"}, false, {}}}}),
            act("hive replay system", Outcome::will_change,
                {{ReplayHive{
                     "SYSTEM", true, {{"SYSTEM.LOG1", 1, 2, 1}, {"SYSTEM.LOG2", 3, 3, 20}, {"SYSTEM.LOG", {}, {}, 4}}}},
                 {ReplayHive{"SAM", true, {}}},
                 {ReplayHive{"SECURITY"}}})};
}

}  // namespace

lang::Guid guid(std::string_view text)
{
    return lang::parse_guid(text).value();
}

PlannedStep step(StepKind kind, std::string what, Outcome outcome, std::vector<PlannedStep> inside)
{
    PlannedStep result;
    result.kind = kind;
    result.what = std::move(what);
    result.outcome = outcome;
    result.inside = std::move(inside);
    return result;
}

PlannedStep act(std::string what, Outcome outcome, std::vector<PlannedChange> changes)
{
    auto result = step(StepKind::act, std::move(what), outcome);
    result.changes = std::move(changes);
    return result;
}

PlannedChange crash_control(std::string name, std::optional<lang::RegData> before, lang::RegData after)
{
    return {SetRegValue{
        {"SYSTEM\\ControlSet001\\Control\\CrashControl"}, std::move(name), std::move(before), std::move(after)}};
}

Plan plan_of(std::vector<PlannedStep> steps)
{
    Plan plan;
    plan.tool_version = "0.1.0";
    plan.playbook = {"trial", "A trial", "trial.mend", "playbook trial {}\n", std::string(64, 'a')};
    plan.patient = {.name = "disk", .kind = "directory", .windows_directory = "\\Windows", .generation = 1};
    plan.stages = {{"The stage", "the-stage", "", std::move(steps)}};
    return plan;
}

Plan full_plan()
{
    auto plan = plan_of({});
    plan.playbook.title = "Windows stop error: hardware malfunction";
    plan.patient.product = "Windows 10 Pro";
    plan.patient.build = "10.0.19045.4170";
    plan.patient.control_sets = {"ControlSet001"};
    plan.parameters = {{"loader", "default", false}, {"ram", "8GiB", true}};
    plan.set = {{"ram", "8GiB"}, {"services", std::vector<std::string>{"disk", "volmgr"}}};
    plan.named_stages = {"enable-the-serial-console", "ask"};
    plan.playbook.files = {{"procedures.mend", "procedure one {}\n"}};
    plan.objects_read = {{"\\Windows\\System32\\config\\SYSTEM", {8192, storage::Sha256{std::byte{0xab}}}}};
    plan.resolutions = {{"default", loader_id, "bootmgr.default is Windows PE, so the only other entry is taken"}};
    plan.notes = {"an interrupted transaction is laid over the files"};
    plan.answers = {{"started", false}};
    plan.run = "20240620-1";
    plan.stages = {{"Enable the serial console", "enable-the-serial-console", "the article does it in Windows", {}},
                   {"Ask", "ask", "", people_steps()}};
    plan.stages[0].steps = {step(StepKind::procedure, "serial_console enable", Outcome::shown, console_steps()),
                            step(StepKind::procedure, "crash_dump enable", Outcome::shown, dump_steps())};
    for (auto outcome :
         {Outcome::already_so, Outcome::not_needed, Outcome::done, Outcome::cannot_know_yet, Outcome::refused})
        plan.stages[1].steps.push_back(act("reg delete", outcome));
    plan.stages[1].steps.back().changes = {
        {DeleteRegValue{{"SOFTWARE\\Trial"}, "Old", lang::reg_sz("text")}},
        {DeleteRegValue{{"SOFTWARE\\Trial"}, "", std::nullopt}},
        {CreateRegKey{{"SOFTWARE\\Trial\\New"}}},
    };
    plan.stages[1].steps.back().lines = {"`Old` is left as it is: this run did not change it"};
    plan.stages[1].steps.back().remarks = {{"accepts high_risk", "there is no other way"}};
    for (auto& one : whole_key_steps())
        plan.stages[1].steps.push_back(std::move(one));
    plan.stages[1].remarks = {{"slow", "every file is read"}};
    plan.stages[1].steps.push_back(step(StepKind::let, "let x = 1", Outcome::shown));
    plan.stages[1].steps.push_back(step(StepKind::verdict, "escalate", Outcome::shown));
    plan.stages.push_back({"Look deeper", "look-deeper", "", {}, {}, true});
    for (const auto& planned : plan.stages[0].steps[0].inside[1].changes)
        plan.changes.push_back(planned.change);
    plan.waits = {"start-the-machine"};
    plan.verdict = PlannedVerdict{lang::VerdictKind::escalate, "this needs the hardware team"};
    return plan;
}

}  // namespace hivemend::test
