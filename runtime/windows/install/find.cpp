// Looking for Windows and its boot store by the files that make them one.
#include "runtime/windows/install/find.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "lang/types/value.hpp"

namespace hivemend::windows {
namespace {

constexpr const char* system_hive = "\\System32\\config\\SYSTEM";
constexpr const char* uefi_store = "\\EFI\\Microsoft\\Boot\\BCD";
constexpr const char* bios_store = "\\Boot\\BCD";

/// Directories of the volume that hold a SYSTEM hive; `Windows` first, so that its number is 1 where there are several.
std::vector<std::string> windows_directories(storage::Store& store)
{
    std::vector<std::string> found;
    for (const auto& entry : store.list("\\"))
        if (entry.directory && store.exists('\\' + entry.name + system_hive))
            found.push_back('\\' + entry.name);
    std::ranges::sort(found, {}, [](const std::string& path) {
        const auto name = lang::ascii_lower(path);
        return std::pair(name != "\\windows", name);
    });
    return found;
}

std::string choose(const std::vector<std::string>& found, std::optional<int> choice)
{
    if (found.empty())
        throw Error("there is no Windows here", {},
                    {fmt::format("no directory of the volume holds `{}`", system_hive + 1)},
                    "name the directory, or the volume, that has `Windows` in it");
    if (choice && *choice >= 1 && static_cast<std::size_t>(*choice) <= found.size())
        return found[static_cast<std::size_t>(*choice) - 1];
    if (!choice && found.size() == 1)
        return found[0];
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < found.size(); ++i)
        seen.push_back(fmt::format("{}: {}", i + 1, found[i]));
    if (choice)
        throw Error(fmt::format("there is no Windows number {}", *choice), {}, seen,
                    "choose one of these with `--windows N`");
    throw Error(fmt::format("there are {} installations of Windows", found.size()), {}, seen,
                "choose one with `--windows N`");
}

void find_boot_store(storage::Store& store, Installation& installation)
{
    const auto uefi = store.spelling(uefi_store), bios = store.spelling(bios_store);
    if (uefi && bios)
        throw Error("there are two boot stores, so it is not known which of them starts this machine", {},
                    {fmt::format("{}: generation 2 (UEFI)", *uefi), fmt::format("{}: generation 1 (BIOS)", *bios)},
                    "attach only the disk that this machine starts from, or give the other store another name until "
                    "the repair is done");
    if (uefi || bios) {
        installation.boot_store = uefi ? *uefi : *bios;
        installation.generation = uefi ? 2 : 1;
        return;
    }
    installation.notes.push_back(fmt::format("no boot store: neither `{}` nor `{}` is there", uefi_store, bios_store));
}

/// A number of Select as the name of a control set that the hive has.
std::optional<std::string> selected(const HiveImage& system, KeyRef select, const char* name,
                                    const std::vector<std::string>& all)
{
    const auto data = system.value(select, name);
    const auto number = data ? as_dword(*data) : std::nullopt;
    if (!number)
        return std::nullopt;
    const auto wanted = fmt::format("ControlSet{:03}", *number);
    const auto found =
        std::ranges::find_if(all, [&](const std::string& set) { return lang::equal_without_case(set, wanted); });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

bool is_control_set(const std::string& name)
{
    constexpr std::string_view prefix = "ControlSet";
    return name.size() == prefix.size() + 3 && lang::equal_without_case(name.substr(0, prefix.size()), prefix) &&
           std::all_of(name.begin() + prefix.size(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Installation find_installation(storage::Transaction& transaction, std::optional<int> choice)
{
    Installation installation;
    installation.directory = choose(windows_directories(transaction.store(storage::Volume::windows)), choice);
    find_boot_store(transaction.store(storage::Volume::system), installation);
    return installation;
}

ControlSets read_control_sets(const HiveImage& system)
{
    ControlSets sets;
    for (const auto key : system.subkeys(system.root()))
        if (auto name = system.key(key).name; is_control_set(name))
            sets.all.push_back(std::move(name));
    std::ranges::sort(sets.all);
    if (const auto select = system.find("Select")) {
        sets.current = selected(system, *select, "Current", sets.all);
        sets.by_default = selected(system, *select, "Default", sets.all);
        sets.last_known_good = selected(system, *select, "LastKnownGood", sets.all);
    }
    return sets;
}

}  // namespace hivemend::windows
