// What counts as a difference, what a change is about, and which changes stand in each other's way.
#include "runtime/engine/plan/change.hpp"

#include <fmt/format.h>

#include "runtime/engine/answer.hpp"

namespace hivemend::engine {
namespace {

/// The key that a change of the registry is about; nothing for changes of the boot store and of whole hives.
const lang::RegKey* key_of(const Change& change)
{
    return std::visit(
        [](const auto& c) -> const lang::RegKey* {
            if constexpr (requires { c.to; })
                return &c.to;
            else if constexpr (requires { c.key; })
                return &c.key;
            else
                return nullptr;
        },
        change);
}

/// Whether a change writes to something of this key or below it, or takes it away.
bool writes_in(const Change& change, const lang::RegKey& key)
{
    const auto* own = key_of(change);
    return own != nullptr &&
           (is_or_lies_below(*own, key) || (tree_of(change) != nullptr && is_or_lies_below(key, *own)));
}

}  // namespace

std::string to_text(const std::vector<ReplayedLog>& logs)
{
    std::string text;
    for (const auto& log : logs) {
        const auto numbers = log.first && log.last ? fmt::format(" {}..{}", *log.first, *log.last) : "";
        text += fmt::format("{}{}{} ({} {})", text.empty() ? "" : ", ", log.name, numbers, log.pages,
                            log.pages == 1 ? "page" : "pages");
    }
    return text;
}

bool is_difference(const Change& change)
{
    return std::visit(overloaded{
                          [](const SetRegValue& set) { return set.before != set.after; },
                          [](const DeleteRegValue& removal) { return removal.before.has_value(); },
                          [](const CreateRegKey&) { return true; },
                          [](const DeleteRegKey& removal) { return removal.tree.keys() != 0; },
                          [](const CopyRegKey& copy) { return copy.tree.keys() + copy.tree.values() != 0; },
                          [](const ReplayHive& replay) { return replay.dirty; },
                          [](const SetBootElement& set) { return set.before != set.after; },
                          [](const DeleteBootElement& removal) { return removal.before.has_value(); },
                          [](const CreateBootObject& creation) { return creation.before != creation.after; },
                          [](const DeleteBootObject& removal) { return removal.before.has_value(); },
                      },
                      change);
}

std::string place_of(const Change& change)
{
    using lang::ascii_lower;
    return std::visit(
        overloaded{
            [](const SetRegValue& c) { return "v" + ascii_lower(c.key.text) + '\0' + ascii_lower(c.name); },
            [](const DeleteRegValue& c) { return "v" + ascii_lower(c.key.text) + '\0' + ascii_lower(c.name); },
            [](const CreateRegKey& c) { return "k" + ascii_lower(c.key.text); },
            [](const DeleteRegKey& c) { return "d" + ascii_lower(c.key.text); },
            [](const CopyRegKey& c) { return "c" + ascii_lower(c.to.text) + '\0' + ascii_lower(c.from.text); },
            [](const ReplayHive& c) { return "h" + ascii_lower(c.hive); },
            [](const SetBootElement& c) { return "e" + lang::to_text(c.object) + std::to_string(c.element); },
            [](const DeleteBootElement& c) { return "e" + lang::to_text(c.object) + std::to_string(c.element); },
            [](const CreateBootObject& c) { return "o" + lang::to_text(c.object); },
            [](const DeleteBootObject& c) { return "o" + lang::to_text(c.object); },
        },
        change);
}

const TreeChange* tree_of(const Change& change)
{
    return std::visit(
        [](const auto& c) -> const TreeChange* {
            if constexpr (requires { c.tree; })
                return &c.tree;
            else
                return nullptr;
        },
        change);
}

bool is_or_lies_below(const lang::RegKey& key, const lang::RegKey& ancestor)
{
    const std::string_view path = key.text, above = ancestor.text;
    return path.size() >= above.size() && lang::equal_without_case(path.substr(0, above.size()), above) &&
           (path.size() == above.size() || path[above.size()] == '\\');
}

bool is_inside(const Change& change, const lang::RegKey& key)
{
    const auto* own = key_of(change);
    return own != nullptr && is_or_lies_below(*own, key);
}

bool overwrites(const Change& whole_key, const Change& other)
{
    return tree_of(whole_key) != nullptr && writes_in(other, *key_of(whole_key));
}

bool copies_from(const Change& copy, const Change& other)
{
    const auto* from = std::get_if<CopyRegKey>(&copy);
    return from != nullptr && writes_in(other, from->from);
}

bool order_matters(const Change& one, const Change& other)
{
    return overwrites(one, other) || overwrites(other, one) || copies_from(one, other) || copies_from(other, one);
}

}  // namespace hivemend::engine
