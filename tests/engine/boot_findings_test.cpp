// What keeps a Windows from starting: one description that is in order, and what each change of it is told as.
#include <catch2/catch.hpp>

#include "runtime/engine/target/boot_findings.hpp"
#include "runtime/windows/bcd/known.hpp"
#include "tests/support/engine/described.hpp"

using namespace hivemend;
using namespace hivemend::engine;
using test::described;

namespace {

using Texts = std::vector<std::string>;

const std::string in_order = R"(generation: 2
windows_directory: \Windows
registry:
  SYSTEM\Select: { Current: dword 1, Default: dword 1, LastKnownGood: dword 1 }
  SYSTEM\ControlSet001: {}
  SYSTEM\ControlSet002: {}
partitions:
  system: { partition: "{6c1c9a54-2f0e-4b35-9d0b-71d2a3c40b11}", disk: "{3d7c0f42-88a1-4c5e-b6d0-0f51e2a97c63}" }
  os: { partition: "{e2b90d17-54c8-46f3-8a3e-9b6c1d20f785}", disk: "{3d7c0f42-88a1-4c5e-b6d0-0f51e2a97c63}" }
boot:
  bootmgr:
    device: partition(system)
    path: \EFI\Microsoft\Boot\bootmgfw.efi
    inherit: [globalsettings]
    bootems: yes
    default: "{c8d2f6b0-11e4-4f0a-b3c7-90a4e15d6f01}"
  "{c8d2f6b0-11e4-4f0a-b3c7-90a4e15d6f01}":
    kind: osloader
    device: partition(os)
    path: \windows\System32\WINLOAD.efi
    description: Server
    inherit: [bootloadersettings]
    osdevice: partition(os)
    systemroot: \WINDOWS
    ems: yes
  "{c8d2f6b0-11e4-4f0a-b3c7-90a4e15d6f02}":
    kind: osloader
    winpe: yes
  globalsettings: { inherit: [bootloadersettings, emssettings] }
  bootloadersettings: { inherit: [globalsettings] }
  emssettings: { emsport: 1 }
files: [\Windows\System32\winload.efi]
)";

/// The description with the first `from` written as `to`.
std::string with(const std::string& from, const std::string& to)
{
    auto yaml = in_order;
    const auto at = yaml.find(from);
    REQUIRE(at != std::string::npos);
    return yaml.replace(at, from.size(), to);
}

Texts findings(const std::string& yaml)
{
    const auto read = described(yaml);
    REQUIRE(read.description);
    return boot_findings(*read.target());
}

const std::string entry = "{c8d2f6b0-11e4-4f0a-b3c7-90a4e15d6f01} \"Server\"";
const std::string os_partition =
    "partition {e2b90d17-54c8-46f3-8a3e-9b6c1d20f785} on disk {3d7c0f42-88a1-4c5e-b6d0-0f51e2a97c63}";
const std::string system_partition =
    "partition {6c1c9a54-2f0e-4b35-9d0b-71d2a3c40b11} on disk {3d7c0f42-88a1-4c5e-b6d0-0f51e2a97c63}";

}  // namespace

TEST_CASE("a boot store in order has no findings, and a target without one neither")
{
    CHECK(findings(in_order) == Texts{});
    CHECK(findings("generation: 1\n") == Texts{});
}

TEST_CASE("each thing that keeps the boot store from starting this Windows is told")
{
    CHECK(findings(with("  bootmgr:\n", "  \"{c8d2f6b0-11e4-4f0a-b3c7-90a4e15d6f09}\":\n    kind: bootmgr\n")) ==
          Texts{"the boot store has no boot manager (`bootmgr`), so nothing in it is started"});
    CHECK(findings(with("    systemroot: \\WINDOWS\n", "    winpe: yes\n")) ==
          Texts{"no entry of the boot store loads a Windows that could be repaired"});
    CHECK(findings(with("    path: \\windows\\System32\\WINLOAD.efi\n", "")) ==
          Texts{entry + " has no `path`, without which it starts nothing"});
    CHECK(findings(with("WINLOAD.efi", "winresume.efi")) ==
          Texts{entry + " loads \\windows\\System32\\winresume.efi, which the volume of Windows does not have"});
    CHECK(findings(with("\\System32\\WINLOAD.efi", "/System32/winload.efi")) ==
          Texts{entry +
                " loads \\windows/System32/winload.efi, and the boot manager reads only paths that begin with `\\` and "
                "have no `/`"});
    CHECK(findings(with("path: \\windows", "path: windows")) ==
          Texts{entry + " loads windows\\System32\\WINLOAD.efi, and the boot manager reads only paths that begin with "
                        "`\\` and have no `/`"});
    CHECK(findings(with("    default: \"{c8d2f6b0-11e4-4f0a-b3c7-90a4e15d6f01}\"\n", "")) ==
          Texts{"`bootmgr` has no `default`, so no entry is started by itself"});
    CHECK(findings(with("    default: \"{c8d2f6b0-11e4-4f0a-b3c7-90a4e15d6f01}\"", "    default: memdiag")) ==
          Texts{"`default` of `bootmgr` names {b2721d73-1db4-4c62-bf78-c548a880142d}, which the store does not have"});
    CHECK(findings(with("WINLOAD.efi", "winload.exe")) ==
          Texts{entry + " loads \\windows\\System32\\winload.exe, a loader for BIOS, and this store is in the place of "
                        "UEFI (generation 2)"});
    CHECK(findings(with("systemroot: \\WINDOWS", "systemroot: \\Windows.old")) ==
          Texts{entry + " starts the Windows in \\Windows.old, and this one is in \\Windows"});
    CHECK(findings(with("    device: partition(os)", "    device: partition(system)")) ==
          Texts{"`device` of " + entry + " names " + system_partition + ", and Windows is on " + os_partition});
    CHECK(findings(with("    osdevice: partition(os)", "    osdevice: boot")) ==
          Texts{"`osdevice` of " + entry + " names boot, and Windows is on " + os_partition});
    CHECK(findings(with("    device: partition(system)", "    device: partition(os)")) ==
          Texts{"`device` of `bootmgr` names " + os_partition + ", and the boot store is on " + system_partition});
    CHECK(findings(with(", emssettings]", "]")) ==
          Texts{"`bootems` of `bootmgr` is on, but it does not inherit `emssettings`, so port and speed that are set "
                "there have no effect",
                "`ems` of " + entry +
                    " is on, but it does not inherit `emssettings`, so port and speed that are set there have no "
                    "effect"});
}

TEST_CASE("a store in the place of the other firmware contradicts its loaders")
{
    CHECK(
        findings(with("generation: 2", "generation: 1")) ==
        Texts{"`bootmgr` has the path \\EFI\\Microsoft\\Boot\\bootmgfw.efi, of UEFI, and this store is in the place of "
              "BIOS (generation 1)",
              entry + " loads \\windows\\System32\\WINLOAD.efi, a loader for UEFI, and this store is in the place of "
                      "BIOS (generation 1)"});
}

TEST_CASE(
    "where one partition holds both, the boot manager's own is right, and the disk of a GPT partition is not read")
{
    CHECK(findings(with("os: { partition: \"{e2b90d17-54c8-46f3-8a3e-9b6c1d20f785}\"",
                        "os: { partition: \"{6c1c9a54-2f0e-4b35-9d0b-71d2a3c40b11}\"")) == Texts{});
    auto read = described(with("    osdevice: partition(os)", "    osdevice: boot"));
    REQUIRE(read.description);
    auto& os = read.description->partitions.at("os");
    os = read.description->partitions.at("system");
    CHECK(boot_findings(*read.target()).size() == 1);  // `device` still names the partition that `os` was on
    std::get<windows::GptPartition>(os.layers.front().what).disk = {};
    CHECK(boot_findings(*read.target()).size() == 1);
}

TEST_CASE("the entry of another Windows is no matter of this one, unless nothing starts this one")
{
    const auto other = std::string("  \"{c8d2f6b0-11e4-4f0a-b3c7-90a4e15d6f03}\":\n    kind: osloader\n    device: "
                                   "partition(system)\n    path: \\Windows\\system32\\nothing.efi\n    osdevice: "
                                   "partition(system)\n    systemroot: \\Windows\n");
    CHECK(findings(with("  globalsettings:", other + "  globalsettings:")) == Texts{});
    auto yaml = with("  globalsettings:", other + "  globalsettings:");
    yaml.replace(yaml.find("systemroot: \\WINDOWS"), 20, "systemroot: \\Old    ");
    CHECK(findings(yaml).size() == 4);
}

TEST_CASE("an element of a type with which the boot manager refuses the store is told")
{
    auto read = described(in_order);
    REQUIRE(read.description);
    auto& elements = read.description->boot.at(1).elements;
    elements[0x25000080] = lang::reg_dword(0);
    elements[0x16000009] = lang::reg_binary(Bytes(8));
    elements[0x22000002] = {lang::RegType::expand_sz, lang::reg_sz("\\Windows").bytes};
    const auto found = boot_findings(*read.target());
    REQUIRE(found.size() >= 3);
    CHECK(found[0] == "element 0x16000009 of " + entry +
                          " holds binary \"00 00 00 00 00 00 00 00\": the boot manager reads no store with that");
    CHECK(found[2] == "element 0x25000080 of " + entry + " holds dword 0: the boot manager reads no store with that");
}

TEST_CASE("of very many entries the first are told, in the time that reading them takes")
{
    auto read = described(in_order);
    REQUIRE(read.description);
    auto one = read.description->boot.at(1);
    one.elements.erase(0x22000002);
    one.elements.erase(0x14000006);
    std::vector<lang::Value> inherited;
    for (std::uint32_t number = 0; number < 4000; ++number) {
        one.id.bytes[0] = static_cast<std::uint8_t>(number);
        one.id.bytes[1] = static_cast<std::uint8_t>(number >> 8);
        inherited.push_back({lang::BootObject{{}, one.id, {}}});
        read.description->boot.push_back(one);
    }
    for (auto& object : read.description->boot)
        object.elements[0x14000006] =
            windows::encode_element(0x14000006, {std::vector<lang::Value>(inherited.begin(), inherited.begin() + 50)});
    read.description->boot.at(1).elements.erase(0x22000002);
    const auto found = boot_findings(*read.target());
    REQUIRE(found.size() == 21);
    CHECK(found.back() == "and 7983 more things like these");
}

TEST_CASE("partitions that the target does not know are not compared")
{
    auto read = described(in_order);
    REQUIRE(read.description);
    read.description->partitions.erase("system");
    read.description->boot.at(1).elements.at(windows::element::osdevice) =
        lang::reg_binary(windows::encode_device(windows::device_of(windows::BootDevice{})));
    CHECK(boot_findings(*read.target()) == Texts{});
    read.description->partitions.clear();
    CHECK(boot_findings(*read.target()) == Texts{});
}

TEST_CASE("control sets of the last and the next start that differ are told")
{
    const auto told = [](const std::string& yaml) { return control_set_findings(*described(yaml).target()); };
    CHECK(told(in_order) == Texts{});
    CHECK(told(with("Default: dword 1", "Default: dword 2")) ==
          Texts{"the next start uses ControlSet002 (`Select\\Default`), and the last one used ControlSet001 "
                "(`Select\\Current`)"});
    CHECK(told(with("Default: dword 1", "Default: dword 9")) == Texts{});  // no such set: the fact says why
}

TEST_CASE("what the runtime reads of a boot store is what the library declares")
{
    namespace element = windows::element;
    const auto& declarations = described("generation: 1\n").library->declarations();
    CHECK(declarations.objects.at("bootmgr").id == windows::boot_manager);
    CHECK(declarations.objects.at("emssettings").id == windows::ems_settings);
    const auto number = [&](std::string_view name, std::string_view kind) {
        const auto* declared = declarations.element(name, kind);
        return declared != nullptr ? declared->id : 0;
    };
    CHECK(number("device", "osloader") == element::device);
    CHECK(number("path", "osloader") == element::path);
    CHECK(number("description", "osloader") == element::description);
    CHECK(number("inherit", "osloader") == element::inherit);
    CHECK(number("recoverysequence", "osloader") == element::recoverysequence);
    CHECK(number("bootems", "bootmgr") == element::bootems);
    CHECK(number("osdevice", "osloader") == element::osdevice);
    CHECK(number("systemroot", "osloader") == element::systemroot);
    CHECK(number("default", "bootmgr") == element::default_entry);
    CHECK(number("winpe", "osloader") == element::winpe);
    CHECK(number("ems", "osloader") == element::ems);
}
