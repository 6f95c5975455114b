// bcd.*: the boot store beside its elements, which are read by their paths.
#include "runtime/engine/fact/fact.hpp"
#include "runtime/engine/target/default_loader.hpp"

namespace hivemend::engine {
namespace {

Answer<lang::Value> loaders(const Target& target, std::span<const lang::Value>)
{
    if (!target.boot().present())
        return Unknown{"this target has no boot store"};
    std::vector<lang::Value> list;
    for (const auto& entry : windows_entries(target.boot()))
        list.push_back({lang::BootObject{{}, entry.id, "osloader"}});
    return Known<lang::Value>{{std::move(list)}};
}

const Fact loaders_fact{"bcd.loaders", loaders};

}  // namespace
}  // namespace hivemend::engine
