// Everything that a playbook could touch, known without a disk: the program is walked as it is written, and what only a
// disk, an operator or a person can tell stays open.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lang/check/program.hpp"

namespace hivemend::lang {

/// A text whose open parts stand in braces: `SYSTEM\{each of os.control_sets}\Control`.
struct OpenText {
    std::string text;
    std::vector<std::string> open{};  // the parts in braces, without them; empty: the text is what it says

    bool operator==(const OpenText&) const = default;
};

/// Where something is written, and what stands around it on the way there.
struct ReachedPlace {
    /// A `when`, a `match` or a `for each` as it is written, or the name of a procedure where it is run.
    struct Around {
        enum class What { condition, loop, procedure };
        What what;
        std::string text;
        Span span;
    };
    Span span;
    std::optional<std::size_t> stage{};  // of Program::stages; nothing in the header
    std::vector<Around> around{};        // outermost first
};

/// A value, an element or a parameter that a statement names.
struct TouchedLine {
    OpenText name;
    std::optional<std::uint32_t> element{};
    std::optional<OpenText> value{};
};

/// One statement that acts.
struct Touch {
    std::string verb;
    OpenText subject;  // key, boot object, path, volume; empty for a statement without one
    std::vector<TouchedLine> settings{};
    std::vector<TouchedLine> arguments{};
    Risk risk = Risk::low;
    UndoKind undo = UndoKind::exact;
    bool temporary = false;         // given back before the playbook ends
    std::vector<Remark> remarks{};  // what its attributes say: `slow`, `accepts high_risk`
    ReachedPlace place;
};

struct ReachedAsk {
    std::string title;
    std::string name;  // what `--confirm` takes
    std::vector<OpenText> lines;
    std::vector<std::string> expects;                             // as written
    std::vector<std::pair<std::string, std::string>> confirms{};  // name and question
    ReachedPlace place;
};
struct ReachedNote {
    std::string title;
    ReachedPlace place;
};
struct ReachedVerdict {
    VerdictKind kind;
    OpenText message;
    ReachedPlace place;
};

/// Something that is read from the patient: `os.free`, `reg.dword("…", "Start")`, `loader.safeboot`, or whether an
/// object exists.
struct ReachedRead {
    enum class What { fact, element, object };
    What what = What::fact;
    OpenText text;
    std::vector<ReachedPlace> places;
};

struct ReachedParameter {
    enum class State { open, given, by_default };
    std::string name;
    Type type;
    State state = State::open;
    std::string value{};  // `absent` or the value, where it is known; of an open one its default, if it has one
};

struct Reach {
    std::vector<ReachedParameter> parameters;
    // Statements by what they may touch, ordered by subject, then as they are written. One that may touch two things
    // stands in both lists, one that touches nothing (it collects evidence) in `untouched`.
    std::vector<Touch> registry, boot, files, disk, untouched;
    std::vector<ReachedAsk> asks;
    std::vector<ReachedNote> notes;
    std::vector<ReachedVerdict> verdicts;
    std::vector<ReachedRead> reads;  // ordered by text
    /// Constraints of parameters that the fixed values do not keep: name and condition.
    std::vector<std::pair<std::string, std::string>> broken;
    /// False when the program runs more steps than are listed, each procedure counted where it is run.
    bool complete = true;
};

inline constexpr std::size_t most_reached_steps = 10'000;

/// Walks the program. `fixed` holds parameters with their values; with `defaults`, the others have their defaults, and
/// are absent where they are optional and have none. A condition that comes out the same on every disk prunes what it
/// rules out, a loop over a known list is walked turn by turn.
Reach reach_of(const Program& program, const Declarations& declarations, const SourceMap& sources,
               const std::map<std::string, Value>& fixed, bool defaults);

}  // namespace hivemend::lang
