// Plan: everything a playbook would do to one target, as data. Renderers, the saved file and the applier read nothing
// else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lang/check/program.hpp"
#include "runtime/engine/plan/change.hpp"
#include "runtime/engine/target/target.hpp"

namespace hivemend::engine {

enum class Outcome {
    already_so,        // nothing to change
    will_change,       //
    not_needed,        // a later step takes the effect back, or the thing it is about is not there
    waits_for_person,  // an ask without its answer
    not_planned_yet,   // behind an ask that waits
    cannot_know_yet,   // rests on something this target cannot tell
    refused,           // cannot be done safely; `why` says what stands in the way
    done,              // in an earlier part of the same run
    shown,             // notes, and headers of what has steps inside
};

/// One change of a step, and whether a later step takes it back.
struct PlannedChange {
    Change change;
    bool taken_back = false;
    bool operator==(const PlannedChange&) const = default;
};

/// What an attribute says beside a step or stage: `slow`, and why.
struct PlannedRemark {
    std::string what, why;
    bool operator==(const PlannedRemark&) const = default;
};

/// An arm of a branch that is not taken: its condition or patterns, or `else`, and how many steps are in it.
struct Folded {
    std::string what;
    std::uint64_t steps = 0;
    bool operator==(const Folded&) const = default;
};

enum class StepKind { act, branch, loop, let, note, ask, verdict, procedure };

struct PlannedStep {
    StepKind kind = StepKind::act;
    std::string id;    // place in the program and turn of each loop: `0.2/ControlSet001.1`
    std::string file;  // where it is written
    std::uint32_t line = 0;
    std::string what;  // `reg add "SYSTEM\ControlSet001\Control\CrashControl"`, `when exists ram`
    std::string why;   // of a branch: what decided; of a refusal: what stands in the way
    std::string differs{};
    std::vector<PlannedRemark> remarks{};
    Outcome outcome = Outcome::shown;
    lang::Risk risk = lang::Risk::low;
    std::vector<PlannedChange> changes{};
    std::string name{};                    // of an ask: what `--confirm` takes
    std::vector<std::string> lines{};      // prose of notes and asks; of a restore: what is left as it is
    std::vector<std::string> questions{};  // of an ask: `started: The VM starts`
    bool seen_by_tool = false;             // of an ask that waits: whether it is done is read from the target
    std::vector<Folded> folded{};          // of a branch: the arms that are not taken
    std::vector<PlannedStep> inside{};
    bool operator==(const PlannedStep&) const = default;
};

struct PlannedStage {
    std::string title, slug, differs;
    std::vector<PlannedStep> steps;
    std::vector<PlannedRemark> remarks{};
    bool left_out = false;  // an optional stage that nobody named
    bool operator==(const PlannedStage&) const = default;
};

struct PlannedParameter {
    std::string name, text;  // the value as the language writes it, `absent`
    bool given = false;      // by the operator, not by default
    bool operator==(const PlannedParameter&) const = default;
};

/// A parameter as the operator gave it, so that a saved plan can be planned again: the text of `--set`, or the items of
/// a list in the file of `--vars`. Secrets are never among them.
struct GivenParameter {
    std::string name;
    std::variant<std::string, std::vector<std::string>> value;
    bool operator==(const GivenParameter&) const = default;
};

/// A name that only the patient could settle, and why it came out so: `default` → `{efd09c92-…}`.
struct Resolution {
    std::string name, value, why;
    bool operator==(const Resolution&) const = default;
};

struct PlannedVerdict {
    lang::VerdictKind kind;
    std::string message;
    bool operator==(const PlannedVerdict&) const = default;
};

struct Plan {
    std::string tool_version;
    struct Playbook {
        std::string name, title, file, text, sha256;
        struct File {
            std::string name, text;
            bool operator==(const File&) const = default;
        };
        std::vector<File> files{};  // those beside it that it uses; `sha256` is of all texts
        bool operator==(const Playbook&) const = default;
    } playbook;
    std::vector<PlannedParameter> parameters;
    std::vector<GivenParameter> set;
    std::vector<std::string> named_stages;  // slugs of `--stage`; empty: all but optional ones
    struct Patient {
        std::string name, kind, windows_directory, product, build;  // empty: unknown
        int generation = 0;
        std::vector<std::string> control_sets;
        bool operator==(const Patient&) const = default;
    } patient;
    std::vector<ObjectRead> objects_read;
    std::vector<Resolution> resolutions;
    std::vector<std::string> warnings{};  // what nobody may overlook, before all else
    std::vector<std::string> notes;
    std::vector<std::string> assumed;                   // asks taken as answered: for review only
    std::vector<std::pair<std::string, bool>> answers;  // asks answered by the operator
    std::vector<PlannedStage> stages;
    Changes changes;                 // the net difference: what apply writes
    std::vector<std::string> waits;  // names of asks that wait
    std::optional<PlannedVerdict> verdict;
    std::string run;  // the run it goes on with, or empty

    bool operator==(const Plan&) const = default;

    /// No change, and no ask that a later step waits for.
    bool empty() const;
    /// The first step before the horizon that is refused or cannot be known, if there is one: apply writes nothing
    /// then.
    const PlannedStep* blocked() const;
    /// Steps (acts) with this outcome.
    std::size_t count(Outcome outcome) const;
};

/// `will change`, `already so`, …
std::string_view to_text(Outcome outcome);

}  // namespace hivemend::engine
