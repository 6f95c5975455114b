// `default`: not simply bootmgr.default, because on real disks that may be Windows PE.
#include "runtime/engine/target/default_loader.hpp"

#include <algorithm>
#include <set>

#include "runtime/windows/bcd/known.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hivemend::engine {
namespace {

using windows::element_value;
namespace element = windows::element;

std::set<lang::Guid> recovery_entries(const std::vector<windows::BcdObject>& objects)
{
    std::set<lang::Guid> result;
    for (const auto& object : objects)
        for (const auto& entry : element_value<std::vector<lang::Value>>(object, element::recoverysequence)
                                     .value_or(std::vector<lang::Value>{}))
            if (const auto* named = entry.get_if<lang::BootObject>(); named != nullptr && named->id)
                result.insert(*named->id);
    return result;
}

std::string title(const windows::BcdObject& object)
{
    return fmt::format("\"{}\"", element_value<std::string>(object, element::description).value_or(""));
}

std::string described(const windows::BcdObject& object)
{
    return fmt::format("{} {}", lang::to_text(object.id), title(object));
}

/// Why an entry is not a Windows that can be repaired, or nothing.
std::optional<std::string> objection(const windows::BcdObject& object, const std::set<lang::Guid>& recovery)
{
    if (windows::object_kind(object.type) != "osloader")
        return fmt::format("is of kind {}", windows::object_kind(object.type));
    if (element_value<bool>(object, element::winpe).value_or(false))
        return "is Windows PE";
    if (recovery.contains(object.id))
        return "is a recovery entry of another one";
    return std::nullopt;
}

}  // namespace

std::variant<DefaultLoader, Unknown, Refused> default_loader(const BootStore& boot)
{
    if (!boot.present())
        return Unknown{"this target has no boot store"};
    const auto objects = boot.objects();
    const auto recovery = recovery_entries(objects);

    std::string instead = "the boot store has no `bootmgr.default`";
    if (const auto manager = boot.object(windows::boot_manager)) {
        if (const auto named = element_value<lang::BootObject>(*manager, element::default_entry); named && named->id) {
            const auto entry = std::ranges::find(objects, *named->id, &windows::BcdObject::id);
            if (entry == objects.end())
                instead =
                    fmt::format("`bootmgr.default` names {}, which the store does not have", lang::to_text(*named->id));
            else if (const auto reason = objection(*entry, recovery))
                instead = fmt::format("`bootmgr.default` names {}, which {}", described(*entry), *reason);
            else
                return DefaultLoader{entry->id, fmt::format("{}, which `bootmgr.default` names", title(*entry))};
        }
    }

    const auto left = windows_entries(boot);
    if (left.size() == 1)
        return DefaultLoader{left[0].id, fmt::format("{}, the only Windows in the store: {}", title(left[0]), instead)};
    std::vector<std::string> names;
    names.reserve(left.size());
    for (const auto& object : left)
        names.push_back(described(object));
    if (left.empty())
        return Refused{instead + "; and no other entry loads a Windows that could be repaired"};
    return Refused{fmt::format("{}; {} entries could be meant: {}. Say which by its id", instead, left.size(),
                               fmt::join(names, ", "))};
}

std::vector<windows::BcdObject> windows_entries(const BootStore& boot)
{
    auto entries = boot.objects();
    const auto recovery = recovery_entries(entries);
    std::erase_if(entries, [&](const windows::BcdObject& object) { return objection(object, recovery).has_value(); });
    return entries;
}

}  // namespace hivemend::engine
