// What settings were before a run touched them: what `reg restore` and `bcd restore` give back.
#pragma once

#include <map>
#include <string>

#include "runtime/engine/plan/change.hpp"

namespace hivemend::engine {

/// The first change of each setting in a run, in all its parts; that its step found it already so counts, too.
class Originals {
public:
    /// Remembers the settings among these changes that are not known yet. Keys and objects themselves are none.
    void note(const Changes& changes);
    /// The first change at the place of this one, or nothing: the run did not touch it.
    const Change* first(const Change& place) const;

    /// By place, for the journal of a run.
    const std::map<std::string, Change>& all() const { return first_; }

private:
    std::map<std::string, Change> first_;
};

}  // namespace hivemend::engine
