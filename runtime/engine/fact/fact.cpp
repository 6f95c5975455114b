// The registry of facts, and the order in which a fact is looked for.
#include "runtime/engine/fact/fact.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

std::vector<const Fact*>& registered()
{
    static std::vector<const Fact*> list;  // a function's static, because registrations in other files may come first
    return list;
}

}  // namespace

Fact::Fact(std::string_view its_name, Read its_read) : name(its_name), read(its_read)
{
    auto& list = registered();
    list.insert(std::ranges::lower_bound(list, name, {}, &Fact::name), this);
}

std::span<const Fact* const> facts()
{
    return registered();
}

Answer<lang::Value> read_fact(std::string_view name, const Target& target, std::span<const lang::Value> arguments)
{
    if (arguments.empty())
        if (auto given = target.supplied(name))
            return Known<lang::Value>{std::move(*given)};
    const auto& list = registered();
    const auto found = std::ranges::lower_bound(list, name, {}, &Fact::name);
    if (found == list.end() || (*found)->name != name)
        return Unknown{fmt::format("this build cannot tell `{}`", name)};
    return (*found)->read(target, arguments);
}

}  // namespace hivemend::engine
