// From keys of the registry and elements of the boot store to keys and values of one hive.
#include "runtime/engine/target/hive_changes.hpp"

#include "runtime/engine/answer.hpp"
#include "runtime/engine/primitive/registry_key.hpp"

namespace hivemend::engine {

HiveChanges hive_changes(const Change& change)
{
    const auto in_hive = [](const lang::RegKey& key, windows::HiveChange located) {
        return HiveChanges{std::string(hive_of(key)), {std::move(located)}};
    };
    return std::visit(
        overloaded{
            [&](const SetRegValue& c) {
                return in_hive(c.key, windows::SetValue{std::string(below_hive(c.key)), c.name, c.after});
            },
            [&](const DeleteRegValue& c) {
                return in_hive(c.key, windows::DeleteValue{std::string(below_hive(c.key)), c.name});
            },
            [&](const CreateRegKey& c) { return in_hive(c.key, windows::CreateKey{std::string(below_hive(c.key))}); },
            [&](const DeleteRegKey& c) { return in_hive(c.key, windows::DeleteKey{std::string(below_hive(c.key))}); },
            [&](const CopyRegKey& c) {
                return in_hive(
                    c.to, windows::CopyKey{std::string(below_hive(c.from)), std::string(below_hive(c.to)), c.exact});
            },
            [&](const ReplayHive& c) {
                return HiveChanges{c.hive, {}};
            },
            [&](const SetBootElement& c) {
                return HiveChanges{"BCD", {windows::set_element(c.object, c.element, c.after)}};
            },
            [&](const DeleteBootElement& c) {
                return HiveChanges{"BCD", {windows::delete_element(c.object, c.element)}};
            },
            [&](const CreateBootObject& c) {
                return HiveChanges{"BCD", windows::create_object(c.object, c.after)};
            },
            [&](const DeleteBootObject& c) {
                return HiveChanges{"BCD", {windows::delete_object(c.object)}};
            },
        },
        change);
}

}  // namespace hivemend::engine
