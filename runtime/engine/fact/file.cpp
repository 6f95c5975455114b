// file.*: what is on the volume of Windows, by name only.
#include "runtime/engine/fact/fact.hpp"

#include <algorithm>

#include "runtime/engine/fact/windows_volume.hpp"

namespace hivemend::engine {
namespace {

using Arguments = std::span<const lang::Value>;

/// `*` stands for any characters, `?` for one (of UTF-8, a byte: patterns are about ASCII names).
bool matches(std::string_view pattern, std::string_view name)
{
    std::size_t p = 0, n = 0, star = std::string_view::npos, resume = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = n;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n])) {
            ++p;
            ++n;
        } else if (star != std::string_view::npos) {
            p = star + 1;  // the star takes one character more
            n = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

Answer<lang::Value> file_exists(const Target& target, Arguments arguments)
{
    const auto place = on_windows_volume(arguments[0].get<lang::GuestPath>(), target);
    if (const auto* unknown = std::get_if<Unknown>(&place))
        return *unknown;
    return std::visit(
        overloaded{[](const Known<bool>& known) -> Answer<lang::Value> { return Known<lang::Value>{{known.value}}; },
                   [](const auto& other) -> Answer<lang::Value> { return other; }},
        target.files().exists(std::get<std::string>(place)));
}

/// Files of one directory whose names fit, with the directory as it was written.
Answer<lang::Value> file_find(const Target& target, Arguments arguments)
{
    const auto& glob = arguments[0].get<lang::GuestPath>();
    const auto place = on_windows_volume(glob, target);
    if (const auto* unknown = std::get_if<Unknown>(&place))
        return *unknown;
    const auto& path = std::get<std::string>(place);
    const auto slash = path.rfind('\\');
    const auto pattern = lang::ascii_lower(path.substr(slash + 1));
    const auto entries = target.files().list(slash == 0 ? "\\" : path.substr(0, slash));
    if (const auto* unknown = std::get_if<Unknown>(&entries))
        return *unknown;
    std::vector<std::string> names;
    if (const auto* known = std::get_if<Known<std::vector<storage::Entry>>>(&entries))
        for (const auto& entry : known->value)
            if (!entry.directory && matches(pattern, lang::ascii_lower(entry.name)))
                names.push_back(entry.name);
    std::ranges::sort(names, {}, lang::ascii_lower);
    const auto directory = glob.text.substr(0, glob.text.rfind('\\') + 1);
    std::vector<lang::Value> found;
    for (const auto& name : names)
        found.push_back({lang::GuestPath{directory + name}});
    return Known<lang::Value>{{std::move(found)}};
}

const Fact exists_fact{"file.exists", file_exists};
const Fact find_fact{"file.find", file_find};

}  // namespace
}  // namespace hivemend::engine
