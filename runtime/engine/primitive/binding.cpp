// Comparing registries with declarations.
#include "runtime/engine/primitive/binding.hpp"

#include <algorithm>

#include "runtime/engine/fact/fact.hpp"
#include "runtime/engine/primitive/primitive.hpp"

namespace hivemend::engine {

std::vector<std::string> undeclared(const lang::Declarations& declarations)
{
    std::vector<std::string> names;
    for (const auto* primitive : primitives())
        if (!declarations.primitives.contains(primitive->verb))
            names.emplace_back(primitive->verb);
    for (const auto* fact : facts())
        if (!declarations.facts.contains(fact->name))
            names.emplace_back(fact->name);
    return names;
}

std::vector<std::string> unimplemented(const lang::Declarations& declarations)
{
    std::vector<std::string> names;
    for (const auto& [verb, declaration] : declarations.primitives)
        if (find_primitive(verb) == nullptr)
            names.push_back(verb);
    for (const auto& [name, declaration] : declarations.facts)
        if (std::ranges::find(facts(), name, &Fact::name) == facts().end())
            names.push_back(name);
    return names;
}

}  // namespace hivemend::engine
