// The three stores of ntloader, which bcdedit made from its bcd.bat: made again by statements, from a store without
// objects. `device` and `osdevice` are left out: bcdedit took partitions of the machine that it ran on, and the stores
// name others since.
#include <catch2/catch.hpp>

#include "tests/support/cli/boot_disk.hpp"

namespace fs = std::filesystem;
using namespace hivemend::test;

namespace {

const std::string created_bootmgr = R"(bcd create bootmgr { kind = bootmgr }
bcd set bootmgr { description = "NTloader" }
bcd set bootmgr { locale = "en-us" }
bcd set bootmgr { timeout = 1 }
bcd set bootmgr { displaybootmenu = no }
)";

const std::string created_globalsettings = R"(bcd create globalsettings { kind = settings }
bcd set globalsettings { optionsedit = yes }
bcd set globalsettings { advancedoptions = yes }
)";

const std::string created_loader = R"(let loader: bcd_object(osloader) = "{19260817-6666-8888-abcd-000000000000}"
bcd create loader { kind = osloader }
)";

/// What the three entries have in common, and their place in the menu.
const std::string finished_loader = R"(
bcd set loader {
    path = "\WINLOAD0000000000000000000000000000000000000000000000000000000"
    locale = "en-us"
    systemroot = "\WINDIR000000000000000000000000"
    detecthal = yes
    winpe = yes
    testsigning = yes
    pae = default
    nx = optin
    highestmode = yes
    novesa = yes
    novga = yes
    nointegritychecks = yes
    loadoptions = ")" + ("DDISABLE_INTEGRITY_CHECKS" + std::string(102, '0')) +
                                    R"("
}
bcd order displayorder { last = [loader] }
)";

struct Recipe {
    std::string store;
    std::string statements;
};
const std::vector<Recipe> recipes{
    {"bcdwim", created_bootmgr + R"(bcd create ramdiskoptions { kind = device }
bcd set ramdiskoptions { ramdisksdidevice = boot }
bcd set ramdiskoptions { ramdisksdipath = "\boot\boot.sdi" }
)" + created_loader +
                   R"(bcd set loader { description = "NT6+ WIM" })" + finished_loader},
    {"bcdvhd", created_bootmgr + created_globalsettings + created_loader +
                   R"(bcd set loader { description = "NT6+ VHD" })" + finished_loader},
    {"bcdwin", created_bootmgr + created_globalsettings + R"(bcd create resumeloadersettings { kind = resume_settings }
let resumer: bcd_object(resume) = "{19260817-6666-8888-abcd-000000000001}"
bcd create resumer { kind = resume }
bcd set resumer { description = "NT6+ Resume" }
bcd set resumer { path = "\WINRESU0000000000000000000000000000000000000000000000000000000" }
bcd set resumer { filepath = "\WINHIBR0000000000000000000000000000000000000000000000000000000" }
bcd set resumer { inherit = [bootloadersettings] }
)" + created_loader +
                   R"(bcd set loader { description = "NT6+ OS" }
bcd set loader { inherit = [bootloadersettings] }
bcd set loader { resumeobject = resumer })" +
                   finished_loader},
};

/// A store as the product makes it, with one object that the playbook deletes: descriptions without objects have no
/// store.
const std::string minimal_store = R"(generation: 1
windows_directory: \Windows
registry:
  SYSTEM\Select: { Current: dword 1, Default: dword 1, Failed: dword 0, LastKnownGood: dword 1 }
boot:
  badmemory: {}
)";

/// The objects with their types and elements, but `device` and `osdevice`.
StoreContent objects_without_devices(const fs::path& store)
{
    StoreContent objects;
    for (const auto& [path, data] : read_store(store)) {
        const bool device = path.find("\\elements\\11000001") != std::string::npos ||
                            path.find("\\elements\\21000001") != std::string::npos;
        if (path.starts_with("objects\\") && !device)
            objects[path] = data;
    }
    return objects;
}

}  // namespace

TEST_CASE("the three stores of ntloader are made again by statements from a store without objects")
{
    const auto folder = test_data() / "bcd/ntloader";
    if (skipped(test_data().empty() || !fs::exists(folder / "bcd.bat"), "stores of ntloader: no test data"))
        return;
    for (const auto& recipe : recipes) {
        INFO(recipe.store);
        const BootDisk disk(Described{minimal_store});
        const auto applied = disk.apply("bcd delete-object badmemory\n" + recipe.statements);
        INFO(applied.both());
        REQUIRE(applied.status == 0);
        const auto wanted = objects_without_devices(folder / recipe.store);
        CHECK(wanted.size() > 50);
        CHECK(changes(wanted, objects_without_devices(disk.store())) == std::vector<std::string>{});
        CHECK(faults(disk.store()) == std::vector<std::string>{});
    }
}
