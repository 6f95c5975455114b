// A transaction killed before and after every step it makes on the disk, and a recovery killed the same way.
#include <catch2/catch.hpp>

#include <set>

#include "runtime/storage/txn/durable.hpp"
#include "tests/storage/scenario.hpp"
#include "tests/support/kill.hpp"

using namespace hivemend;
using namespace hivemend::storage;
using namespace hivemend::test;

namespace {

int refuse_step(const durable::Step& step)
{
    FAIL_CHECK("a reading command changed " << step.path);
    return 0;
}

bool is_old_or_new(const Tree& tree)
{
    return tree == old_tree() || tree == new_tree();
}

// What a reading command sees: with a committed journal the new state, else the old one; and it writes nothing.
void check_reading(const std::filesystem::path& root)
{
    const auto before = read_tree(root);
    durable::hook = refuse_step;
    const auto reader = open_directory(root, Lock::none);
    const auto pending = reader->pending();
    auto& files = reader->store(Volume::windows);
    const bool committed = pending ? pending->committed : before == new_tree();
    const auto expected = committed ? new_tree() : old_tree();
    if (committed && pending)
        CHECK(pending->files.size() == 4);
    CHECK(files.read(system_hive, 1 << 20) == expected.at("Windows/System32/config/SYSTEM"));
    CHECK(files.read(boot_store, 1 << 20) == expected.at("Boot/BCD"));
    CHECK(files.exists(new_file) == committed);
    CHECK(files.exists(old_log) != committed);
    CHECK(files.read(old_log, 1 << 20).has_value() != committed);
    CHECK(files.list(R"(\windows)").size() == 2);
    CHECK(files.list("\\").size() == 2);
    if (committed)
        CHECK(files.fingerprint(new_file)->hash == sha256(*new_tree().at("Windows/new.txt")));
    durable::hook = nullptr;
    CHECK(difference(read_tree(root), before) == "");
}

}  // namespace

TEST_CASE("killed at any step, a transaction is recovered to all old or all new")
{
    const TemporaryDirectory place;
    const auto root = place.path() / "target";
    std::set<Tree> seen;
    std::size_t moments = 0, old_states = 0, new_states = 0, recoveries = 0;
    for (std::size_t moment = 0;; ++moment) {
        write_tree(root, old_tree());
        const auto killed = run_killed(moment, [&] { change_target(root); });
        INFO("killed " << killed.step);
        check_reading(root);
        if (killed.finished)
            break;
        const auto left = read_tree(root);
        ++moments;
        if (!seen.insert(left).second)
            continue;  // the moments before and after an fsync leave the same
        const auto committed = open_directory(root, Lock::none)->pending();
        const bool new_wins = committed ? committed->committed : left == new_tree();

        for (std::size_t second = 0;; ++second) {
            write_tree(root, left);
            const auto again = run_killed(second, [&] { recover_target(root); });
            INFO("recovery killed " << again.step);
            if (!again.finished)
                check_reading(root);
            const auto recovery = recover_target(root);
            ++recoveries;
            const auto tree = read_tree(root);
            INFO("left:" << difference(tree, new_wins ? new_tree() : old_tree()));
            REQUIRE(tree == (new_wins ? new_tree() : old_tree()));
            REQUIRE(is_old_or_new(tree));
            if (again.finished) {
                CHECK(recovery.outcome == Recovery::Outcome::nothing);
                break;
            }
            if (recovery.outcome == Recovery::Outcome::rolled_back)
                CHECK_FALSE(new_wins);
        }
        (new_wins ? new_states : old_states) += 1;
    }
    CHECK(old_states > 5);
    CHECK(new_states > 5);
    WARN("killed at " << moments << " moments (" << old_states << " old, " << new_states << " new states), "
                      << recoveries << " recoveries");
}
