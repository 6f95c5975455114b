// A saved plan holds for the content it was made from, wherever that lies now.
#include "runtime/engine/apply/apply.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

std::string before_text(const std::optional<lang::RegData>& data)
{
    return data ? lang::to_text(*data) : "absent";
}

std::string type_text(const std::optional<std::uint32_t>& type)
{
    return type ? fmt::format("type 0x{:08x}", *type) : "no such object";
}

/// Place and what is there before the change, in words; nothing for changes that find nothing.
std::pair<std::string, std::string> found(const Change& change)
{
    using Words = std::pair<std::string, std::string>;
    return std::visit(overloaded{
                          [](const SetRegValue& c) {
                              return Words{fmt::format("{} `{}`", c.key.text, c.name), before_text(c.before)};
                          },
                          [](const DeleteRegValue& c) {
                              return Words{fmt::format("{} `{}`", c.key.text, c.name), before_text(c.before)};
                          },
                          [](const CreateRegKey& c) {
                              return Words{c.key.text, "no such key"};
                          },
                          [](const DeleteRegKey& c) {
                              return Words{c.key.text + " with everything below it",
                                           fmt::format("{} keys and {} values", c.tree.keys(), c.tree.values())};
                          },
                          [](const CopyRegKey& c) {
                              return Words{
                                  fmt::format("the copy of {} at {}", c.from.text, c.to.text),
                                  fmt::format("{} keys and {} values apart from it", c.tree.keys(), c.tree.values())};
                          },
                          [](const ReplayHive& c) {
                              return Words{c.hive + " hive", c.dirty ? "dirty" : "clean"};
                          },
                          [](const SetBootElement& c) {
                              return Words{fmt::format("boot object {} {}", lang::to_text(c.object), c.element_name),
                                           before_text(c.before)};
                          },
                          [](const DeleteBootElement& c) {
                              return Words{fmt::format("boot object {} {}", lang::to_text(c.object), c.element_name),
                                           before_text(c.before)};
                          },
                          [](const CreateBootObject& c) {
                              return Words{fmt::format("boot object {}", lang::to_text(c.object)), type_text(c.before)};
                          },
                          [](const DeleteBootObject& c) {
                              return Words{fmt::format("boot object {}", lang::to_text(c.object)), type_text(c.before)};
                          },
                      },
                      change);
}

void compare_objects(const Plan& saved, const Plan& now, std::vector<std::string>& lines)
{
    for (const auto& object : saved.objects_read) {
        const auto same = std::ranges::find(now.objects_read, object.path, &ObjectRead::path);
        if (same == now.objects_read.end())
            lines.push_back(object.path + " is not there any more");
        else if (same->fingerprint != object.fingerprint)
            lines.push_back(fmt::format("{} has changed: {} bytes, sha256 {} when planned; {} bytes, sha256 {} now",
                                        object.path, object.fingerprint.size,
                                        storage::to_hex(object.fingerprint.hash).substr(0, 16), same->fingerprint.size,
                                        storage::to_hex(same->fingerprint.hash).substr(0, 16)));
    }
    for (const auto& object : now.objects_read)
        if (std::ranges::find(saved.objects_read, object.path, &ObjectRead::path) == saved.objects_read.end())
            lines.push_back(object.path + " was not there when planned");
}

void compare_changes(const Plan& saved, const Plan& now, std::vector<std::string>& lines)
{
    if (saved.changes == now.changes)
        return;  // a place may be in them twice, before and after a whole key is copied
    for (const auto& change : saved.changes) {
        const auto planned = found(change);
        const auto& place = planned.first;
        const auto& before = planned.second;
        const auto same =
            std::ranges::find_if(now.changes, [&](const Change& other) { return found(other).first == place; });
        if (same == now.changes.end())
            lines.push_back(fmt::format("{} would not be changed any more", place));
        else if (const auto before_now = found(*same).second; before_now != before)
            lines.push_back(fmt::format("{} was {} when planned and is {} now", place, before, before_now));
        else if (*same != change)
            lines.push_back(fmt::format("{} would be changed to something else", place));
    }
    for (const auto& change : now.changes) {
        const auto place = found(change).first;
        if (std::ranges::none_of(saved.changes, [&](const Change& other) { return found(other).first == place; }))
            lines.push_back(fmt::format("{} would be changed, too", place));
    }
}

/// A file of the operator may have another content now. Defaults may be facts, which count by what they lead to.
void compare_parameters(const Plan& saved, const Plan& now, std::vector<std::string>& lines)
{
    for (const auto& parameter : saved.parameters) {
        const auto same = std::ranges::find(now.parameters, parameter.name, &PlannedParameter::name);
        if (parameter.given && same != now.parameters.end() && same->text != parameter.text)
            lines.push_back(fmt::format("parameter {} was {} when planned and is {} now", parameter.name,
                                        parameter.text, same->text));
    }
}

}  // namespace

std::vector<std::string> stale(const Plan& saved, const Plan& now)
{
    std::vector<std::string> lines;
    compare_objects(saved, now, lines);
    compare_parameters(saved, now, lines);
    compare_changes(saved, now, lines);
    if (lines.empty() && saved.stages != now.stages)
        lines.push_back("a step comes to another outcome");
    return lines;
}

}  // namespace hivemend::engine
