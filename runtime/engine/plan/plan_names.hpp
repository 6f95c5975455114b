// Words of the plan file for the closed sets of a plan.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "runtime/engine/plan/plan.hpp"

namespace hivemend::engine::names {

template <class Value, std::size_t Size>
using Table = std::array<std::pair<Value, std::string_view>, Size>;

inline constexpr Table<Outcome, 9> outcomes{{
    {Outcome::already_so, "already_so"},
    {Outcome::will_change, "will_change"},
    {Outcome::not_needed, "not_needed"},
    {Outcome::waits_for_person, "waits_for_person"},
    {Outcome::not_planned_yet, "not_planned_yet"},
    {Outcome::cannot_know_yet, "cannot_know_yet"},
    {Outcome::refused, "refused"},
    {Outcome::done, "done"},
    {Outcome::shown, "shown"},
}};

inline constexpr Table<StepKind, 8> step_kinds{{
    {StepKind::act, "act"},
    {StepKind::branch, "branch"},
    {StepKind::loop, "loop"},
    {StepKind::let, "let"},
    {StepKind::note, "note"},
    {StepKind::ask, "ask"},
    {StepKind::verdict, "verdict"},
    {StepKind::procedure, "procedure"},
}};

inline constexpr Table<lang::Risk, 3> risks{{
    {lang::Risk::low, "low"},
    {lang::Risk::medium, "medium"},
    {lang::Risk::high, "high"},
}};

inline constexpr Table<lang::VerdictKind, 5> verdicts = lang::verdict_words;

}  // namespace hivemend::engine::names
