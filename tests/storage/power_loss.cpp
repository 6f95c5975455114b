// Power lost after every step of a transaction, with what was not synced lost, kept or kept in part; then inside the
// recovery.
#include <catch2/catch.hpp>

#include <cstdlib>

#include "tests/storage/scenario.hpp"
#include "tests/support/power_loss.hpp"

using namespace hivemend;
using namespace hivemend::storage;
using namespace hivemend::test;

namespace {

struct Count {
    std::size_t states = 0, second_losses = 0, committed = 0, old_states = 0, new_states = 0;
};

class Experiment {
public:
    explicit Experiment(std::uint64_t seed) : random_(seed)
    {
        write_tree(root_, old_tree());
        operations_ = record(root_, [&] { change_target(root_); });
        REQUIRE(read_tree(root_) == new_tree());
    }

    void run(int random_states)
    {
        for (std::size_t point = 0; point <= operations_.size(); ++point) {
            lose_power(point, Unsynced::lost);
            lose_power(point, Unsynced::kept);
            for (int i = 0; i < random_states; ++i)
                lose_power(point, Unsynced::random);
        }
    }

    const Count& count() const { return count_; }
    std::size_t operations() const { return operations_.size(); }

private:
    void lose_power(std::size_t point, Unsynced unsynced)
    {
        const auto left = after_power_loss(old_tree(), operations_, point, unsynced, random_);
        ++count_.states;
        const bool committed = left.contains(".hivemend-redo");
        count_.committed += committed;
        write_tree(root_, left);
        const auto recovery = record(root_, [&] { recover_target(root_); });
        const auto result = check(point, committed);
        if (count_.states % 5 == 0 || committed)
            lose_power_again(left, recovery, point, result);
    }

    void lose_power_again(const Tree& left, const std::vector<DiskOperation>& recovery, std::size_t point,
                          const Tree& result)
    {
        if (recovery.empty())
            return;
        const auto second = random_() % (recovery.size() + 1);
        write_tree(root_, after_power_loss(left, recovery, second, Unsynced::random, random_));
        ++count_.second_losses;
        recover_target(root_);
        INFO("power lost again after " << second << " operations of the recovery");
        CHECK(check(point, false) == result);
    }

    Tree check(std::size_t point, bool committed)
    {
        auto tree = read_tree(root_);
        INFO("power lost after " << point << " operations; against the old state:" << difference(tree, old_tree())
                                 << "; against the new:" << difference(tree, new_tree()));
        const bool is_new = tree == new_tree();
        REQUIRE((is_new || tree == old_tree()));
        if (committed)
            REQUIRE(is_new);
        (is_new ? count_.new_states : count_.old_states) += 1;
        return tree;
    }

    TemporaryDirectory place_;
    std::filesystem::path root_ = place_.path() / "target";
    std::mt19937_64 random_;
    std::vector<DiskOperation> operations_;
    Count count_;
};

}  // namespace

TEST_CASE("power lost at any step leaves a target that recovers to all old or all new")
{
    const bool longer = std::getenv("HIVEMEND_LONG") != nullptr;
    const char* chosen = std::getenv("HIVEMEND_SEED");
    const std::uint64_t seed = chosen != nullptr ? std::strtoull(chosen, nullptr, 10) : 20261121;
    Experiment experiment{seed};
    experiment.run(longer ? 1000 : 80);
    const auto& count = experiment.count();
    CHECK(count.committed > 100);
    CHECK(count.old_states > 100);
    WARN("seed " << seed << ": " << experiment.operations() << " operations, " << count.states << " states ("
                 << count.committed << " with a committed journal), " << count.second_losses << " second losses; "
                 << count.old_states << " old, " << count.new_states << " new");
}
