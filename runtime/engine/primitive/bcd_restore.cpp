// bcd restore: gives elements back what they were before this run. Declared and documented in stdlib/bcd.mend.
#include "runtime/engine/primitive/boot_object.hpp"
#include "runtime/engine/primitive/restore.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

/// What a setting comes to; nothing when nothing is known of it.
std::optional<Change> restored(const Call& call, const lang::BootObject& subject, const CallSetting& setting,
                               const windows::BcdObject& object)
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
        return element_change(subject, setting, object);
    return temporary ? std::optional(deletion) : std::nullopt;
}

Proposal plan_bcd_restore(const Call& call, const Target& target)
{
    const auto& subject = call.subject<lang::BootObject>();
    const auto found = object_to_lessen(subject, target);
    if (const auto* proposal = std::get_if<Proposal>(&found))
        return *proposal;
    const auto& object = std::get<windows::BcdObject>(found);
    Changes changes;
    std::vector<std::string> left;
    for (const auto& setting : call.settings()) {
        if (auto change = restored(call, subject, setting, object))
            changes.push_back(std::move(*change));
        else
            left.push_back(left_as_it_is(setting.name));
    }
    return given_back(std::move(changes), std::move(left));
}

const Primitive bcd_restore{"bcd restore", plan_bcd_restore, Touch::gives_back};

}  // namespace
}  // namespace hivemend::engine
