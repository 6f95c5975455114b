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
            if constexpr (requires { copy.tree; })
                copy.tree = {};
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

/// Where the order of changes matters, the net may hold several at one place.
void mark(std::vector<Made>& chain, const std::vector<const Change*>& net)
{
    bool rests_on_it = false;  // the next change remains, and was made from this one
    for (auto made = chain.rbegin(); made != chain.rend(); ++made) {
        const bool is_net =
            std::ranges::any_of(net, [&](const Change* one) { return effect(*one) == effect(made->change->change); });
        made->change->taken_back = !is_net && !rests_on_it;
        rests_on_it = made->builds_on && !made->change->taken_back;
    }
}

/// Changes inside a key that a later step deletes, or copies over.
struct Gone {
    std::set<const PlannedChange*> deleted, copied_over;
};

void insert_inside(const std::vector<const PlannedChange*>& earlier, const lang::RegKey& key,
                   std::set<const PlannedChange*>& inside)
{
    for (const auto* one : earlier)
        if (is_inside(one->change, key))
            inside.insert(one);
}

void find_gone(std::vector<PlannedStep>& steps, std::vector<const PlannedChange*>& earlier, Gone& gone)
{
    for (auto& planned : steps) {
        for (auto& change : planned.changes) {
            if (!is_difference(change.change))
                continue;
            if (const auto* deletion = std::get_if<DeleteRegKey>(&change.change))
                insert_inside(earlier, deletion->key, gone.deleted);
            if (const auto* copy = std::get_if<CopyRegKey>(&change.change))
                insert_inside(earlier, copy->to, gone.copied_over);
            earlier.push_back(&change);
        }
        find_gone(planned.inside, earlier, gone);
    }
}

/// Why nothing remains of a step.
std::string reason(const PlannedStep& planned, const Chains& chains, const Gone& gone, const Changes& net)
{
    bool takes_back = true, overwritten = true, all_gone = true;
    for (const auto& change : planned.changes) {
        if (!is_difference(change.change))
            continue;
        const auto place = place_of(change.change);
        all_gone = all_gone && gone.deleted.contains(&change);
        takes_back = takes_back && chains.at(place).back().change == &change && !gone.copied_over.contains(&change);
        overwritten = overwritten && std::ranges::find(net, place, place_of) != net.end();
    }
    return all_gone      ? "a later step deletes the key"
           : takes_back  ? "it only takes an earlier step back"
           : overwritten ? "a later step writes something else"
                         : "a later step takes it back";
}

void mark(std::vector<PlannedStep>& steps, const Chains& chains, const Gone& gone, const Changes& net)
{
    for (auto& planned : steps) {
        const auto is_taken_back = [](const PlannedChange& one) {
            return one.taken_back || !is_difference(one.change);
        };
        if (planned.outcome == Outcome::will_change && std::ranges::all_of(planned.changes, is_taken_back)) {
            planned.outcome = Outcome::not_needed;
            planned.why = reason(planned, chains, gone, net);
        }
        mark(planned.inside, chains, gone, net);
    }
}

}  // namespace

void mark_taken_back(Plan& plan, const std::set<std::string>& building)
{
    Chains chains;
    Gone gone;
    std::vector<const PlannedChange*> earlier;
    for (auto& stage : plan.stages) {
        find_chains(stage.steps, building, chains);
        find_gone(stage.steps, earlier, gone);
    }
    std::map<std::string, std::vector<const Change*>> net;
    for (const auto& change : plan.changes)
        net[place_of(change)].push_back(&change);
    for (auto& [place, chain] : chains)
        mark(chain, net[place]);
    for (auto& stage : plan.stages)
        mark(stage.steps, chains, gone, plan.changes);
}

}  // namespace hivemend::engine
