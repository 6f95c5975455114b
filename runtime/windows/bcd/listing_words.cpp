// Tables of printed words. Sources: the symbols in BCDEDIT.EXE as G. Chappell lists them ("BCD Elements"); titles from
// published listings.
#include "runtime/windows/bcd/listing_words.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "lang/types/value.hpp"

namespace hivemend::windows {
namespace {

/// The language writes these in lower case.
constexpr auto printed_words = std::to_array<std::string_view>(
    {// numbers and resolutions
     "0", "90", "180", "270", "1394", "1024x600", "1024x768", "800x600",
     // switches
     "Active", "AlwaysOff", "AlwaysOn", "Auto", "AutoEnable", "Basic", "Classic", "Core", "Default", "Disable",
     "Disabled", "Enable", "Enhanced", "Extended", "ForceDisable", "ForceEnable", "Legacy", "None", "Off", "OptIn",
     "OptOut", "Root", "Simple", "Standard", "Strict",
     // safe mode
     "DsRepair", "Minimal", "Network",
     // what happens after a failure
     "AlwaysDisplayStartupFailures", "DisplayAllFailures", "DisplayBootFailures", "DisplayCheckpointFailures",
     "DisplayShutdownFailures", "Fatal", "IgnoreAllFailures", "IgnoreBootFailures", "IgnoreCheckpointFailures",
     "IgnoreShutdownFailures", "UseErrorControl",
     // what the boot screen says
     "CommandPrompt", "HyperV", "PushButtonReset", "Recovery", "Resume", "StartupRepair", "SystemImageRecovery",
     "SystemRestore",
     // lines of a debugger
     "Local", "NET", "Serial", "USB",
     // the rest
     "Checkerboard", "DisallowMmConfig", "Hypervisor", "InverseCoupling", "Mats", "RandomPattern", "Sha1", "Stride",
     "System", "UseAll", "UseNone", "UsePrivate"});

struct Exception {
    std::uint32_t element;
    std::string_view printed;
};

constexpr std::array exceptions{Exception{0x15000088, "default"}, Exception{0x15000088, "optin"},
                                Exception{0x15000088, "optout"}, Exception{0x250000f3, "Net"}};

constexpr std::array<std::uint32_t, 3> hexadecimal{0x15000007, 0x1500000e, 0x25000130};

struct Named {
    std::string_view alias, title;
};

constexpr std::array named_titles{Named{"emssettings", "EMS Settings"},
                                  Named{"dbgsettings", "Debugger Settings"},
                                  Named{"badmemory", "RAM Defects"},
                                  Named{"globalsettings", "Global Settings"},
                                  Named{"bootloadersettings", "Boot Loader Settings"},
                                  Named{"hypervisorsettings", "Hypervisor Settings"},
                                  Named{"resumeloadersettings", "Resume Loader Settings"},
                                  Named{"ramdiskoptions", "Setup Ramdisk Options"}};

struct Typed {
    std::uint32_t type;
    std::string_view title;
};

constexpr std::array typed_titles{
    Typed{0x10100001, "Firmware Boot Manager"}, Typed{0x10100002, "Windows Boot Manager"},
    Typed{0x10200003, "Windows Boot Loader"},   Typed{0x10200004, "Resume from Hibernate"},
    Typed{0x10200005, "Windows Memory Tester"}, Typed{0x10300006, "Windows Legacy OS Loader"},
    Typed{0x10400008, "Real-mode Boot Sector"}, Typed{0x30000000, "Device options"}};

/// The title of a type without one of its own has the type in it. Only those of firmware applications and of inherited
/// settings were seen printed.
std::string_view pattern(std::uint32_t type)
{
    switch (type >> 28) {
    case 1:
        return (type >> 20 & 15) == 1 ? "Firmware Application" : "Application";
    case 2:
        return "Inherited Settings";
    case 3:
        return "Device options";
    default:
        return "Object";
    }
}

}  // namespace

std::optional<std::string_view> printed_symbol(std::uint32_t element, std::string_view symbol)
{
    const auto is_symbol = [symbol](std::string_view word) { return lang::equal_without_case(word, symbol); };
    for (const auto& exception : exceptions)
        if (exception.element == element && is_symbol(exception.printed))
            return exception.printed;
    const auto found = std::ranges::find_if(printed_words, is_symbol);
    return found == printed_words.end() ? std::nullopt : std::optional(*found);
}

bool printed_in_hexadecimal(std::uint32_t element)
{
    return std::ranges::find(hexadecimal, element) != hexadecimal.end();
}

std::string printed_title(std::string_view alias, std::uint32_t type)
{
    if (const auto found = std::ranges::find(named_titles, alias, &Named::alias); found != named_titles.end())
        return std::string(found->title);
    if (const auto found = std::ranges::find(typed_titles, type, &Typed::type); found != typed_titles.end())
        return std::string(found->title);
    return fmt::format("{} ({:08x})", pattern(type), type);
}

}  // namespace hivemend::windows
