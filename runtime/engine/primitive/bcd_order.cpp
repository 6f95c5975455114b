// bcd order: changes one of the boot manager's lists of entries. Declared and documented in stdlib/bcd.mend.
#include "runtime/engine/primitive/boot_object.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/windows/bcd/codec.hpp"

namespace hivemend::engine {
namespace {

using Ids = std::vector<lang::Guid>;

Ids ids_of(const std::vector<lang::Value>& objects)
{
    Ids ids;
    for (const auto& object : objects)
        ids.push_back(*object.get<lang::BootObject>().id);
    return ids;
}

Ids ids_in(const Call& call, std::string_view parameter)
{
    const auto objects = call.argument<std::vector<lang::Value>>(parameter);
    return objects ? ids_of(*objects) : Ids{};
}

void remove(Ids& from, const Ids& ids)
{
    std::erase_if(from, [&](const lang::Guid& one) { return std::ranges::find(ids, one) != ids.end(); });
}

/// An id that is added again moves.
Ids ordered(Ids list, const Call& call)
{
    const auto first = ids_in(call, "first"), last = ids_in(call, "last");
    for (const auto& ids : {first, last, ids_in(call, "remove")})
        remove(list, ids);
    list.insert(list.begin(), first.begin(), first.end());
    list.insert(list.end(), last.begin(), last.end());
    return list;
}

std::optional<Ids> ids_of(const lang::RegData& data, std::uint32_t element)
{
    const auto value = windows::decode_element(element, data);
    return value ? std::optional(ids_of(value->get<std::vector<lang::Value>>())) : std::nullopt;
}

std::optional<lang::Guid> missing(const Ids& ids, const Target& target)
{
    const auto found = std::ranges::find_if(ids, [&](const lang::Guid& id) { return !target.boot().object(id); });
    return found == ids.end() ? std::nullopt : std::optional(*found);
}

std::optional<lang::Guid> named_twice(const Call& call)
{
    Ids all;
    for (const auto* parameter : {"first", "last", "remove"})
        for (const auto& id : ids_in(call, parameter)) {
            if (std::ranges::find(all, id) != all.end())
                return id;
            all.push_back(id);
        }
    return std::nullopt;
}

Proposal plan_bcd_order(const Call& call, const Target& target)
{
    const auto& list = call.subject<lang::EnumMember>().name;
    const auto& declared = *call.declarations().element(list, "bootmgr");
    const auto& manager = call.declarations().objects.find("bootmgr")->second;
    const lang::BootObject subject{"bootmgr", manager.id, manager.kind};
    const auto found = boot_object(subject, target);
    if (const auto* refused = std::get_if<Refused>(&found))
        return *refused;
    const auto& object = std::get<std::optional<windows::BcdObject>>(found);
    if (!object)
        return Refused{"the boot store has no object bootmgr"};
    for (const auto* parameter : {"first", "last"})
        if (const auto id = missing(ids_in(call, parameter), target))
            return Refused{fmt::format("the boot store has no object {} to put into `{}`", lang::to_text(*id), list)};
    if (const auto id = named_twice(call))
        return Refused{fmt::format("{} is named twice", lang::to_text(*id))};
    const auto before = element_of(*object, declared.id);
    const auto now = before ? ids_of(*before, declared.id) : Ids{};
    if (!now)
        return Refused{fmt::format("`{}` of the boot manager is no list of objects", list)};
    const auto wanted = ordered(*now, call);
    if (wanted.empty())
        return Changes{DeleteBootElement{*subject.id, subject.name, subject.kind, declared.id, list, before}};
    std::vector<lang::Value> objects;
    for (const auto& id : wanted)
        objects.push_back({lang::BootObject{{}, id, {}}});
    auto data = wanted == *now ? *before : windows::encode_element(declared.id, lang::Value{std::move(objects)});
    return Changes{element_data(subject, declared.id, list, object, std::move(data))};
}

const Primitive bcd_order{"bcd order", plan_bcd_order};

}  // namespace
}  // namespace hivemend::engine
