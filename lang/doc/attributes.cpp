// What may stand behind `@`, in words. The checker knows the names; a test holds them together.
#include "lang/doc/reference.hpp"

namespace hivemend::lang {
namespace {

struct Attribute {
    const char* name;
    const char* usage;
    const char* documentation;
};

constexpr Attribute attributes[] = {
    {"@accept", "@accept(DANGER, \"why\")",
     R"(Says that a danger of the next statement is meant, and why, where a reviewer reads it. `high_risk` and `irreversible` answer what the declaration of the statement says (`risk high`, `undo none`); `left_set` says that a temporary setting stays. Without one of these such a statement is an error.

`bitlocker` answers the warning that a boot setting can make a disk with BitLocker ask for its recovery key, `secure_boot` the one that Windows ignores a setting while Secure Boot is on. An acceptance that nothing asks for is a warning too.

```mend
@accept(left_set, "the machine is given away in safe mode")
bcd set default { safeboot = minimal }
@accept(bitlocker, "the owner has the recovery key at hand")
bcd set default { nx = optout }
```)"},
    {"@differs", "@differs(\"why\")",
     R"(Says where and why a playbook departs from the article that it was made from. Stands before a stage or any statement; the plan shows it.

```mend
@differs("the article writes the control set of the last start only")
stage "Set the value" {
    reg add "SYSTEM\Setup" { Example = dword 1 }
}
```)"},
    {"@slow", "@slow(\"how long\")",
     R"(Says how long something takes, so that nobody takes it for a hang. Stands before a stage or any statement; the plan shows it.

```mend
@slow("minutes, on a large hive")
stage "Set the value" {
    reg add "SYSTEM\Setup" { Example = dword 1 }
}
```)"},
    {"@temporary", "@temporary",
     R"(Says that a value of the registry is written for a while: a later `reg restore` or `reg delete` must take it back, in the same stage or in one that is not optional. Elements of the boot store that are meant for a while are declared so.

```mend
@temporary
reg add "SYSTEM\Setup" { CmdLine = sz "cmd.exe" }
ask "Start the machine once" {
    - Start it, and shut it down at the prompt.
}
reg restore "SYSTEM\Setup" { CmdLine }
```)"}};

}  // namespace

std::vector<Topic> attribute_topics()
{
    std::vector<Topic> topics;
    for (const auto& attribute : attributes)
        topics.push_back({Topic::Kind::attribute, attribute.name, attribute.usage, attribute.documentation, {}});
    return topics;
}

}  // namespace hivemend::lang
