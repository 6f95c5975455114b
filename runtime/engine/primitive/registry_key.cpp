// Keys by hive and path, and lists of strings.
#include "runtime/engine/primitive/registry_key.hpp"

#include "runtime/engine/plan/reg_value.hpp"

namespace hivemend::engine {

std::string_view hive_of(const lang::RegKey& key)
{
    return std::string_view(key.text).substr(0, key.text.find('\\'));
}

std::string_view below_hive(const lang::RegKey& key)
{
    const auto slash = key.text.find('\\');
    return slash == std::string::npos ? std::string_view{} : std::string_view(key.text).substr(slash + 1);
}

std::optional<Proposal> nothing_at(const lang::RegKey& key, const Target& target)
{
    if (auto obstacle = target.registry().obstacle(hive_of(key)))
        return Refused{*obstacle};
    if (!target.registry().key_exists(key))
        return NotNeeded{"there is no such key"};
    return std::nullopt;
}

std::vector<std::string> texts_of(const lang::Value& list)
{
    std::vector<std::string> texts;
    for (const auto& item : list.get<std::vector<lang::Value>>())
        texts.push_back(lang::interpolated(item));
    return texts;
}

std::variant<lang::RegData, Refused> multi_sz_of(const std::vector<std::string>& strings)
{
    std::vector<lang::Value> list;
    for (const auto& text : strings)
        list.push_back({text});
    const auto made = reg_value(lang::RegType::multi_sz, {std::move(list)});
    if (const auto* refused = std::get_if<Refused>(&made))
        return *refused;
    return std::get<Known<lang::Value>>(made).value.get<lang::RegData>();
}

}  // namespace hivemend::engine
