// The commands that articles give bcdedit, as statements, on real boot stores: the bytes that Windows would write, in
// the place where it would write them, and nothing else.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <optional>
#include <span>

#include "tests/support/cli/boot_disk.hpp"

namespace fs = std::filesystem;
using namespace hivemend::test;

namespace {

const std::string bootmgr = "{9dea862c-5cdd-4e70-acc1-f32b344d4795}",
                  emssettings = "{0ce4991b-e6b3-4b16-b23c-5e0d9250e5d9}",
                  badmemory = "{5189b25c-5558-4bf2-bca4-289b11bd29e2}";

/// A store of a machine, an installation medium or a boot loader, with the entry that `loader` stands for.
struct RealStore {
    std::string file;
    int generation;
    std::string named;  // by the playbook: `default` where the store has a Windows that can be repaired, else the id
    std::string loader;
};
const std::vector<RealStore> stores{
    // Windows 7, Windows PE and recovery; `bootmgr.default` is Windows PE, so `default` is the only Windows.
    {"bios-win7-vm/BCD", 1, "default", "{efd09c92-55fb-11e2-aa98-9d073f340da7}"},
    {"bios-win10-windeploy/BCD", 1, "default", "{1b67bffd-e290-11eb-8ffa-f459a0d9b879}"},
    {"efi-win81/BCD", 2, "default", "{17d1a947-6ebc-11e3-92e2-9e90a5a36f6e}"},
    {"efi-win10-regipy/BCD", 2, "default", "{733b62e5-f608-11eb-825c-c112f60133ab}"},
    {"efi-win10-tp300-series/BCD.4-seq415", 2, "default", "{e018a2d0-b134-11ea-95b2-81f0ac71b75b}"},
    {"efi-win11-t470/Boot/BCD", 2, "default", "{574be0a5-bd30-11ec-86bc-c1a6dabd041e}"},
    // Two objects: no settings to inherit, no bad memory.
    {"efi-2objects/BCD", 2, "default", "{6db97c54-8081-4d3b-be5f-4d6fd5bb57b9}"},
    // The only entry of these is Windows PE, which `default` never stands for: the entry by its id.
    {"bios-winpe/bcd", 1, R"("{7619dcc9-fafe-11d9-b411-000476eba25f}")", "{7619dcc9-fafe-11d9-b411-000476eba25f}"},
    {"efi-installmedia-ez/BCD", 2, R"("{7619dcc9-fafe-11d9-b411-000476eba25f}")",
     "{7619dcc9-fafe-11d9-b411-000476eba25f}"},
    {"ntloader/bcdwin", 1, R"("{19260817-6666-8888-abcd-000000000000}")", "{19260817-6666-8888-abcd-000000000000}"},
};

/// What a statement leaves: an element of an object with these bytes, or without data no such element.
struct Written {
    std::string statement;
    std::string object;  // an id, or `loader`
    std::string element;
    std::optional<std::string> data;
};
/// Statements that one playbook can hold; the next one finds what it wrote.
using Round = std::vector<Written>;

const std::vector<Round> rounds{
    {
        // bcdedit /set {bootmgr} displaybootmenu yes
        {"bcd set bootmgr { displaybootmenu = yes }", bootmgr, "26000020", "BINARY 01"},
        // bcdedit /set {bootmgr} timeout 10, bcdedit /timeout 10
        {"bcd set bootmgr { timeout = 10 }", bootmgr, "25000004", "BINARY 0a00000000000000"},
        // bcdedit /set {bootmgr} bootems yes, bcdedit /bootems {bootmgr} on
        {"bcd set bootmgr { bootems = yes }", bootmgr, "16000020", "BINARY 01"},
        // bcdedit /ems {loader} ON
        {"bcd set loader { ems = yes }", "loader", "260000b0", "BINARY 01"},
        // bcdedit /emssettings EMSPORT:1 EMSBAUDRATE:115200
        {"bcd set emssettings { emsport = 1, emsbaudrate = 115200 }", emssettings, "15000022",
         "BINARY 0100000000000000"},
        {"", emssettings, "15000023", "BINARY 00c2010000000000"},
        // bcdedit /set {default} safeboot minimal
        {"@accept(left_set, \"cleared by a later playbook\")\nbcd set loader { safeboot = minimal }", "loader",
         "25000080", "BINARY 0000000000000000"},
        // bcdedit /set {bootmgr} nointegritychecks on, bcdedit /set {loader} nointegritychecks on
        {"bcd set bootmgr { nointegritychecks = yes }", bootmgr, "16000048", "BINARY 01"},
        {"bcd set loader { nointegritychecks = yes }", "loader", "16000048", "BINARY 01"},
        // bcdedit /set {loader} integrityservices disable
        {"bcd set loader { integrityservices = disable }", "loader", "1500004b", "BINARY 0200000000000000"},
        // bcdedit /set {default} bootlog yes
        {"bcd set loader { bootlog = yes }", "loader", "26000090", "BINARY 01"},
        // bcdedit /set {default} bootstatuspolicy displayallfailures
        {"bcd set loader { bootstatuspolicy = displayallfailures }", "loader", "250000e0", "BINARY 0000000000000000"},
        // bcdedit /set {default} testsigning off
        {"bcd set loader { testsigning = no }", "loader", "16000049", "BINARY 00"},
        // bcdedit /set {default} recoveryenabled no
        {"bcd set loader { recoveryenabled = no }", "loader", "16000009", "BINARY 00"},
        // bcdedit /set {badmemory} badmemorylist 0x75 0x1a2b3, so that a later command has a list to delete
        {"bcd set badmemory { badmemorylist = [0x75, 0x1a2b3] }", badmemory, "1700000a",
         "BINARY 7500000000000000b3a2010000000000"},
    },
    {
        // bcdedit /set {bootmgr} default {loader}, bcdedit /default {loader}; the bytes are those of its id
        {"bcd set bootmgr { default = loader }", bootmgr, "23000003", "SZ of the loader"},
        // bcdedit /ems {loader} OFF
        {"bcd set loader { ems = no }", "loader", "260000b0", "BINARY 00"},
        // bcdedit /set {default} safeboot network
        {"@accept(left_set, \"cleared by a later playbook\")\nbcd set loader { safeboot = network }", "loader",
         "25000080", "BINARY 0100000000000000"},
        // bcdedit /set {loader} integrityservices enable
        {"bcd set loader { integrityservices = enable }", "loader", "1500004b", "BINARY 0100000000000000"},
        // bcdedit /set {default} bootstatuspolicy ignoreallfailures
        {"bcd set loader { bootstatuspolicy = ignoreallfailures }", "loader", "250000e0", "BINARY 0100000000000000"},
    },
    {
        // bcdedit /set {default} safeboot dsrepair
        {"@accept(left_set, \"cleared by a later playbook\")\nbcd set loader { safeboot = dsrepair }", "loader",
         "25000080", "BINARY 0200000000000000"},
    },
    {
        // bcdedit /deletevalue {default} safeboot
        {"bcd delete loader { safeboot }", "loader", "25000080", {}},
        // bcdedit /deletevalue {bootmgr} nointegritychecks, and of {default}
        {"bcd delete bootmgr { nointegritychecks }", bootmgr, "16000048", {}},
        {"bcd delete loader { nointegritychecks }", "loader", "16000048", {}},
        // bcdedit /deletevalue {default} bootlog
        {"bcd delete loader { bootlog }", "loader", "26000090", {}},
        // bcdedit /deletevalue {default} testsigning
        {"bcd delete loader { testsigning }", "loader", "16000049", {}},
        // bcdedit /deletevalue {badmemory} badmemorylist: the object stays
        {"bcd delete badmemory { badmemorylist }", badmemory, "1700000a", {}},
    },
};

/// REG_SZ of an id: UTF-16 in little endian, with its NUL.
std::string sz_of(const std::string& ascii)
{
    std::string bytes = "SZ ";
    for (const auto c : ascii + '\0')
        bytes += {"0123456789abcdef"[c / 16], "0123456789abcdef"[c % 16], '0', '0'};
    return bytes;
}

/// The store with the round's elements, and with the settings objects that are made for them.
StoreContent expected(StoreContent content, const RealStore& store, const Round& round)
{
    for (const auto& written : round) {
        const auto id = written.object == "loader" ? store.loader : written.object;
        const auto value = element_path(id, written.element);
        const auto key = value.substr(0, value.find('@'));
        if (!written.data) {
            content.erase(key);
            content.erase(value);
            continue;
        }
        if (!content.contains(object_path(id))) {
            for (const auto* below : {"", "\\description", "\\elements"})
                content[object_path(id) + below] = "";
            content[object_path(id) + "\\description@type"] = "DWORD 00001020";
        }
        content[key] = "";
        content[value] = written.data == "SZ of the loader" ? sz_of(store.loader) : *written.data;
    }
    return content;
}

std::string playbook(const RealStore& store, const Round& round)
{
    auto text = "param loader: bcd_object(osloader) = " + store.named + "\n";
    for (const auto& written : round)
        text += written.statement + "\n";
    return text;
}

/// What was applied.
Result check_round(const BootDisk& disk, const RealStore& store, const Round& round)
{
    const auto before = read_store(disk.store());
    const auto applied = disk.apply(playbook(store, round));
    INFO(applied.both());
    REQUIRE(applied.status == 0);
    const auto after = read_store(disk.store());
    CHECK(changes(expected(before, store, round), after) == std::vector<std::string>{});
    CHECK(faults(disk.store()) == std::vector<std::string>{});
    static const bool no_hivex = skipped(!has_program("hivexregedit"), "hivexregedit is not installed");
    if (!no_hivex)
        CHECK(changes(read_store_with_hivex(disk.store()), after) == std::vector<std::string>{});
    return applied;
}

}  // namespace

TEST_CASE("the commands of articles leave the bytes that Windows writes in real boot stores, and undo takes them")
{
    if (skipped(test_data().empty(), "real boot stores: no test data"))
        return;
    const bool long_run = !skipped(std::getenv("HIVEMEND_LONG") == nullptr, "four of ten stores: HIVEMEND_LONG=1");
    for (const auto& store : std::span(stores).first(long_run ? stores.size() : 6)) {
        INFO(store.file);
        const BootDisk disk(store.generation, test_data() / "bcd" / store.file);
        CHECK(faults(disk.store()) == std::vector<std::string>{});
        std::vector<std::pair<Tree, Result>> runs;
        for (const auto& round : rounds) {
            auto before = read_tree(disk.disk());
            runs.emplace_back(std::move(before), check_round(disk, store, round));
        }
        for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
            const auto undone = disk.undo(run->second);
            INFO(undone.both());
            CHECK(undone.status == 0);
            CHECK(difference(read_tree(disk.disk()), run->first) == "");
        }
    }
}

TEST_CASE("what bcdedit only reads is only read: /enum all and /enum of one object")
{
    if (skipped(test_data().empty(), "real boot stores: no test data"))
        return;
    for (const auto& store : stores) {
        INFO(store.file);
        const BootDisk disk(store.generation, test_data() / "bcd" / store.file);
        const auto before = read_tree(disk.disk());
        const auto listed = invoke({"inspect", "--boot", "--target", disk.disk().string()});
        CHECK(listed.status == 0);
        CHECK_THAT(listed.out, Catch::Contains("Windows Boot Manager\n--------------------\n"));
        CHECK(difference(read_tree(disk.disk()), before) == "");
    }
}

TEST_CASE("a store with a list of another kind than `lf` is noticed")
{
    const BootDisk disk(1);
    CHECK(faults(disk.store()) == std::vector<std::string>{});
    auto bytes = read_file(disk.store());
    for (std::size_t at = 4096; at + 1 < bytes.size(); ++at)
        if (bytes[at] == std::byte{'l'} && bytes[at + 1] == std::byte{'f'})
            bytes[at + 1] = std::byte{'h'};  // what hivex writes, and Windows only in later versions of hives
    write_file(disk.store(), bytes);
    CHECK_THAT(faults(disk.store()), Catch::VectorContains(std::string("objects: its list of subkeys is not `lf`")));
}
