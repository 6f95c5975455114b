// os.*: the Windows installation. Build and product come from the SOFTWARE hive; without one they are unknown.
#include "runtime/engine/fact/fact.hpp"

#include <charconv>

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

const lang::RegKey version_key{"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"};

std::optional<std::string> text(const Target& target, std::string_view name)
{
    const auto data = target.registry().value(version_key, name);
    return data ? lang::as_string(*data) : std::nullopt;
}

std::optional<std::uint32_t> dword(const Target& target, std::string_view name)
{
    const auto data = target.registry().value(version_key, name);
    return data ? lang::as_dword(*data) : std::nullopt;
}

std::optional<std::uint32_t> number(std::string_view digits)
{
    std::uint32_t result = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), result);
    return error == std::errc{} && end == digits.data() + digits.size() ? std::optional(result) : std::nullopt;
}

Answer<lang::Value> os_volume(const Target&, std::span<const lang::Value>)
{
    return Known<lang::Value>{{lang::Volume{"os"}}};
}

/// The volume that the firmware starts from; on a generation 1 disk it may be the same partition.
Answer<lang::Value> system_volume(const Target&, std::span<const lang::Value>)
{
    return Known<lang::Value>{{lang::Volume{"system"}}};
}

Answer<lang::Value> os_windows_directory(const Target& target, std::span<const lang::Value>)
{
    return Known<lang::Value>{{lang::GuestPath{target.windows_directory()}}};
}

/// `10.0.19045.4170`: major and minor are numbers since Windows 10 and the text `CurrentVersion` (6.1) before.
Answer<lang::Value> os_build(const Target& target, std::span<const lang::Value>)
{
    if (auto obstacle = target.registry().obstacle("SOFTWARE"))
        return Unknown{*obstacle};
    auto build = text(target, "CurrentBuildNumber");
    if (!build)
        build = text(target, "CurrentBuild");
    const auto build_number = build ? number(*build) : std::nullopt;
    if (!build_number)
        return Unknown{fmt::format("{} has no CurrentBuildNumber", version_key.text)};
    auto major = dword(target, "CurrentMajorVersionNumber");
    auto minor = dword(target, "CurrentMinorVersionNumber");
    if (!major || !minor) {
        const auto version = text(target, "CurrentVersion").value_or("");
        const auto dot = version.find('.');
        if (dot == std::string::npos)
            return Unknown{fmt::format("{} has no CurrentVersion", version_key.text)};
        major = number(std::string_view(version).substr(0, dot));
        minor = number(std::string_view(version).substr(dot + 1));
        if (!major || !minor)
            return Unknown{fmt::format("CurrentVersion of {} is not two numbers", version_key.text)};
    }
    lang::Version result{{*major, *minor, *build_number}};
    if (const auto revision = dword(target, "UBR"))
        result.components.push_back(*revision);
    return Known<lang::Value>{{std::move(result)}};
}

Answer<lang::Value> os_product(const Target& target, std::span<const lang::Value>)
{
    if (auto obstacle = target.registry().obstacle("SOFTWARE"))
        return Unknown{*obstacle};
    if (auto product = text(target, "ProductName"))
        return Known<lang::Value>{{std::move(*product)}};
    return Unknown{fmt::format("{} has no ProductName", version_key.text)};
}

/// Free space belongs to a volume: a directory is on a volume of the repair machine, whose free space says nothing
/// here.
Answer<lang::Value> os_free(const Target& target, std::span<const lang::Value>)
{
    return Unknown{fmt::format("a {} target has no volume, so its free space is not the patient's", target.kind())};
}

const Fact volume_fact{"os", os_volume};
const Fact system_fact{"system", system_volume};
const Fact directory_fact{"os.windows_directory", os_windows_directory};
const Fact build_fact{"os.build", os_build};
const Fact product_fact{"os.product", os_product};
const Fact free_fact{"os.free", os_free};

}  // namespace
}  // namespace hivemend::engine
