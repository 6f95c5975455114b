// Facts: what playbooks ask about the patient. One file for each family.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "lang/types/value.hpp"
#include "runtime/engine/answer.hpp"
#include "runtime/engine/target/target.hpp"

namespace hivemend::engine {

/// Registers itself; the name is the one of its declaration in stdlib/.
struct Fact {
    using Read = Answer<lang::Value> (*)(const Target&, std::span<const lang::Value> arguments);
    std::string_view name;
    Read read;
    Fact(std::string_view name, Read read);
};

std::span<const Fact* const> facts();

/// What the target supplies itself, else what the fact reads, else unknown: "this build cannot tell `crash.dumps`".
Answer<lang::Value> read_fact(std::string_view name, const Target& target, std::span<const lang::Value> arguments);

}  // namespace hivemend::engine
