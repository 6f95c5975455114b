// Targets described in YAML: what they answer.
#include <catch2/catch.hpp>

#include "lang/diag/render.hpp"
#include "runtime/engine/target/memory_target.hpp"
#include "runtime/storage/error.hpp"
#include "runtime/windows/bcd/codec.hpp"
#include "tests/support/engine/described.hpp"
#include "tests/support/engine/plan_builder.hpp"

using namespace hivemend;
using namespace hivemend::engine;
using test::described;

namespace {

const auto bootmgr = "{9dea862c-5cdd-4e70-acc1-f32b344d4795}";

constexpr auto small_machine = R"(generation: 2
windows_directory: \WinNT
registry:
  SYSTEM\Select: { Current: dword 1, Default: dword 2 }
  SYSTEM\ControlSet001\Control\CrashControl:
    CrashDumpEnabled: dword 7
    DumpFile: expand_sz "%SystemRoot%\MEMORY.DMP"
    Filters: 'multi_sz ["a", "b"]'
    "": sz "the default value"
    Blob: binary "de ad be ef"
  SYSTEM\ControlSet001\Empty:
  SYSTEM\controlset001\Control\Alpha: {}
boot:
  bootmgr:
    description: Windows Boot Manager
    default: "{a7c1e0d4-5b1f-4e59-9c1a-3f0de2b6c701}"
    displayorder: ["{a7c1e0d4-5b1f-4e59-9c1a-3f0de2b6c701}", memdiag]
    timeout: 30
    displaybootmenu: yes
    device: binary "00"
  "{A7C1E0D4-5B1F-4E59-9C1A-3F0DE2B6C701}":
    kind: osloader
    description: '"quoted, as the language has it"'
    safeboot: network
    nx: 7
    0x25000099: 5
    emsport: binary "01"
  badmemory:
    badmemorylist: [1, 0x2f]
facts:
  os.free: 40GiB
  os.product: A product of our own
  os.build: 10.0.17763
  os.control_sets: [ControlSet001]
)";

std::string element(const Target& target, std::string_view object, std::uint32_t id,
                    const lang::Declarations& declarations)
{
    const auto found = target.boot().object(test::guid(object));
    REQUIRE(found);
    return windows::element_text(id, found->elements.at(id), declarations, windows::object_kind(found->type));
}

}  // namespace

TEST_CASE("a description answers as the machine it describes")
{
    const auto read = described(small_machine);
    INFO(lang::render_text(read.diagnostics, *read.sources, false));
    const auto target = read.target();
    const auto& registry = target->registry();
    const lang::RegKey crash_control{"SYSTEM\\ControlSet001\\Control\\CrashControl"};

    SECTION("about itself")
    {
        CHECK(target->kind() == "memory");
        CHECK(target->name() == "target.yaml");
        CHECK(target->generation() == 2);
        CHECK(target->windows_directory() == "\\WinNT");
        CHECK(target->notes().empty());
        const auto objects = target->objects_read();
        REQUIRE(objects.size() == 1);
        CHECK(objects[0].path.ends_with("target.yaml"));
        CHECK(objects[0].fingerprint.size == std::string_view(small_machine).size());
        CHECK(objects[0].fingerprint.hash ==
              storage::sha256(std::as_bytes(std::span(std::string_view(small_machine)))));
    }
    SECTION("about keys, which exist when they or one below them is described, in any case")
    {
        CHECK(registry.has_hive("SYSTEM"));
        CHECK_FALSE(registry.has_hive("SOFTWARE"));
        CHECK(registry.key_exists({"SYSTEM"}));
        CHECK(registry.key_exists({"SYSTEM\\CONTROLSET001\\control"}));
        CHECK(registry.key_exists({"SYSTEM\\ControlSet001\\Empty"}));
        CHECK_FALSE(registry.key_exists({"SYSTEM\\ControlSet002"}));
        CHECK_FALSE(registry.key_exists({"SYSTEM\\ControlSet001\\Cont"}));
        CHECK(registry.keys({"SYSTEM"}) == std::vector<std::string>{"ControlSet001", "Select"});
        CHECK(registry.keys({"system\\controlset001\\Control"}) == std::vector<std::string>{"Alpha", "CrashControl"});
        CHECK(registry.keys({"SYSTEM\\Nowhere"}).empty());
    }
    SECTION("about values, with type and bytes")
    {
        CHECK(registry.value(crash_control, "crashdumpenabled") == lang::reg_dword(7));
        CHECK(registry.value(crash_control, "DumpFile") == lang::reg_expand_sz("%SystemRoot%\\MEMORY.DMP"));
        CHECK(registry.value(crash_control, "Filters") == lang::reg_multi_sz({"a", "b"}));
        CHECK(registry.value(crash_control, "") == lang::reg_sz("the default value"));
        CHECK(registry.value(crash_control, "Blob") ==
              lang::reg_binary({std::byte{0xde}, std::byte{0xad}, std::byte{0xbe}, std::byte{0xef}}));
        CHECK_FALSE(registry.value(crash_control, "NMICrashDump"));
        CHECK_FALSE(registry.value({"SOFTWARE\\Trial"}, "x"));
        CHECK(registry.values(crash_control).size() == 5);
        CHECK(registry.values(crash_control)[0].name == "CrashDumpEnabled");
    }
    SECTION("about boot objects, ordered by id")
    {
        const auto& declarations = read.library->declarations();
        const auto loader = "{a7c1e0d4-5b1f-4e59-9c1a-3f0de2b6c701}";
        CHECK(target->boot().present());
        CHECK(target->boot().objects().size() == 3);
        CHECK(target->boot().objects()[0].id < target->boot().objects()[1].id);
        CHECK_FALSE(target->boot().object(test::guid("{b2721d73-1db4-4c62-bf78-c548a880142d}")));
        CHECK(target->boot().object(test::guid(bootmgr))->type == 0x10100002);
        CHECK(element(*target, bootmgr, 0x12000004, declarations) == "\"Windows Boot Manager\"");
        CHECK(element(*target, bootmgr, 0x23000003, declarations) == loader);
        CHECK(element(*target, bootmgr, 0x24000001, declarations) == std::string("[") + loader + ", memdiag]");
        CHECK(element(*target, bootmgr, 0x25000004, declarations) == "30");
        CHECK(element(*target, bootmgr, 0x26000020, declarations) == "yes");
        CHECK(target->boot().object(test::guid(bootmgr))->elements.at(0x11000001) == lang::reg_binary(Bytes(1)));
        CHECK(element(*target, loader, 0x12000004, declarations) == "\"quoted, as the language has it\"");
        CHECK(element(*target, loader, 0x25000080, declarations) == "network");
        CHECK(element(*target, loader, 0x25000020, declarations) == "7");
        CHECK(element(*target, loader, 0x25000099, declarations) == "5");
        CHECK(target->boot().object(test::guid(loader))->elements.at(0x15000022).bytes.size() == 1);
        CHECK(element(*target, "{5189b25c-5558-4bf2-bca4-289b11bd29e2}", 0x1700000a, declarations) == "[0x1, 0x2f]");
    }
    SECTION("about facts that it supplies")
    {
        CHECK(target->supplied("os.free") == lang::Value{lang::Size{40ull << 30}});
        CHECK(target->supplied("os.product") == lang::Value{std::string("A product of our own")});
        CHECK(target->supplied("os.build") == lang::Value{lang::Version{{10, 0, 17763}}});
        CHECK(target->supplied("os.control_sets") ==
              lang::Value{std::vector<lang::Value>{{lang::ControlSet{"ControlSet001"}}}});
        CHECK_FALSE(target->supplied("vm.generation"));
    }
}

TEST_CASE("a description without a boot store has no generation, like a directory without one")
{
    const auto target = described("generation: 2\n").target();
    CHECK_FALSE(target->boot().present());
    CHECK_FALSE(target->generation());
    CHECK(target->registry().has_hive("SYSTEM"));
}

TEST_CASE("an empty description is a Windows of which nothing is known")
{
    for (const auto* text : {"", "# nothing\n", "{}\n", "registry:\nboot:\nfacts:\n", "\xEF\xBB\xBF"}) {
        const auto read = described(text);
        INFO(text);
        CHECK(read.mistakes().empty());
        REQUIRE(read.description);
        CHECK(read.description->windows_directory == "\\Windows");
        CHECK(read.description->generation == 1);
    }
}

TEST_CASE("changes that a hive could not take are obstacles in a description too")
{
    const auto target =
        described("registry:\n  SYSTEM\\Big:\n    Small: dword 1\n  SYSTEM\\Caf\u00e9: { \"\u00fcber\": dword 1 }\n")
            .target();
    const auto set = [](std::string key, std::string name) {
        return SetRegValue{{std::move(key)}, std::move(name), {}, lang::reg_dword(2)};
    };

    CHECK_FALSE(target->obstacle(set("SYSTEM\\New\\Key", "Value")));
    CHECK_FALSE(target->obstacle(set("SYSTEM\\Caf\u00e9", "\u00fcber")));
    CHECK(target->obstacle(set("SYSTEM\\Caf\u00e9", "\u00f6l")));
    CHECK(target->obstacle(set("SYSTEM\\Caf\u00e9s", "Value")));
    CHECK(target->obstacle(CreateRegKey{{"SYSTEM\\New\\\u00fc"}}));
    CHECK_FALSE(target->obstacle(CreateRegKey{{"SYSTEM\\New"}}));
    auto large = set("SYSTEM\\Big", "Small");
    large.after = lang::reg_binary(Bytes(999'997));
    CHECK(target->obstacle(large).value().find("999,997 bytes") != std::string::npos);
    CHECK_FALSE(target->obstacle(DeleteRegValue{{"SYSTEM\\Big"}, "Small", lang::reg_dword(1)}));
    CHECK_FALSE(target->obstacle(DeleteRegValue{{"SYSTEM\\Big"}, "Missing", std::nullopt}));
    CHECK_FALSE(target->obstacle(CreateBootObject{}));
}

TEST_CASE("a description that is not there is an error of the world")
{
    lang::SourceMap sources;
    lang::Diagnostics diagnostics;
    const auto library = lang::load_library(sources, diagnostics);
    CHECK_THROWS_AS(read_description("/nowhere/target.yaml", library, sources, diagnostics), Error);
    CHECK_THROWS_AS(read_description("/", library, sources, diagnostics), Error);
}

TEST_CASE("the sample targets of the examples are sound")
{
    for (const auto* name : {"gen1-one-control-set", "gen1-two-control-sets", "gen2", "already-repaired"}) {
        const auto read = test::described_file(std::string(HIVEMEND_SOURCE_DIR "/examples/targets/") + name + ".yaml");
        INFO(name << "\n" << lang::render_text(read.diagnostics, *read.sources, false));
        CHECK(read.description.has_value());
        CHECK(read.target()->generation() == (std::string_view(name) == "gen2" ? 2 : 1));
    }
}
