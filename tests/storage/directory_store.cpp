// What a Store promises, on a directory.
#include <catch2/catch.hpp>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/storage/scenario.hpp"

using namespace hivemend;
using namespace hivemend::storage;
using namespace hivemend::test;
namespace fs = std::filesystem;

namespace {

struct Target {
    TemporaryDirectory place;
    fs::path root = place.path() / "target";
    std::unique_ptr<Transaction> transaction;

    Target() { write_tree(root, old_tree()); }

    Store& files()
    {
        transaction = open_directory(root, Lock::none);
        return transaction->store(Volume::windows);
    }
};

}  // namespace

TEST_CASE("files are found without case and spelled as the file system has them")
{
    Target target;
    auto& files = target.files();
    CHECK(files.read(R"(\WINDOWS\system32\CONFIG\system)", 1 << 20) == old_tree().at("Windows/System32/config/SYSTEM"));
    CHECK(files.spelling(R"(\windows\SYSTEM32)") == R"(\Windows\System32)");
    CHECK(files.spelling("\\") == "\\");
    CHECK(files.exists(boot_store));
    CHECK_FALSE(files.exists(R"(\Boot\BCD\x)"));
    CHECK_FALSE(files.spelling(R"(\EFI)"));
    CHECK_FALSE(files.read(R"(\EFI\BCD)", 10));
    CHECK_FALSE(files.fingerprint(R"(\EFI\BCD)"));
    const auto print = files.fingerprint(boot_store);
    REQUIRE(print);
    CHECK(print->size == 3000);
    CHECK(print->hash == sha256(patterned(3000, 1)));
}

TEST_CASE("a directory lists its files and directories")
{
    Target target;
    auto& files = target.files();
    const auto entries = files.list(R"(\windows)");
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].name == "System32");
    CHECK(entries[0].directory);
    CHECK(entries[1].name == "old.log");
    CHECK(entries[1].size == 100);
    CHECK(files.list(R"(\none)").empty());
    CHECK(files.list("\\").size() == 2);
}

TEST_CASE("names that differ only in case are refused, both named")
{
    Target target;
    write_file(target.root / "Boot" / "bcd", bytes_of("x"));
    auto& files = target.files();
    for (const auto* path : {R"(\Boot\BCD)", R"(\Boot\bcd)"})
        try {
            files.read(path, 100);
            FAIL("read " << path);
        } catch (const Error& error) {
            CHECK(error.headline == "two names on the target differ only in case");
            CHECK(error.seen == std::vector<std::string>{"BCD", "bcd"});
        }
    CHECK_THROWS_AS(files.list(R"(\Boot)"), Error);
    fs::create_directory(target.root / "WINDOWS");
    CHECK_THROWS_AS(files.exists(system_hive), Error);
    CHECK_THROWS_AS(files.stage(system_hive, {}, system_hive), Error);
}

TEST_CASE("links, pipes, sockets and directories are not read, and nothing waits for them")
{
    Target target;
    const auto boot = target.root / "Boot";
    fs::create_symlink("/etc/passwd", boot / "link");
    fs::create_directory_symlink("/etc", target.root / "EFI");
    REQUIRE(::mkfifo((boot / "pipe").c_str(), 0600) == 0);
    auto& files = target.files();
    CHECK(refusal([&] { files.read(R"(\Boot\link)", 100); }) ==
          "a symbolic link is on the way to a file of the target");
    CHECK(refusal([&] { files.read(R"(\EFI\passwd)", 100); }) ==
          "a symbolic link is on the way to a file of the target");
    CHECK(refusal([&] { files.fingerprint(R"(\Boot\link)"); }) ==
          "a symbolic link is on the way to a file of the target");
    CHECK(refusal([&] { files.read(R"(\Boot\pipe)", 100); }) == "a file of the target is a pipe");
    CHECK(refusal([&] { files.read(R"(\Boot)", 100); }) == "a file of the target is a directory");
    CHECK(files.list(R"(\Boot)").size() == 1);
}

TEST_CASE("paths are absolute and made of plain names")
{
    Target target;
    auto& files = target.files();
    const std::string with_nul("\\a\0b", 4);
    for (const auto& path :
         {std::string{}, std::string{"Windows"}, std::string{R"(\Windows\)"}, std::string{R"(\..\x)"},
          std::string{R"(\.)"}, std::string{R"(\a\\b)"}, std::string{"\\a/b"}, with_nul, "\\" + std::string(300, 'a')})
        CHECK_THROWS_AS(files.read(path, 10), Error);
}

TEST_CASE("a file larger than the limit is refused")
{
    Target target;
    auto& files = target.files();
    CHECK(files.read(old_log, 100)->size() == 100);
    CHECK(refusal([&] { files.read(old_log, 99); }) == "a file of the target has 100 bytes; at most 99 are read");
}

TEST_CASE("a file that is something else on the next look is refused")
{
    Target target;
    auto& files = target.files();
    REQUIRE(files.read(old_log, 1000));
    write_file(target.root / "Windows/old.log", bytes_of("other"));
    CHECK(refusal([&] { files.fingerprint(old_log); }) == "a file of the target changed meanwhile");
}

TEST_CASE("a target that is no directory is refused")
{
    Target target;
    CHECK(refusal([&] { open_directory(target.root / "Boot/BCD", Lock::none); }) == "the target is not a directory");
    CHECK(refusal([&] { open_directory(target.root / "none", Lock::none); }) == "there is no such directory");
}

TEST_CASE("reading takes no lock and leaves every byte and time alone")
{
    Target target;
    const auto times = [&] {
        std::string text;
        for (const auto& [name, bytes] : old_tree()) {
            struct stat found {};
            ::lstat((target.root / name).c_str(), &found);
            text +=
                fmt::format("{} {} {} {}\n", name, found.st_atim.tv_nsec, found.st_mtim.tv_nsec, found.st_ctim.tv_nsec);
        }
        return text;
    };
    const auto before = times();
    const auto writer = open_directory(target.root, Lock::exclusive);
    auto& files = target.files();
    files.read(system_hive, 1 << 20);
    files.fingerprint(boot_store);
    CHECK_FALSE(target.transaction->pending());
    CHECK(times() == before);
}
