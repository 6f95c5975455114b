// One transaction on a directory: what it writes, what it leaves alone, and when it refuses.
#include <catch2/catch.hpp>

#include <array>
#include <functional>

#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "runtime/storage/txn/durable.hpp"
#include "tests/storage/scenario.hpp"

using namespace hivemend;
using namespace hivemend::storage;
using namespace hivemend::test;
namespace fs = std::filesystem;

namespace {

struct WrittenTarget {
    TemporaryDirectory place;
    fs::path root = place.path() / "target";

    WrittenTarget() { write_tree(root, old_tree()); }
};

struct Kept {
    std::string path;
    std::optional<Bytes> before, after;
};

struct KeepingUndo : UndoSink {
    std::vector<Kept> kept;
    bool synced = false;

    void keep(const PreImage& image) override
    {
        const auto copy = [](const std::optional<ByteView>& view) {
            return view ? std::optional{Bytes(view->begin(), view->end())} : std::nullopt;
        };
        kept.push_back({image.path, copy(image.before), copy(image.after)});
        CHECK(image.before_print.has_value() == image.before.has_value());
        if (image.after)
            CHECK(image.after_print->hash == sha256(*image.after));
    }
    void sync() override { synced = true; }
};

int steps_counted = 0;

int count_step(const durable::Step&)
{
    ++steps_counted;
    return 0;
}

// As root, what permissions do is only seen by somebody else.
int as_ordinary_user(const std::function<int()>& work)
{
    const auto child = ::fork();
    if (child == 0) {
        if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0))
            ::_exit(99);
        ::_exit(work());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("a committed transaction is all there, and nothing else is")
{
    WrittenTarget target;
    change_target(target.root);
    CHECK(difference(read_tree(target.root), new_tree()) == "");
}

TEST_CASE("undo is handed every byte before and after, and synced, before anything changes")
{
    WrittenTarget target;
    const auto transaction = open_directory(target.root, Lock::exclusive);
    stage_new_tree(*transaction);
    KeepingUndo undo;
    transaction->prepare(undo);
    REQUIRE(undo.kept.size() == 4);
    CHECK(undo.synced);
    CHECK(undo.kept[0].path == boot_store);
    CHECK(undo.kept[0].before == old_tree().at("Boot/BCD"));
    CHECK(undo.kept[0].after == new_tree().at("Boot/BCD"));
    CHECK(undo.kept[1].path == new_file);
    CHECK_FALSE(undo.kept[1].before);
    CHECK(undo.kept[2].path == old_log);
    CHECK_FALSE(undo.kept[2].after);
    CHECK(read_file(target.root / "Boot/BCD") == old_tree().at("Boot/BCD"));
    transaction->commit();
    CHECK(difference(read_tree(target.root), new_tree()) == "");
}

TEST_CASE("a transaction that is dropped after prepare leaves the target as it was")
{
    WrittenTarget target;
    {
        const auto transaction = open_directory(target.root, Lock::exclusive);
        stage_new_tree(*transaction);
        NoUndo undo;
        transaction->prepare(undo);
        CHECK(transaction->pending());
    }
    CHECK(difference(read_tree(target.root), old_tree()) == "");
}

TEST_CASE("a stop while undo is kept leaves the target as it was")
{
    struct StoppingUndo : NoUndo {
        void sync() override { throw Stopped{}; }
    };
    WrittenTarget target;
    const auto transaction = open_directory(target.root, Lock::exclusive);
    stage_new_tree(*transaction);
    StoppingUndo undo;
    CHECK_THROWS_AS(transaction->prepare(undo), Stopped);
    CHECK(difference(read_tree(target.root), old_tree()) == "");
}

TEST_CASE("content that is there already is no change: not one step on the disk")
{
    WrittenTarget target;
    const auto transaction = open_directory(target.root, Lock::exclusive);
    auto& files = transaction->store(Volume::windows);
    files.stage(system_hive, *old_tree().at("Windows/System32/config/SYSTEM"), system_hive);
    files.stage(boot_store, bytes_of("new"), boot_store);
    files.stage(boot_store, *old_tree().at("Boot/BCD"), boot_store);
    files.remove(R"(\Windows\none)");
    steps_counted = 0;
    durable::hook = count_step;
    KeepingUndo undo;
    transaction->prepare(undo);
    transaction->commit();
    durable::hook = nullptr;
    CHECK(steps_counted == 0);
    CHECK(undo.kept.empty());
}

TEST_CASE("one transaction object can change the target twice")
{
    WrittenTarget target;
    const auto transaction = open_directory(target.root, Lock::exclusive);
    for (const auto* text : {"first", "second"}) {
        transaction->store(Volume::system).stage(boot_store, bytes_of(text), boot_store);
        NoUndo undo;
        transaction->prepare(undo);
        transaction->commit();
        CHECK(read_file(target.root / "Boot/BCD") == bytes_of(text));
    }
}

TEST_CASE("owner, mode and attributes stay")
{
    WrittenTarget target;
    const auto file = target.root / "Boot/BCD";
    REQUIRE(::chmod(file.c_str(), 0640) == 0);
    const bool as_root = ::geteuid() == 0;
    if (as_root)
        REQUIRE(::chown(file.c_str(), 1234, 4321) == 0);
    const bool attributes = ::setxattr(file.c_str(), "user.hivemend", "kept", 4, 0) == 0;
    if (!attributes)
        WARN("skipped: this file system has no user attributes");
    change_target(target.root);
    struct stat found {};
    REQUIRE(::stat(file.c_str(), &found) == 0);
    CHECK((found.st_mode & 07777U) == 0640);
    if (as_root) {
        CHECK(found.st_uid == 1234);
        CHECK(found.st_gid == 4321);
    }
    std::array<char, 8> value{};
    if (attributes)
        CHECK(::getxattr(file.c_str(), "user.hivemend", value.data(), value.size()) == 4);
}

TEST_CASE("a file that changed after it was read is not overwritten")
{
    WrittenTarget target;
    const auto transaction = open_directory(target.root, Lock::exclusive);
    stage_new_tree(*transaction);
    NoUndo undo;
    auto expected = old_tree();

    SECTION("before prepare")
    {
        write_file(target.root / "Boot/BCD", bytes_of("somebody else"));
        expected["Boot/BCD"] = bytes_of("somebody else");
        CHECK(refusal([&] { transaction->prepare(undo); }) == "a file of the target changed meanwhile");
    }
    SECTION("between prepare and commit")
    {
        transaction->prepare(undo);
        write_file(target.root / "Windows/new.txt", bytes_of("somebody else"));
        expected["Windows/new.txt"] = bytes_of("somebody else");
        CHECK(refusal([&] { transaction->commit(); }) == "a file of the target changed meanwhile");
    }
    SECTION("a new file would lie beside one that differs in case")
    {
        transaction->prepare(undo);
        write_file(target.root / "Windows/NEW.txt", bytes_of("somebody else"));
        expected["Windows/NEW.txt"] = bytes_of("somebody else");
        CHECK(refusal([&] { transaction->commit(); }) == "a file of the target changed meanwhile");
    }
    CHECK(difference(read_tree(target.root), expected) == "");
}

TEST_CASE("a second writer is refused and told who holds the target")
{
    WrittenTarget target;
    const auto first = open_directory(target.root, Lock::exclusive);
    try {
        open_directory(target.root, Lock::exclusive);
        FAIL("two writers");
    } catch (const Error& error) {
        CHECK(error.headline == "another process has locked the target");
        REQUIRE(error.seen.size() == 1);
        CHECK(error.seen[0].find(std::to_string(::getpid())) != std::string::npos);
    }
    CHECK(first->place() == open_directory(target.root, Lock::none)->place());
}

TEST_CASE("the lock goes with the transaction")
{
    WrittenTarget target;
    open_directory(target.root, Lock::exclusive);
    CHECK_NOTHROW(open_directory(target.root, Lock::exclusive));
}

TEST_CASE("a directory that cannot be written is refused, untouched")
{
    WrittenTarget target;
    REQUIRE(::chmod(target.place.path().c_str(), 0755) == 0);
    const auto refused = [&] {
        const auto text = refusal([&] { change_target(target.root); });
        return text == "cannot write to the target: permission denied" ||
                       text == "cannot change files in the directory: permission denied"
                   ? 0
                   : 1;
    };
    SECTION("the root itself")
    {
        REQUIRE(::chmod(target.root.c_str(), 0555) == 0);
        CHECK(as_ordinary_user(refused) == 0);
        REQUIRE(::chmod(target.root.c_str(), 0755) == 0);
    }
    SECTION("only the directory of a file")
    {
        REQUIRE(::chmod(target.root.c_str(), 0777) == 0);
        REQUIRE(::chmod((target.root / "Boot").c_str(), 0555) == 0);
        CHECK(as_ordinary_user(refused) == 0);
        REQUIRE(::chmod((target.root / "Boot").c_str(), 0755) == 0);
    }
    CHECK(difference(read_tree(target.root), old_tree()) == "");
}

TEST_CASE("files that cannot be staged are refused at once")
{
    WrittenTarget target;
    const auto transaction = open_directory(target.root, Lock::exclusive);
    auto& files = transaction->store(Volume::windows);
    CHECK(refusal([&] { files.stage(R"(\none\file)", {}, {}); }) == "the directory of a new file is not on the target");
    CHECK(refusal([&] { files.stage(R"(\.hivemend-redo)", {}, {}); }) ==
          "a name that begins with .hivemend-redo is hivemend's own");
    CHECK(refusal([&] { files.stage(R"(\Boot)", {}, {}); }) == "a file of the target is a directory");
}
