// Practice directories: real hives and a real boot store that say what their description says.
#include <catch2/catch.hpp>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "runtime/engine/target/windows_target.hpp"
#include "runtime/sample/sample.hpp"
#include "runtime/storage/txn/durable.hpp"
#include "runtime/storage/txn/transaction.hpp"
#include "runtime/windows/bcd/store.hpp"
#include "runtime/windows/hive/image.hpp"
#include "tests/support/engine/described.hpp"
#include "tests/support/temporary.hpp"

using namespace hivemend;
using test::described;
namespace fs = std::filesystem;

namespace {

engine::WindowsTarget directory_target(const fs::path& root)
{
    return {storage::open_directory(root, storage::Lock::none), root.string(), std::nullopt};
}

std::vector<std::string> files_in(const fs::path& root)
{
    std::vector<std::string> result;
    for (const auto& [path, bytes] : test::read_tree(root))
        if (bytes)
            result.push_back(path);
    return result;
}

/// Everything below a key, compared on both targets.
void check_same_keys(const engine::Registry& left, const engine::Registry& right, const std::string& key)
{
    INFO(key);
    CHECK(left.keys({key}) == right.keys({key}));
    const auto values = left.values({key});
    CHECK(values.size() == right.values({key}).size());
    for (const auto& value : values)
        CHECK(right.value({key}, value.name) == value.data);
    for (const auto& name : left.keys({key}))
        check_same_keys(left, right, key + "\\" + name);
}

const auto with_boot_store = R"(generation: 1
registry:
  SYSTEM\Select: { Current: dword 1 }
  SOFTWARE: { Root: sz "value of the root key" }
boot:
  bootmgr: { timeout: 30 }
)";

/// Fails the step with this number with ENOSPC.
int failing_step = 0, steps_seen = 0;

int fail_at_step(const storage::durable::Step& step)
{
    if (step.moment != storage::durable::Moment::before)
        return 0;
    return ++steps_seen == failing_step ? ENOSPC : 0;
}

struct FailAt {
    explicit FailAt(int step)
    {
        failing_step = step;
        steps_seen = 0;
        storage::durable::hook = fail_at_step;
    }
    ~FailAt() { storage::durable::hook = nullptr; }
};

}  // namespace

TEST_CASE("a directory made from each example answers as its description does")
{
    for (const std::string name : {"gen1-one-control-set", "gen1-two-control-sets", "gen2", "already-repaired"}) {
        INFO(name);
        const auto read = test::described_file(HIVEMEND_SOURCE_DIR "/examples/targets/" + name + ".yaml");
        REQUIRE(read.description);
        const test::TemporaryDirectory directory;
        sample::write_directory(*read.description, directory.path() / "disk");
        const auto memory = read.target();
        const auto disk = directory_target(directory.path() / "disk");

        CHECK(disk.generation() == memory->generation());
        CHECK(disk.windows_directory() == memory->windows_directory());
        for (const auto* hive : {"SYSTEM", "SOFTWARE"}) {
            CHECK(disk.registry().has_hive(hive));
            check_same_keys(memory->registry(), disk.registry(), hive);
        }
        CHECK_FALSE(disk.registry().has_hive("SAM"));
        const auto objects = memory->boot().objects();
        const auto found = disk.boot().objects();
        REQUIRE(found.size() == objects.size());
        for (std::size_t i = 0; i < objects.size(); ++i) {
            CHECK(found[i].id == objects[i].id);
            CHECK(found[i].type == objects[i].type);
            CHECK(found[i].elements == objects[i].elements);
        }
    }
}

TEST_CASE("a sample holds what is described and nothing more, in the places of its generation")
{
    const test::TemporaryDirectory directory;
    const auto write = [&](std::string_view yaml) {
        const auto root = directory.path() / "disk";
        fs::remove_all(root);
        sample::write_directory(*described(yaml).description, root);
        return files_in(root);
    };
    CHECK(write("") == std::vector<std::string>{"Windows/System32/config/SYSTEM"});
    CHECK(write(with_boot_store) ==
          std::vector<std::string>{"Boot/BCD", "Windows/System32/config/SOFTWARE", "Windows/System32/config/SYSTEM"});
    CHECK(write("generation: 2\nwindows_directory: \\WinNT\nboot: { bootmgr: }\nregistry: { SAM: }\n") ==
          std::vector<std::string>{"EFI/Microsoft/Boot/BCD", "WinNT/System32/config/SAM",
                                   "WinNT/System32/config/SYSTEM"});
}

TEST_CASE("the boot store of a sample has the layout of a store that Windows makes")
{
    const test::TemporaryDirectory directory;
    sample::write_directory(*described(with_boot_store).description, directory.path() / "disk/");
    const auto bytes = test::read_file(directory.path() / "disk/Boot/BCD");
    const windows::HiveImage image(bytes);
    CHECK(image.header().minor == 3);
    CHECK_FALSE(image.header().dirty());
    CHECK(image.key(image.root()).name == "NewStoreRoot");
    CHECK(image.value(*image.find("Description"), "KeyName") == lang::reg_sz("BCD00000000"));
    const auto bootmgr = std::string("Objects\\{9dea862c-5cdd-4e70-acc1-f32b344d4795}\\");
    CHECK(image.value(*image.find(bootmgr + "Description"), "Type") == lang::reg_dword(0x10100002));
    CHECK(image.value(*image.find(bootmgr + "Elements\\25000004"), "Element") ==
          lang::reg_binary({std::byte{30}, {}, {}, {}, {}, {}, {}, {}}));
    const auto system = test::read_file(directory.path() / "disk/Windows/System32/config/SYSTEM");
    CHECK(windows::read_header(system).minor == 5);
}

TEST_CASE("described files are there and empty, in directories that are spelled once")
{
    const test::TemporaryDirectory place;
    const auto read = described("files:\n  - \\windows\\SYSTEM32\\drivers\\b.sys\n"
                                "  - \\Windows\\System32\\Drivers\\A.sys\n  - \\pagefile.sys\n");
    REQUIRE(read.description);
    sample::write_directory(*read.description, place.path() / "disk");
    CHECK(files_in(place.path() / "disk") ==
          std::vector<std::string>{"Windows/System32/config/SYSTEM", "Windows/System32/drivers/A.sys",
                                   "Windows/System32/drivers/b.sys", "pagefile.sys"});
    const auto real = directory_target(place.path() / "disk");
    const auto described_target = read.target();
    for (const std::string path :
         {"\\Windows\\System32\\DRIVERS\\B.SYS", "\\PageFile.sys", "\\Windows\\system32\\drivers",
          "\\Windows\\System32\\config\\system", "\\Windows\\Temp", "\\Boot\\BCD", "\\"}) {
        INFO(path);
        CHECK(real.files().exists(path) == described_target->files().exists(path));
    }
}

TEST_CASE("two samples of one description are the same bytes")
{
    const test::TemporaryDirectory directory;
    const auto read = described(with_boot_store);
    sample::write_directory(*read.description, directory.path() / "one");
    sample::write_directory(*read.description, directory.path() / "two");
    CHECK(files_in(directory.path() / "one").size() == 3);
    // LastWrite of keys is the time of the edit, so the header and the values are what can be the same.
    for (const auto& file : files_in(directory.path() / "one"))
        CHECK(fs::file_size(directory.path() / "one" / file) == fs::file_size(directory.path() / "two" / file));
}

TEST_CASE("a sample is only written into an empty or missing directory")
{
    const test::TemporaryDirectory directory;
    const auto read = described(with_boot_store);
    const auto root = directory.path() / "disk";

    SECTION("an empty one is used")
    {
        fs::create_directory(root);
        sample::write_directory(*read.description, root);
        CHECK(files_in(root).size() == 3);
        CHECK_THROWS_WITH(sample::write_directory(*read.description, root),
                          "the directory for the sample is not empty");
        CHECK(files_in(root).size() == 3);
    }
    SECTION("a file in its place is left alone")
    {
        std::ofstream(root) << "mine";
        CHECK_THROWS_WITH(sample::write_directory(*read.description, root),
                          "the place for the sample is not a directory");
        CHECK(fs::file_size(root) == 4);
    }
    SECTION("a symbolic link is not followed")
    {
        fs::create_directory(directory.path() / "elsewhere");
        fs::create_symlink(directory.path() / "elsewhere", root);
        CHECK_THROWS_AS(sample::write_directory(*read.description, root), Error);
        CHECK(fs::is_empty(directory.path() / "elsewhere"));
    }
    SECTION("the directory above it must be there")
    {
        CHECK_THROWS_AS(sample::write_directory(*read.description, directory.path() / "no" / "disk"), Error);
        CHECK_FALSE(fs::exists(directory.path() / "no"));
    }
}

TEST_CASE("what a hive cannot hold is refused before anything is written")
{
    const test::TemporaryDirectory directory;
    const auto root = directory.path() / "disk";
    const auto large =
        described("registry:\n  SYSTEM\\A:\n    Large: binary \"" + std::string(2 * 999'997, 'a') + "\"\n");
    CHECK_THROWS_AS(sample::write_directory(*large.description, root), Error);
    CHECK_THROWS_AS(sample::write_directory(*described("registry:\n  SYSTEM\\Caf\u00e9: {}\n").description, root),
                    Error);
    auto outside = *described("").description;
    outside.windows_directory = "\\..\\outside";
    CHECK_THROWS_AS(sample::write_directory(outside, root), Error);
    CHECK(fs::is_empty(directory.path()));
}

TEST_CASE("a full disk at any step leaves no half-made sample")
{
    const test::TemporaryDirectory directory;
    const auto root = directory.path() / "disk";
    const auto read = described("boot: { bootmgr: }\n");
    const bool was_there = GENERATE(false, true);
    if (was_there)
        fs::create_directory(root);
    int refused = 0;
    for (int step = 1;; ++step) {
        const FailAt full(step);
        try {
            sample::write_directory(*read.description, root);
            break;
        } catch (const Error&) {
            ++refused;
        }
        INFO("step " << step);
        REQUIRE(fs::exists(root) == was_there);
        if (was_there)
            REQUIRE(fs::is_empty(root));
    }
    CHECK(refused > 15);
    CHECK(files_in(root).size() == 2);
}
