// Boot objects that are created, copied, listed and deleted, from the plan to the undo.
#include <catch2/catch.hpp>

#include "runtime/engine/plan/plan_file.hpp"
#include "tests/support/cli/command.hpp"
#include "tests/support/cli/difference.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
using namespace hivemend;
using namespace hivemend::test;

namespace {

const std::string header = R"(playbook boot_objects {
    language 1
    title "Boot objects that come and go"
    effects { boot }
}

)";

/// A practice disk, and commands about it.
class Patient {
public:
    Patient(const std::string& description, const std::string& statements)
    {
        make_sample(description, disk);
        write_text(file_, header + statements);
    }

    Result run(const std::string& command, const std::vector<std::string>& more = {}) const
    {
        std::vector<std::string> words{command};
        if (command != "undo")
            words.push_back(file_);
        words.insert(words.end(), {"--target", disk.string(), "--state", (place_.path() / "state").string()});
        words.insert(words.end(), more.begin(), more.end());
        return invoke(words);
    }

    /// What the plan says will differ.
    Differences planned() const
    {
        const auto saved = (place_.path() / "saved.plan").string();
        run("plan", {"--out", saved});
        return differences(engine::plan_from_json(read_text(saved), saved).changes, content_of(disk));
    }

private:
    TemporaryDirectory place_;
    std::string file_ = (place_.path() / "boot-objects.mend").string();

public:
    const fs::path disk = place_.path() / "disk";
};

/// Applies what was planned and nothing else, finds nothing left to do, and takes it back.
void round_trip(const std::string& statements)
{
    for (const auto* description : {"gen1-full-disk", "gen1-two-control-sets", "gen2"}) {
        INFO(description << "\n" << statements);
        const Patient patient(description, statements);
        const auto tree = read_tree(patient.disk);
        const auto before = content_of(patient.disk);
        const auto planned = patient.planned();
        CHECK_FALSE(planned.empty());
        const auto applied = patient.run("apply", {"--yes"});
        INFO(applied.both());
        REQUIRE(applied.status == 0);
        CHECK(differences(before, content_of(patient.disk)) == planned);

        const auto again = patient.run("plan", {"--detailed-exitcode"});
        INFO(again.out);
        CHECK(again.status == 0);
        CHECK(patient.planned().empty());

        CHECK(patient.run("undo", {"--yes"}).status == 0);
        CHECK(difference(read_tree(patient.disk), tree) == "");
    }
}

/// The plan of the statements on a disk that has the boot manager, one loader and the memory tester.
std::string plan_of(const std::string& statements)
{
    return Patient("gen1-full-disk", statements).run("plan").out;
}

}  // namespace

TEST_CASE("boot objects are created, copied, listed and deleted as planned, and come back with undo")
{
    round_trip(R"(bcd create "{0f9e4d21-3c58-4a7b-a2d6-7b18c05e9a00}" { kind = memdiag }
let tester: bcd_object(memdiag) = "{0f9e4d21-3c58-4a7b-a2d6-7b18c05e9a00}"
bcd set tester { description = "Memory test" }
)");
    round_trip(R"(bcd copy bootmgr
bcd order toolsdisplayorder { last = [default] }
)");
    round_trip(R"(bcd copy globalsettings { to = "{0f9e4d21-3c58-4a7b-a2d6-7b18c05e9aff}" }
bcd order displayorder { first = ["{0f9e4d21-3c58-4a7b-a2d6-7b18c05e9aff}", default], remove = [memdiag] }
)");
    round_trip("bcd delete-object globalsettings\n");
}

TEST_CASE("a boot manager that is deleted and made anew has what the playbook says, under the same id")
{
    round_trip(R"(bcd delete-object bootmgr
bcd create bootmgr { kind = bootmgr }
bcd set bootmgr { description = "Windows Boot Manager", timeout = 7 }
bcd order displayorder { last = [default] }
)");
}

TEST_CASE("what cannot be done with a boot object is refused with its reason")
{
    using Catch::Contains;
    CHECK_THAT(plan_of(R"(bcd copy "{0f9e4d21-3c58-4a7b-a2d6-7b18c05e9aff}")"),
               Contains("why: the boot store has no object {0f9e4d21-3c58-4a7b-a2d6-7b18c05e9aff}"));
    CHECK_THAT(plan_of(R"(bcd copy bootmgr { to = "{9dea862c-5cdd-4e70-acc1-f32b344d4795}" })"),
               Contains("why: an object cannot be copied to itself"));
    CHECK_THAT(plan_of(R"(bcd copy bootmgr { to = "{b2721d73-1db4-4c62-bf78-c548a880142d}" })"),
               Contains("why: {b2721d73-1db4-4c62-bf78-c548a880142d} is the id of memdiag, which is of kind memdiag"));
    CHECK_THAT(plan_of("param one: bcd_object = bootmgr\nbcd create one { kind = osloader }"),
               Contains("bootmgr is of kind bootmgr, not osloader"));
    CHECK_THAT(plan_of("param one: bcd_object = memdiag\nbcd create one { kind = osloader }"),
               Contains("is of kind memdiag"));
    CHECK_THAT(plan_of(R"(bcd order displayorder { first = ["{0f9e4d21-3c58-4a7b-a2d6-7b18c05e9aff}"] })"),
               Contains("why: the boot store has no object {0f9e4d21-3c58-4a7b-a2d6-7b18c05e9aff} to put into"));
    CHECK_THAT(plan_of("param one: bcd_object = memdiag\nbcd order displayorder { first = [memdiag], last = [one] }"),
               Contains(" is named twice"));
    CHECK_THAT(plan_of(R"(bcd delete-object "{0f9e4d21-3c58-4a7b-a2d6-7b18c05e9aff}")"), Contains("not needed"));
    CHECK_THAT(plan_of("bcd delete-object default"),  // and every place that names it
               Contains("the object itself") && Contains("in bootmgr (bootmgr)") &&
                   Contains("displayorder (0x24000001)") && Contains("default (0x23000003)"));
    CHECK_THAT(plan_of("bcd order bootsequence { remove = [memdiag] }"), Contains("already so"));
}
