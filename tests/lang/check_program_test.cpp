// The program that a playbook becomes: slots, arguments, procedures and names as the runtime finds them.
#include <catch2/catch.hpp>

#include "tests/lang/check_support.hpp"

using namespace hivemend;
using namespace hivemend::lang;

TEST_CASE("parameters come first in the frame, then what the body binds", "[check]")
{
    const auto checked = test::check_text("example.mend", test::playbook("{ human }", R"(
param a: int = 1
param b: optional(size)
let c = 2
stage "Ask" {
    ask "Look" {
        confirm seen "Seen"
    }
}
stage "Walk" {
    for each set in os.control_sets {
        note "One" {
            - ${set} ${c}
        }
    }
    when seen { stop "done" }
}
)"),
                                          "example");
    REQUIRE(checked.shown() == "");
    const Program& program = *checked.program;
    CHECK(program.parameters.size() == 2);
    CHECK(program.slots == 5);
    REQUIRE(program.stages.size() == 3);
    CHECK(program.stages[0].title.empty());
    CHECK(std::get<LetStep>(program.stages[0].body[0].node).slot == 2);
    CHECK(std::get<Ask>(program.stages[1].body[0].node).confirms[0].slot == 3);
    CHECK(std::get<Loop>(program.stages[2].body[0].node).slot == 4);
    const auto& when = std::get<Branch>(program.stages[2].body[1].node);
    CHECK(std::get<Local>(when.arms[0].condition.node).slot == 3);
}

TEST_CASE("a call has one argument for each parameter, and only procedures that run are kept", "[check]")
{
    const auto checked = test::check_text("example.mend", test::playbook("{ registry, boot, human }", R"(
use std.crash_dump
use std.serial_console
procedure console both {
    serial_console enable
    serial_console enable { port = 2 }
}
procedure never run { }
console both
crash_dump enable { kind = small }
)"),
                                          "example");
    REQUIRE(checked.shown() == "");
    const Program& program = *checked.program;
    REQUIRE(program.procedures.size() == 3);
    CHECK(program.procedures[0].name == "serial_console enable");
    CHECK(program.procedures[1].name == "console both");
    const auto& call = std::get<Invoke>(program.stages[0].body[1].node);
    CHECK(program.procedures[call.procedure].name == "crash_dump enable");
    REQUIRE(call.arguments.size() == 3);
    CHECK(call.arguments[0].name == "kind");
    CHECK(std::holds_alternative<Constant>(call.arguments[1].value.node));
    CHECK(std::holds_alternative<NotGiven>(call.arguments[2].value.node));
    CHECK(program.procedures[call.procedure].effects.text() == "{ registry, human }");
}

TEST_CASE("elements carry the number for the kind of their object", "[check]")
{
    const auto checked = test::check_text("example.mend", test::playbook("{ boot }", R"(
bcd set default { resumeobject = bootmgr, bootstatuspolicy = 9 }
bcd set bootmgr { resumeobject = bootmgr }
)"),
                                          "example");
    REQUIRE(checked.shown() == "");
    const auto& loader = std::get<Act>(checked.program->stages[0].body[0].node);
    CHECK(loader.settings[0].element == 0x23000003u);
    CHECK(std::get<Constant>(loader.settings[1].value->node).value == Value{std::uint64_t{9}});
    const auto& object = std::get<Constant>(loader.subject->node).value.get<BootObject>();
    CHECK(object.name == "default");
    CHECK(object.id == std::nullopt);
    CHECK(object.kind == "osloader");
    CHECK(std::get<Act>(checked.program->stages[0].body[1].node).settings[0].element == 0x23000006u);
}

TEST_CASE("titles are named by their letters and digits", "[check]")
{
    CHECK(slug("Enable dump logs and serial console") == "enable-dump-logs-and-serial-console");
    CHECK(slug("  (NMI) key!  ") == "nmi-key");
    CHECK(slug("…").empty());
}
