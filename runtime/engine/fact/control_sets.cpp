// os.control_sets and its kin: which control sets the SYSTEM hive has and which of them Select names.
#include "runtime/engine/fact/fact.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

const lang::RegKey system_root{"SYSTEM"};
const lang::RegKey select_key{"SYSTEM\\Select"};

bool is_control_set(std::string_view name)
{
    return name.size() == 13 && lang::equal_without_case(name.substr(0, 10), "ControlSet") &&
           std::ranges::all_of(name.substr(10), [](unsigned char c) { return std::isdigit(c) != 0; });
}

std::vector<std::string> all(const Target& target)
{
    std::vector<std::string> names = target.registry().keys(system_root);
    std::erase_if(names, [](const std::string& name) { return !is_control_set(name); });
    std::ranges::sort(names, {}, lang::ascii_lower);
    return names;
}

/// The control set that a value of Select names, or why there is none: it must exist in the hive.
std::variant<lang::ControlSet, std::string> named_by_select(const Target& target, std::string_view value)
{
    const auto data = target.registry().value(select_key, value);
    const auto number = data ? lang::as_dword(*data) : std::nullopt;
    if (!number)
        return fmt::format("SYSTEM\\Select has no REG_DWORD `{}`", value);
    const auto name = fmt::format("ControlSet{:03}", *number);
    for (const auto& present : all(target))
        if (lang::equal_without_case(present, name))
            return lang::ControlSet{present};
    return fmt::format("SYSTEM\\Select\\{} names {}, which the hive does not have", value, name);
}

/// `Missing` is what it means when there is none.
template <class Missing>
Answer<lang::Value> selected(const Target& target, std::string_view value)
{
    if (auto obstacle = target.registry().obstacle("SYSTEM"))
        return Unknown{*obstacle};
    return std::visit(
        overloaded{[](lang::ControlSet set) -> Answer<lang::Value> { return Known<lang::Value>{{std::move(set)}}; },
                   [](std::string why) -> Answer<lang::Value> { return Missing{std::move(why)}; }},
        named_by_select(target, value));
}

Answer<lang::Value> control_sets(const Target& target, std::span<const lang::Value>)
{
    if (auto obstacle = target.registry().obstacle("SYSTEM"))
        return Unknown{*obstacle};
    std::vector<lang::Value> list;
    for (auto& name : all(target))
        list.push_back({lang::ControlSet{std::move(name)}});
    return Known<lang::Value>{{std::move(list)}};
}

Answer<lang::Value> current(const Target& target, std::span<const lang::Value>)
{
    return selected<Unknown>(target, "Current");
}

Answer<lang::Value> by_default(const Target& target, std::span<const lang::Value>)
{
    return selected<Unknown>(target, "Default");
}

/// A machine that never had a good start to fall back to has none: that is no mistake of the hive.
Answer<lang::Value> last_known_good(const Target& target, std::span<const lang::Value>)
{
    return selected<Absent>(target, "LastKnownGood");
}

const Fact sets_fact{"os.control_sets", control_sets};
const Fact current_fact{"os.current_control_set", current};
const Fact default_fact{"os.default_control_set", by_default};
const Fact last_known_good_fact{"os.last_known_good_control_set", last_known_good};

}  // namespace
}  // namespace hivemend::engine
