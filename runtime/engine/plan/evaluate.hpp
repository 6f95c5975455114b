// Checked expressions to values, on one target.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lang/check/program.hpp"
#include "runtime/engine/answer.hpp"
#include "runtime/engine/plan/plan.hpp"
#include "runtime/engine/primitive/primitive.hpp"
#include "runtime/engine/target/target.hpp"

namespace hivemend::engine {

/// A value, or why there is none.
using Evaluated = std::variant<Known<lang::Value>, Absent, Unknown, Refused>;

/// The slots of one procedure or of the playbook; an empty one was never given.
struct Frame {
    std::vector<std::optional<Evaluated>> slots;
};

class Evaluator {
public:
    /// `target` is what earlier steps left; `found` the disk as it was, which says what `default` is.
    Evaluator(const Target& target, const Target& found, const lang::Declarations& declarations)
        : target_(target), found_(found), declarations_(declarations)
    {}

    /// Error when a parameter is needed that nobody gave; everything else is in the result.
    Evaluated evaluate(const lang::Expr& expression, const Frame& frame);

    /// Why no arm of a `match` is taken: the value that it met.
    Evaluated unmatched(const lang::Expr& subject, const Frame& frame);

    /// The operand that decided a condition, in words: "`ram` is absent", "os.free is 40GiB".
    std::string why(const lang::Expr& condition, const Frame& frame, const lang::SourceMap& sources);

    /// `default`, once it was needed. A run keeps it, so that all of its parts mean the same entry.
    std::optional<Resolution> resolved;
    std::map<std::string, lang::Value> kept;  // resolutions of earlier parts

private:
    Evaluated constants(const std::vector<lang::Value>& items);
    Evaluated constant(const lang::Value& value);
    Evaluated device(const lang::Device& named);
    Evaluated interpolate(const lang::Interpolation& text, const lang::Type& type, const Frame& frame);
    Evaluated element(const lang::ElementRead& read, const Frame& frame);
    Evaluated compare(const lang::Compare& comparison, const Frame& frame);
    Evaluated logic(const lang::Logic& chain, const Frame& frame);
    Evaluated exists(const lang::Expr& operand, const Frame& frame);
    Evaluated choose(const lang::Choice& choice, const Frame& frame);
    Evaluated list(const std::vector<lang::Expr>& items, const Frame& frame);

    const Target& target_;
    const Target& found_;
    const lang::Declarations& declarations_;
    std::optional<Evaluated> default_;
};

/// An interpolated list of pieces as text: prose of notes and asks, messages of verdicts. What is unknown shows as `?`.
std::string text_of(Evaluator& evaluator, const lang::Expr& expression, const Frame& frame);

}  // namespace hivemend::engine
