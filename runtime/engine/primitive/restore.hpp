// What `reg restore` and `bcd restore` share: whether the run knows what a setting was before it.
#pragma once

#include <optional>
#include <string>

#include "runtime/engine/primitive/primitive.hpp"

namespace hivemend::engine {

/// What a setting was before the run: its data, or that it was absent.
struct Before {
    std::optional<lang::RegData> data;
    bool already_so = false;  // the run found there what it wanted to write
};

/// Nothing when no step of the run touched what `place` is about.
std::optional<Before> before_this_run(const Call& call, const Change& place);

/// The line of the plan for a setting that nothing is known of.
std::string left_as_it_is(const std::string& name);
/// The same for one in a key that the run deleted or copied over as a whole.
std::string left_with_its_key(const std::string& name);

/// The changes and what was left; only left ones are *not needed*.
Proposal given_back(Changes changes, std::vector<std::string> left);

}  // namespace hivemend::engine
