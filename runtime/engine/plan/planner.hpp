// Program and target in, plan out. Writes nothing; asks the target through an overlay.
#pragma once

#include <map>
#include <set>
#include <string>

#include "lang/check/program.hpp"
#include "runtime/engine/plan/originals.hpp"
#include "runtime/engine/plan/plan.hpp"
#include "runtime/engine/progress.hpp"
#include "runtime/engine/target/target.hpp"

namespace hivemend::engine {

/// What a run remembers, so that it goes on where it stopped: steps done, and what was known when they were.
struct RunMemory {
    std::set<std::string> done;                 // ids of acts that were applied or already so
    std::map<std::string, lang::Value> values;  // of `let`s, loops and branches (the number of the arm), by step id
    std::map<std::string, bool> answers;        // by name
    std::map<std::string, lang::Value> resolutions;
    Originals originals;  // what settings were before the run
};

struct PlanRequest {
    const lang::Program& program;
    const lang::Declarations& declarations;
    const lang::SourceMap& sources;
    std::map<std::string, lang::Value> parameters;  // given by the operator
    std::map<std::string, bool> answers;            // `--confirm`
    std::map<std::string, bool> assumed;            // `--assume`
    RunMemory memory;
    std::vector<std::string> stages{};               // slugs of `--stage`
    std::map<std::string, std::string> described{};  // what a plan says beside a parameter: size and hash of a file
};

struct Planned {
    Plan plan;
    RunMemory memory;  // what a run would remember after this plan is applied
};

/// Error when a parameter is missing that a step needs, breaks its constraint, an answer names no ask, or a stage is
/// not there.
/// Every other obstacle is an outcome in the plan.
Planned make_plan(const PlanRequest& request, const Target& target, Progress& progress, const StopFlag& stop);

}  // namespace hivemend::engine
