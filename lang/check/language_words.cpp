// The words that give a playbook its structure.
#include "lang/check/language_words.hpp"

namespace hivemend::lang {
namespace {

using Stands = LanguageWord::Stands;

constexpr LanguageWord words[] = {
    {"when", "CONDITION { … }", "Statements that are planned where the condition holds.",
     R"(when vm.generation == 2 {
    reg add "SYSTEM\Setup" { Example = dword 1 }
} else {
    bcd set default { bootlog = yes }
})"},
    {"else", "{ … }", "What is planned where no condition of the `when` before it holds.",
     R"(when vm.generation == 2 {
    reg add "SYSTEM\Setup" { Example = dword 1 }
} else {
    bcd set default { bootlog = yes }
})",
     Stands::inside},
    {"for each", "NAME in LIST { … }", "Statements for each item of a list.",
     R"(for each set in os.control_sets {
    reg add "SYSTEM\${set}\Services\example" { Start = dword 4 }
})"},
    {"let", "NAME = VALUE", "Gives a value a name.",
     R"(let wanted = 1
reg add "SYSTEM\Setup" { Example = dword wanted })"},
    {"match", "VALUE { PATTERN => { … } }", "Statements by what a value is.",
     R"(match vm.generation {
    1 => { bcd set default { bootlog = yes } }
    else => { reg add "SYSTEM\Setup" { Example = dword 1 } }
})"},
    {"note", "\"title\" { - … }", "Tells a person something and waits for nothing.",
     R"(note "Give the disk back" {
    - Attach the disk to its own machine, and start it.
})"},
    {"ask", "\"title\" { - … }", "Waits for a person, who answers with --confirm.",
     R"(ask "Start the machine once" {
    - Start it, and shut it down.
}
bcd set default { bootlog = yes })"},
    {"expect", "CONDITION", "What must hold when a person has answered the `ask` that it stands in.",
     R"(ask "Start the machine once" {
    - Start it, and shut it down.
    expect not reg.value_exists("SYSTEM\Setup", "CmdLine")
}
bcd set default { bootlog = yes })",
     Stands::inside},
    {"stop", "\"why\"", "Ends the playbook: nothing more is needed.",
     R"(when vm.generation == 2 { stop "nothing is to be done on UEFI" })"},
    {"not_applicable", "\"why\"", "Ends the playbook: it is not for this patient.",
     R"(when vm.generation == 2 { not_applicable "this is about BIOS" })"},
    {"refuse", "\"why\"", "Ends the playbook: it cannot go on as asked.",
     R"(when vm.generation == 2 { refuse "this setting breaks UEFI" })"},
    {"escalate", "\"why\"", "Ends the playbook: somebody else must look.",
     R"(when vm.generation == 2 { escalate "the firmware must be looked at" })"},
    {"unfixable", "\"why\"", "Ends the playbook: this cannot be repaired.",
     R"(when vm.generation == 2 { unfixable "restore the machine from its backup" })"},
    {"playbook", "NAME { … }", "The header of the file.",
     R"(playbook example {
    language 1
    title "An example"
    effects { registry }
}

stage "Set the value" {
    reg add "SYSTEM\Setup" { Example = dword 1 }
})",
     Stands::in_file},
    {"effects", "{ KIND, … }", "What the playbook may touch, in its header or before a procedure's block.",
     R"(playbook example {
    language 1
    title "An example"
    effects { registry }
}

stage "Set the value" {
    reg add "SYSTEM\Setup" { Example = dword 1 }
})",
     Stands::inside},
    {"applies when", "CONDITION", "In the header: the patients that the playbook is for.",
     R"(playbook example {
    language 1
    title "An example"
    effects { registry }
    applies when vm.generation == 1
}

stage "Set the value" {
    reg add "SYSTEM\Setup" { Example = dword 1 }
})",
     Stands::inside},
    {"use", "std.NAME", "Brings procedures of the standard library, or of a file.",
     R"(playbook example {
    language 1
    title "An example"
    effects { registry, human }
}

use std.crash_dump

stage "Write dumps" {
    crash_dump enable
})",
     Stands::in_file},
    {"param", "NAME: TYPE = DEFAULT", "What the operator may choose with --set.",
     R"(playbook example {
    language 1
    title "An example"
    effects { registry }
}

param wanted: int = 1

stage "Set the value" {
    reg add "SYSTEM\Setup" { Example = dword wanted }
})",
     Stands::in_file},
    {"stage", "\"title\" { … }", "A titled part of the repair.",
     R"(playbook example {
    language 1
    title "An example"
    effects { registry }
}

stage "Set the value" {
    reg add "SYSTEM\Setup" { Example = dword 1 }
})",
     Stands::in_file},
    {"optional stage", "\"title\" { … }", "A part that is planned only when --stage names it.",
     R"(playbook example {
    language 1
    title "An example"
    effects { registry }
}

optional stage "Set the value" {
    reg add "SYSTEM\Setup" { Example = dword 1 }
})",
     Stands::in_file},
    {"procedure", "WORDS { … }", "Statements with a name of their own.",
     R"(playbook example {
    language 1
    title "An example"
    effects { registry }
}

procedure mark setup {
    reg add "SYSTEM\Setup" { Example = dword 1 }
}

stage "Set the value" {
    mark setup
})",
     Stands::in_file},
    {"enum", "NAME { … }", "A type with named members.",
     R"(playbook example {
    language 1
    title "An example"
    effects { registry }
}

enum amount { little, much }
param how: amount = little

stage "Set the value" {
    when how == much { reg add "SYSTEM\Setup" { Example = dword 1 } }
})",
     Stands::in_file},
};

}  // namespace

std::span<const LanguageWord> language_words()
{
    return words;
}

}  // namespace hivemend::lang
