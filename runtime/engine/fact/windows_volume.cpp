// Paths on the volume of Windows.
#include "runtime/engine/fact/windows_volume.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

const lang::RegKey version_of_windows{"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"};

bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

char upper_letter(char c)
{
    return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

char windows_letter(const Target& target)
{
    const auto data = target.registry().value(version_of_windows, "SystemRoot");
    const auto root = data ? lang::as_string(*data).value_or("") : "";
    return root.size() > 1 && root[1] == ':' && is_letter(root[0]) ? upper_letter(root[0]) : 'C';
}

std::variant<std::string, Unknown> on_windows_volume(const lang::GuestPath& path, const Target& target)
{
    const auto& text = path.text;
    if (text.size() < 2 || text[1] != ':')
        return text;
    const char letter = upper_letter(text[0]);
    if (letter != windows_letter(target))
        return Unknown{fmt::format("this target cannot tell which volume is {}:", letter)};
    return text.size() == 2 ? "\\" : text.substr(2);
}

}  // namespace hivemend::engine
