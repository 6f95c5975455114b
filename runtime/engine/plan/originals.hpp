// What settings were before a run touched them: what `reg restore` and `bcd restore` give back.
#pragma once

#include <map>
#include <string>

#include "runtime/engine/plan/change.hpp"

namespace hivemend::engine {

/// The first change of each setting in a run, in all its parts; that its step found it already so counts, too.
class Originals {
public:
    /// Remembers the settings among these changes that are not known yet. Keys and objects themselves are none. Of keys
    /// that go whole or are copied over only that is remembered: what a value in them was before is not known later.
    void note(const Changes& changes);
    /// Takes over what was remembered before, from the journal of a run.
    void keep(const Change& change);
    /// The first change at the place of this one, or nothing: the run did not touch it.
    const Change* first(const Change& place) const;
    /// Whether the run deleted or copied over a whole key that this change is in.
    bool in_a_whole_key(const Change& change) const;

    /// By place, for the journal of a run.
    const std::map<std::string, Change>& all() const { return first_; }

private:
    std::map<std::string, Change> first_;
    Changes whole_keys_;  // those among them that delete or copy one
};

}  // namespace hivemend::engine
