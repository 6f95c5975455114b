// bcd restore: gives elements back what they were before this run. Declared and documented in stdlib/bcd.mend.
#include "runtime/engine/primitive/boot_object.hpp"
#include "runtime/engine/primitive/restore.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

using Object = std::optional<windows::BcdObject>;

/// What a setting comes to: a change, nothing because nothing is known of it, or why it cannot be written yet.
using Restored = std::variant<Change, std::monostate, Unknown>;

Restored restored(const Call& call, const lang::BootObject& subject, const CallSetting& setting, const Object& object,
                  const Target& target)
{
    const auto deletion = element_deletion(subject, setting, object);
    const auto* declared = call.declarations().element(*setting.element, subject.kind);
    const bool temporary = declared != nullptr && declared->temporary;
    const auto before = before_this_run(call, deletion);
    // A temporary element that the run found as it wanted it was left over by a repair that never ended.
    const bool left_over = temporary && before && before->data && before->already_so;
    if (before && !left_over) {
        if (!before->data)
            return deletion;
        const auto& now = std::get<DeleteBootElement>(deletion);
        return SetBootElement{now.object,       now.object_name, now.kind,     now.element,
                              now.element_name, now.before,      *before->data};
    }
    if (setting.value)
        return std::visit([](auto change) -> Restored { return change; },
                          element_change(subject, setting, object, target));
    return temporary ? Restored{deletion} : Restored{std::monostate{}};
}

Proposal plan_bcd_restore(const Call& call, const Target& target)
{
    const auto& subject = call.subject<lang::BootObject>();
    const auto found = boot_object(subject, target);
    if (const auto* refused = std::get_if<Refused>(&found))
        return *refused;
    const auto& object = std::get<Object>(found);
    if (!object)
        return NotNeeded{fmt::format("the boot store has no object {}", name_of(subject))};
    Changes changes;
    std::vector<std::string> left;
    for (const auto& setting : call.settings()) {
        auto one = restored(call, subject, setting, object, target);
        if (const auto* unknown = std::get_if<Unknown>(&one))
            return *unknown;
        if (auto* change = std::get_if<Change>(&one))
            changes.push_back(std::move(*change));
        else
            left.push_back(left_as_it_is(setting.name));
    }
    return given_back(std::move(changes), std::move(left));
}

const Primitive bcd_restore{"bcd restore", plan_bcd_restore, Touch::gives_back};

}  // namespace
}  // namespace hivemend::engine
