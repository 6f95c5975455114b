// Files and folders of hivemend itself: created, replaced and appended to so that they survive a loss of power.
#include <catch2/catch.hpp>

#include <cerrno>
#include <filesystem>

#include <sys/stat.h>

#include "runtime/storage/error.hpp"
#include "runtime/storage/txn/durable.hpp"
#include "tests/storage/scenario.hpp"
#include "tests/support/power_loss.hpp"

using namespace hivemend;
using namespace hivemend::storage;
using namespace hivemend::test;
namespace fs = std::filesystem;

namespace {

unsigned mode_of(const fs::path& path)
{
    struct stat found {};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    return found.st_mode & 07777U;
}

int no_space_for_writes(const durable::Step& step)
{
    return step.operation == durable::Operation::write && step.moment == durable::Moment::before ? ENOSPC : 0;
}

}  // namespace

TEST_CASE("folders are made with those above them, for their owner only")
{
    const TemporaryDirectory place;
    durable::make_directories(place.path() / "state/runs/1", 0700);
    const auto folder = durable::make_directories(place.path() / "state/runs/2", 0700);
    CHECK(mode_of(place.path() / "state") == 0700);
    durable::replace_file(folder.get(), "run.json", bytes_of("{}"), 0600);
    CHECK(mode_of(place.path() / "state/runs/2/run.json") == 0600);
    write_file(place.path() / "file", {});
    CHECK_THROWS_AS(durable::make_directories(place.path() / "file/runs", 0700), Error);
}

TEST_CASE("a file is replaced in one step, also over a power loss")
{
    const TemporaryDirectory place;
    const auto root = place.path() / "state";
    const Tree before{{"run.json", patterned(2000, 1)}};
    write_tree(root, before);
    const auto after = patterned(3000, 2);
    const auto operations = record(root, [&] { durable::replace_file(root / "run.json", after, 0600); });
    std::mt19937_64 random{7};
    for (std::size_t point = 0; point <= operations.size(); ++point)
        for (int i = 0; i < 20; ++i) {
            const auto left = after_power_loss(before, operations, point, Unsynced::random, random);
            const auto& found = left.at("run.json");
            REQUIRE((found == before.at("run.json") || found == after));
            if (point == operations.size())
                REQUIRE(found == after);
        }
}

TEST_CASE("a temporary file that a kill left does not stand in the way")
{
    const TemporaryDirectory place;
    write_file(place.path() / ".run.json.new", bytes_of("half"));
    durable::replace_file(place.path() / "run.json", bytes_of("{}"), 0600);
    CHECK(read_tree(place.path()) == Tree{{"run.json", bytes_of("{}")}});
}

TEST_CASE("lines are appended, durable one by one")
{
    const TemporaryDirectory place;
    const auto folder = durable::open_directory(place.path());
    const auto operations = record(place.path(), [&] {
        durable::append(folder.get(), "journal", bytes_of("one\n"), 0600);
        durable::append(folder.get(), "journal", bytes_of("two\n"), 0600);
    });
    CHECK(read_file(place.path() / "journal") == bytes_of("one\ntwo\n"));
    std::mt19937_64 random{7};
    CHECK(after_power_loss({}, operations, operations.size(), Unsynced::lost, random) == read_tree(place.path()));

    durable::hook = no_space_for_writes;
    CHECK(refusal([&] { durable::append(folder.get(), "journal", bytes_of("three\n"), 0600); }) ==
          "cannot write: no space left on device");
    durable::hook = nullptr;
    CHECK(read_file(place.path() / "journal") == bytes_of("one\ntwo\n"));

    fs::create_symlink("/dev/null", place.path() / "link");
    CHECK_THROWS_AS(durable::append(folder.get(), "link", bytes_of("x"), 0600), Error);
}

TEST_CASE("a tree is removed without following links")
{
    const TemporaryDirectory place;
    write_tree(place.path() / "runs", {{"1", {}}, {"1/deep", {}}, {"1/deep/file", bytes_of("x")}});
    write_tree(place.path() / "other", {{"kept", bytes_of("y")}});
    fs::create_directory_symlink(place.path() / "other", place.path() / "runs/1/link");
    const auto folder = durable::open_directory(place.path());
    durable::remove_tree(folder.get(), "runs");
    durable::remove_tree(folder.get(), "runs");
    CHECK(read_tree(place.path()) == Tree{{"other", {}}, {"other/kept", bytes_of("y")}});
}

TEST_CASE("an error names the operation, the path and what to do")
{
    const auto error = system_error(ENOSPC, "write", "/a/b");
    CHECK(error.headline == "cannot write: no space left on device");
    CHECK(error.where == "/a/b");
    CHECK(error.help == "free some space on this file system, then run the command again");
}
