// Editing lists of strings.
#include "runtime/engine/primitive/multi_sz_edit.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

std::variant<Change, Refused> edited(const lang::RegKey& key, const CallSetting& setting,
                                     const std::optional<lang::RegData>& before, EditStrings edit)
{
    const auto found = before ? lang::as_multi_sz(*before) : std::vector<std::string>{};
    if (!found)
        return Refused{fmt::format("`{}` is {}, not a list of strings (REG_MULTI_SZ)", setting.name,
                                   lang::reg_type_name(before->type))};
    auto strings = *found;
    edit(strings, texts_of(*setting.value));
    if (strings == *found && before)
        return SetRegValue{key, setting.name, before, *before};  // the same bytes, however Windows wrote them
    if (strings == *found)
        return DeleteRegValue{key, setting.name, std::nullopt};  // nothing to take out of what is not there
    auto data = multi_sz_of(strings);
    if (auto* refused = std::get_if<Refused>(&data))
        return *refused;
    return SetRegValue{key, setting.name, before, std::get<lang::RegData>(std::move(data))};
}

}  // namespace

bool has_string(const std::vector<std::string>& strings, const std::string& text)
{
    return std::ranges::any_of(strings, [&](const auto& one) { return lang::equal_without_case(one, text); });
}

Proposal edit_multi_sz(const Call& call, const Target& target, EditStrings edit)
{
    const auto& key = call.subject<lang::RegKey>();
    Changes changes;
    for (const auto& setting : call.settings()) {
        auto change = edited(key, setting, target.registry().value(key, setting.name), edit);
        if (auto* refused = std::get_if<Refused>(&change))
            return *refused;
        changes.push_back(std::get<Change>(std::move(change)));
    }
    return changes;
}

}  // namespace hivemend::engine
