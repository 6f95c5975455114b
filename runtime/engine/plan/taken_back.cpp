// Comparing what steps do with what remains of it.
#include "runtime/engine/plan/taken_back.hpp"

#include <algorithm>
#include <map>

namespace hivemend::engine {
namespace {

/// A change without what was there before it, which differs between a step and the net.
Change effect(const Change& change)
{
    return std::visit(
        [](auto copy) -> Change {
            if constexpr (requires { copy.before; })
                copy.before.reset();
            return copy;
        },
        change);
}

/// A difference that a step makes, and whether the step builds on what it finds.
struct Made {
    PlannedChange* change;
    bool builds_on;
};
/// All that is made at one place, in the order of the plan.
using Chains = std::map<std::string, std::vector<Made>>;

void find_chains(std::vector<PlannedStep>& steps, const std::set<std::string>& building, Chains& chains)
{
    for (auto& planned : steps) {
        for (auto& change : planned.changes)
            if (is_difference(change.change))
                chains[place_of(change.change)].push_back({&change, building.contains(planned.id)});
        find_chains(planned.inside, building, chains);
    }
}

void mark(std::vector<Made>& chain, const Change* net)
{
    bool rests_on_it = false;  // the next change remains, and was made from this one
    for (auto made = chain.rbegin(); made != chain.rend(); ++made) {
        const bool is_net = net != nullptr && effect(*net) == effect(made->change->change);
        made->change->taken_back = !is_net && !rests_on_it;
        rests_on_it = made->builds_on && !made->change->taken_back;
    }
}

/// Why nothing remains of a step.
std::string reason(const PlannedStep& planned, const Chains& chains, const Changes& net)
{
    bool takes_back = true, overwritten = true;
    for (const auto& change : planned.changes) {
        if (!is_difference(change.change))
            continue;
        const auto place = place_of(change.change);
        takes_back = takes_back && chains.at(place).back().change == &change;
        overwritten = overwritten && std::ranges::find(net, place, place_of) != net.end();
    }
    return takes_back    ? "it only takes an earlier step back"
           : overwritten ? "a later step writes something else"
                         : "a later step takes it back";
}

void mark(std::vector<PlannedStep>& steps, const Chains& chains, const Changes& net)
{
    for (auto& planned : steps) {
        const auto is_taken_back = [](const PlannedChange& one) {
            return one.taken_back || !is_difference(one.change);
        };
        if (planned.outcome == Outcome::will_change && std::ranges::all_of(planned.changes, is_taken_back)) {
            planned.outcome = Outcome::not_needed;
            planned.why = reason(planned, chains, net);
        }
        mark(planned.inside, chains, net);
    }
}

}  // namespace

void mark_taken_back(Plan& plan, const std::set<std::string>& building)
{
    Chains chains;
    for (auto& stage : plan.stages)
        find_chains(stage.steps, building, chains);
    for (auto& [place, chain] : chains) {
        const auto net = std::ranges::find(plan.changes, place, place_of);
        mark(chain, net == plan.changes.end() ? nullptr : &*net);
    }
    for (auto& stage : plan.stages)
        mark(stage.steps, chains, plan.changes);
}

}  // namespace hivemend::engine
