// os.path(text): a path as the registry writes it, in the forms that services' ImagePath and its kin have.
#include "runtime/engine/fact/fact.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "runtime/engine/fact/windows_volume.hpp"

namespace hivemend::engine {
namespace {

bool starts_without_case(std::string_view text, std::string_view start)
{
    return lang::equal_without_case(text.substr(0, start.size()), start);
}

/// Names between single backslashes, each one that a volume of Windows can hold.
bool is_plain(std::string_view path)
{
    if (!path.starts_with('\\'))
        return false;
    for (std::size_t at = 0; at < path.size();) {
        const auto end = std::min(path.find('\\', at + 1), path.size());
        const auto name = path.substr(at + 1, end - at - 1);
        if (name.empty() || name == "." || name == ".." || name.find_first_of("/:*?\"<>|%") != std::string_view::npos ||
            std::ranges::any_of(name, [](unsigned char c) { return c < 0x20; }))
            return false;
        at = end;
    }
    return true;
}

/// The path below Windows: `\System32\ntdll.dll` of `%SystemRoot%\System32\ntdll.dll`.
std::optional<std::string> below_windows(std::string_view text)
{
    for (const std::string_view start : {"%SystemRoot%", "\\SystemRoot"})
        if (starts_without_case(text, start))
            return std::string(text.substr(start.size()));
    for (const std::string_view start : {"System32\\", "SysWOW64\\"})
        if (starts_without_case(text, start))
            return "\\" + std::string(text);
    return std::nullopt;
}

Answer<lang::Value> path_of(std::string path)
{
    return Known<lang::Value>{{lang::GuestPath{std::move(path)}}};
}

Answer<lang::Value> os_path(const Target& target, std::span<const lang::Value> arguments)
{
    const auto& text = arguments[0].get<std::string>();
    const Absent other_form{
        fmt::format("{} is no form of path that Windows starts files by", lang::string_literal(text))};
    if (const auto below = below_windows(text))
        return is_plain(*below) ? path_of(target.windows_directory() + *below) : other_form;
    std::string_view rest = text;
    if (starts_without_case(rest, "\\??\\"))
        rest.remove_prefix(4);
    const bool has_letter = rest.size() > 2 && rest[1] == ':' && lang::ascii_lower(rest.substr(0, 1)) >= "a" &&
                            lang::ascii_lower(rest.substr(0, 1)) <= "z";
    if (!has_letter || !is_plain(rest.substr(2)))
        return other_form;
    const lang::GuestPath lettered{std::string(rest)};
    const auto place = on_windows_volume(lettered, target);
    const auto* plain = std::get_if<std::string>(&place);
    return path_of(plain != nullptr ? *plain : lettered.text);
}

const Fact path_fact{"os.path", os_path};

}  // namespace
}  // namespace hivemend::engine
