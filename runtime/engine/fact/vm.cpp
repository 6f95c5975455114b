// vm.*: the virtual machine that boots this disk, as far as the disk shows it.
#include "runtime/engine/fact/fact.hpp"

namespace hivemend::engine {
namespace {

Answer<lang::Value> vm_generation(const Target& target, std::span<const lang::Value>)
{
    if (const auto generation = target.generation())
        return Known<lang::Value>{{static_cast<std::uint64_t>(*generation)}};
    return Unknown{"this target has no boot store, and its place tells the generation"};
}

const Fact generation{"vm.generation", vm_generation};

}  // namespace
}  // namespace hivemend::engine
