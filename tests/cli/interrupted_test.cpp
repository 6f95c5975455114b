// `apply` killed before and after every step it makes on a disk: old or new, told which, and readers write nothing.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <iostream>

#include "runtime/storage/txn/durable.hpp"
#include "tests/support/cli/command.hpp"
#include "tests/support/kill.hpp"
#include "tests/support/power_loss.hpp"
#include "tests/support/temporary.hpp"

namespace fs = std::filesystem;
namespace durable = hivemend::storage::durable;
using namespace hivemend::test;

namespace {

struct Scene {
    TemporaryDirectory place;
    fs::path disk = place.path() / "disk", state = place.path() / "state";
    Tree old_tree, new_tree;

    Scene()
    {
        make_sample("gen2", disk);
        old_tree = read_tree(disk);
        REQUIRE(apply().status == 0);
        new_tree = read_tree(disk);
        reset();
    }

    void reset() const
    {
        write_tree(disk, old_tree);
        fs::remove_all(state);
    }

    Result command(const std::string& name, std::vector<std::string> more = {}) const
    {
        std::vector<std::string> arguments = {name, "--target", disk.string()};
        if (name != "inspect")
            arguments.insert(arguments.end(), {"--state", state.string()});
        arguments.insert(arguments.end(), more.begin(), more.end());
        return invoke(arguments);
    }
    Result apply() const { return command("apply", {"hardware-malfunction", "--yes"}); }
    Result undo() const { return command("undo", {"--yes"}); }
};

int refuse_step(const durable::Step& step)
{
    FAIL_CHECK("a reading command changed " << step.path);
    return EROFS;
}

/// `plan` and `inspect` on what a crash left: they say it, and write nothing.
void check_readers(const Scene& scene, bool pending)
{
    const auto left = read_tree(scene.place.path());
    durable::hook = refuse_step;
    const auto planned = scene.command("plan", {"hardware-malfunction"});
    const auto inspected = scene.command("inspect");
    durable::hook = nullptr;
    INFO(planned.both() << inspected.both());
    CHECK(planned.status == 0);
    CHECK(inspected.status == 0);
    CHECK((planned.out.find("was interrupted") != std::string::npos) == pending);
    CHECK((inspected.out.find("was interrupted") != std::string::npos) == pending);
    CHECK(difference(read_tree(scene.place.path()), left) == "");
}

std::size_t writes_left = 0;

/// The disk is full from the n-th write on.
int fill_disk(const durable::Step& step)
{
    using durable::Operation;
    const bool needs_room =
        step.operation == Operation::create || step.operation == Operation::write || step.operation == Operation::mkdir;
    if (step.moment != durable::Moment::before || !needs_room)
        return 0;
    return writes_left == 0 ? ENOSPC : (--writes_left, 0);
}

bool is_pending(const Tree& tree)
{
    for (const auto& [path, bytes] : tree)
        if (path.find(".hivemend") != std::string::npos)
            return true;
    return false;
}

}  // namespace

TEST_CASE("apply killed at every step leaves old or new after the next recover, apply or undo")
{
    const Scene scene;
    std::size_t old_states = 0, new_states = 0, mixed = 0;
    // Every moment is recovered; the everyday run takes the readers, apply and undo in turn, the long one all of them.
    const bool thorough = std::getenv("HIVEMEND_LONG") != nullptr;
    for (std::size_t moment = 0;; ++moment) {
        scene.reset();
        const auto killed = run_killed(moment, [&] { (void)scene.apply(); });
        if (killed.finished)
            break;
        INFO("killed " << killed.step);
        const auto left = read_tree(scene.disk);
        const auto left_state = fs::exists(scene.state) ? read_tree(scene.state) : Tree{};
        mixed += left != scene.old_tree && left != scene.new_tree ? 1 : 0;
        if (thorough || moment % 3 == 0)
            check_readers(scene, is_pending(left));

        const auto recovered = scene.command("recover");
        INFO(recovered.both());
        REQUIRE(recovered.status == 0);
        const auto tree = read_tree(scene.disk);
        const bool is_new = tree == scene.new_tree;
        REQUIRE((is_new || difference(tree, scene.old_tree) == ""));
        if (is_pending(left))
            CHECK_THAT(recovered.out, Catch::Contains(is_new ? "the new state" : "the old state"));
        (is_new ? new_states : old_states)++;

        if (thorough || moment % 3 == 1) {
            write_tree(scene.disk, left);
            write_tree(scene.state, left_state);
            const auto applied = scene.apply();
            INFO(applied.both());
            REQUIRE(applied.status == 0);
            REQUIRE(difference(read_tree(scene.disk), scene.new_tree) == "");
        }
        if (thorough || moment % 3 == 2) {
            write_tree(scene.disk, left);
            write_tree(scene.state, left_state);
            const auto undone = scene.undo();
            INFO(undone.both());
            REQUIRE(difference(read_tree(scene.disk), scene.old_tree) == "");
        }
    }
    std::cout << "apply killed: " << old_states << " old, " << new_states << " new, " << mixed
              << " with something left over\n";
    CHECK(old_states > 10);
    CHECK(new_states > 2);
}

TEST_CASE("undo killed at every step leaves old or new")
{
    const Scene scene;
    for (std::size_t moment = 0;; ++moment) {
        scene.reset();
        REQUIRE(scene.apply().status == 0);
        const auto killed = run_killed(moment, [&] { (void)scene.undo(); });
        if (killed.finished)
            break;
        INFO("killed " << killed.step);
        REQUIRE(scene.command("recover").status == 0);
        const auto tree = read_tree(scene.disk);
        REQUIRE((tree == scene.new_tree || difference(tree, scene.old_tree) == ""));
        (void)scene.undo();
        REQUIRE(difference(read_tree(scene.disk), scene.old_tree) == "");
    }
}

TEST_CASE("a loss of power during apply leaves old or new")
{
    const Scene scene;
    const auto operations = record(scene.disk, [&] { REQUIRE(scene.apply().status == 0); });
    const auto seed = 20261121u;
    std::mt19937_64 random(seed);
    const bool thorough = std::getenv("HIVEMEND_LONG") != nullptr;
    std::size_t states = 0;
    for (std::size_t point = 0; point <= operations.size(); ++point) {
        for (const auto unsynced : {Unsynced::lost, Unsynced::kept, Unsynced::random}) {
            const int repeats = unsynced == Unsynced::random ? (thorough ? 40 : 2) : 1;
            for (int repeat = 0; repeat < repeats; ++repeat) {
                scene.reset();
                write_tree(scene.disk, after_power_loss(scene.old_tree, operations, point, unsynced, random));
                if (thorough || states % 3 == 0)
                    check_readers(scene, is_pending(read_tree(scene.disk)));
                const auto recovered = scene.command("recover");
                INFO("after " << point << " of " << operations.size() << " operations: " << recovered.both());
                REQUIRE(recovered.status == 0);
                const auto tree = read_tree(scene.disk);
                REQUIRE((tree == scene.new_tree || difference(tree, scene.old_tree) == ""));
                ++states;
            }
        }
    }
    std::cout << "power lost: " << states << " states of " << operations.size() << " operations, seed " << seed << '\n';
}

TEST_CASE("a disk that is full at any write leaves the old state and nothing else")
{
    const Scene scene;
    std::size_t refusals = 0;
    for (std::size_t room = 0;; ++room) {
        scene.reset();
        writes_left = room;
        durable::hook = fill_disk;
        const auto applied = scene.apply();
        durable::hook = nullptr;
        if (applied.status == 0)
            break;
        INFO(room << " writes had room\n" << applied.both());
        REQUIRE(applied.status == 1);
        const auto tree = read_tree(scene.disk);
        if (difference(tree, scene.new_tree) == "") {
            CHECK_THAT(applied.err,
                       Catch::Contains("journal"));  // the change is made; only the run's last line had no room
            continue;
        }
        ++refusals;
        CHECK_THAT(applied.err, Catch::Contains("No space left") || Catch::Contains("no space left"));
        REQUIRE(difference(tree, scene.old_tree) == "");
    }
    std::cout << "full disk: refused at " << refusals << " writes\n";
    CHECK(refusals > 10);
}
