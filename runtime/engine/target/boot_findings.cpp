// The checks of a boot store against the disk it is on.
#include "runtime/engine/target/boot_findings.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "runtime/engine/fact/fact.hpp"
#include "runtime/engine/target/default_loader.hpp"
#include "runtime/windows/bcd/known.hpp"

namespace hivemend::engine {
namespace {

using windows::BcdDevice;
using windows::BcdObject;
using windows::element_value;
namespace element = windows::element;

/// The partition of a device of one layer, by what the boot manager looks at: the GUID of the disk is not compared.
struct Place {
    bool boot = false;
    lang::Guid partition;
    std::uint64_t offset = 0;
    std::uint32_t signature = 0;
    bool operator==(const Place&) const = default;
};

std::optional<Place> place_of(const BcdDevice& device)
{
    if (device.layers.size() != 1)
        return std::nullopt;
    const auto& layer = device.layers.front().what;
    if (std::holds_alternative<windows::BootDevice>(layer))
        return Place{.boot = true};
    if (const auto* gpt = std::get_if<windows::GptPartition>(&layer))
        return Place{.partition = gpt->partition};
    if (const auto* mbr = std::get_if<windows::MbrPartition>(&layer))
        return Place{.offset = mbr->offset, .signature = mbr->signature};
    return std::nullopt;
}

bool ends_without_case(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() && lang::equal_without_case(text.substr(text.size() - end.size()), end);
}

/// A store may hold any number of entries; whoever reads this needs the first.
constexpr std::size_t most_findings = 20;

/// Types and sizes with which the boot manager refuses a whole store (0xc0000024). Source: the boot manager of Windows
/// 10 and 11 under emulation.
bool is_refused(std::uint32_t number, const lang::RegData& data)
{
    using lang::ElementFormat;
    const auto format = lang::element_format(number);
    if (format == ElementFormat::string || format == ElementFormat::object)
        return data.type != lang::RegType::sz;
    if (format == ElementFormat::object_list)
        return data.type != lang::RegType::multi_sz;
    const bool known = format >= ElementFormat::device && format <= ElementFormat::integer_list;
    return known &&
           (data.type != lang::RegType::binary || (format == ElementFormat::boolean && data.bytes.size() != 1));
}

std::vector<lang::Value> list_of(const BcdObject& object, std::uint32_t number)
{
    return element_value<std::vector<lang::Value>>(object, number).value_or(std::vector<lang::Value>{});
}

class Findings {
public:
    explicit Findings(const Target& target) : target_(target)
    {
        for (auto& object : target.boot().objects())
            objects_.emplace(object.id, std::move(object));
        find_heirs_of_ems_settings();
    }

    std::vector<std::string> all()
    {
        for (const auto& [id, object] : objects_)
            for (const auto& [number, data] : object.elements)
                if (is_refused(number, data))
                    add(fmt::format("element 0x{:08x} of {} holds {}: the boot manager reads no store with that",
                                    number, name(object), to_text(data)));
        const auto manager = objects_.find(windows::boot_manager);
        if (manager == objects_.end())
            add("the boot store has no boot manager (`bootmgr`), so nothing in it is started");
        else
            boot_manager(manager->second);
        loaders(windows_entries(target_.boot()));
        if (found_.size() > most_findings) {
            const auto more = found_.size() - most_findings;
            found_.resize(most_findings);
            add(fmt::format("and {} more things like these", more));
        }
        return std::move(found_);
    }

private:
    const Target& target_;
    std::map<lang::Guid, BcdObject> objects_;
    std::set<lang::Guid> heirs_of_ems_settings_;
    std::vector<std::string> found_;

    void add(std::string text) { found_.push_back(std::move(text)); }

    static std::string name(const BcdObject& entry)
    {
        const auto title = element_value<std::string>(entry, element::description);
        return fmt::format("{}{}", lang::to_text(entry.id), title ? fmt::format(" \"{}\"", *title) : "");
    }

    void boot_manager(const BcdObject& manager)
    {
        const auto path = element_value<std::string>(manager, element::path);
        if (path && target_.generation() == 1 && ends_without_case(*path, ".efi"))
            add(fmt::format("`bootmgr` has the path {}, of UEFI, and this store is in the place of BIOS (generation 1)",
                            *path));
        if (!manager.elements.contains(element::default_entry))
            add("`bootmgr` has no `default`, so no entry is started by itself");
        if (const auto entry = element_value<lang::BootObject>(manager, element::default_entry);
            entry && !objects_.contains(*entry->id))
            add(fmt::format("`default` of `bootmgr` names {}, which the store does not have", to_text(*entry->id)));
        names_volume("`bootmgr`", manager, "device", element::device, "system");
        if (element_value<bool>(manager, element::bootems).value_or(false))
            inherits_ems("`bootmgr`", manager, "bootems");
    }

    /// Where an entry starts this Windows, the others start other ones, whose disks may not be here.
    void loaders(std::vector<BcdObject> entries)
    {
        if (entries.empty())
            add("no entry of the boot store loads a Windows that could be repaired");
        const auto of_another = [&](const BcdObject& entry) { return !starts_this_windows(entry); };
        if (std::ranges::any_of(entries, [&](const BcdObject& entry) { return starts_this_windows(entry); }))
            std::erase_if(entries, of_another);
        for (const auto& entry : entries)
            loader(entry);
    }

    bool starts_this_windows(const BcdObject& entry) const
    {
        const auto root = element_value<std::string>(entry, element::systemroot);
        const auto device = windows::element_device(entry, element::osdevice);
        const auto named = device ? place_of(*device) : std::nullopt, known = place("os");
        return root && lang::equal_without_case(*root, target_.windows_directory()) &&
               (!named || !known || *named == *known);
    }

    void loader(const BcdObject& entry)
    {
        const auto shown = name(entry);
        lacks(shown, entry,
              {{"device", element::device},
               {"path", element::path},
               {"osdevice", element::osdevice},
               {"systemroot", element::systemroot}});
        if (const auto path = element_value<std::string>(entry, element::path))
            loader_file(shown, entry, *path);
        names_volume(shown, entry, "device", element::device, "os");
        names_volume(shown, entry, "osdevice", element::osdevice, "os");
        const auto root = element_value<std::string>(entry, element::systemroot);
        if (root && !lang::equal_without_case(*root, target_.windows_directory()))
            add(fmt::format("{} starts the Windows in {}, and this one is in {}", shown, *root,
                            target_.windows_directory()));
        if (element_value<bool>(entry, element::ems).value_or(false))
            inherits_ems(shown, entry, "ems");
    }

    struct Needed {
        const char* name;
        std::uint32_t number;
    };
    void lacks(const std::string& shown, const BcdObject& entry, std::initializer_list<Needed> needed)
    {
        std::string missing;
        for (const auto& one : needed)
            if (!entry.elements.contains(one.number))
                missing += fmt::format("{}`{}`", missing.empty() ? "" : ", ", one.name);
        if (!missing.empty())
            add(fmt::format("{} has no {}, without which it starts nothing", shown, missing));
    }

    void loader_file(const std::string& shown, const BcdObject& entry, const std::string& path)
    {
        const auto loads = fmt::format("{} loads {}", shown, path);
        if (target_.generation() == 2 && ends_without_case(path, ".exe"))
            return add(loads + ", a loader for BIOS, and this store is in the place of UEFI (generation 2)");
        if (target_.generation() == 1 && ends_without_case(path, ".efi"))
            return add(loads + ", a loader for UEFI, and this store is in the place of BIOS (generation 1)");
        if (!path.starts_with('\\') || path.find('/') != std::string::npos)
            return add(loads + ", and the boot manager reads only paths that begin with `\\` and have no `/`");
        // What lies on another device is not in the volume of Windows.
        const auto device = windows::element_device(entry, element::device);
        if (device && place_of(*device) && target_.files().exists(path) == Answer<bool>{Known<bool>{false}})
            add(loads + ", which the volume of Windows does not have");
    }

    /// Whether a device element names the partition of this volume.
    void names_volume(const std::string& shown, const BcdObject& entry, const char* what, std::uint32_t number,
                      const char* volume)
    {
        const auto device = windows::element_device(entry, number);
        const auto named = device ? place_of(*device) : std::nullopt;
        const auto known = place(volume);
        if (!named || !known || *named == *known)
            return;
        // `boot` is the partition that the boot manager is on.
        if (named->boot && (!place("system") || place("system") == known))
            return;
        add(fmt::format("`{}` of {} names {}, and {} is on {}", what, shown, windows::device_text(*device),
                        std::string_view(volume) == "os" ? "Windows" : "the boot store",
                        windows::device_text(std::get<Known<BcdDevice>>(target_.partition(volume)).value)));
    }

    std::optional<Place> place(std::string_view volume) const
    {
        const auto answer = target_.partition(volume);
        const auto* known = std::get_if<Known<BcdDevice>>(&answer);
        return known != nullptr ? place_of(known->value) : std::nullopt;
    }

    void inherits_ems(const std::string& shown, const BcdObject& start, const char* switched_on)
    {
        if (!heirs_of_ems_settings_.contains(start.id))
            add(fmt::format("`{}` of {} is on, but it does not inherit `emssettings`, so port and speed that are set "
                            "there have no effect",
                            switched_on, shown));
    }

    /// From what is inherited to what inherits it, so that each object is looked at once.
    void find_heirs_of_ems_settings()
    {
        std::multimap<lang::Guid, lang::Guid> heirs;  // of each object
        for (const auto& [id, object] : objects_)
            for (const auto& above : list_of(object, element::inherit))
                heirs.emplace(*above.get<lang::BootObject>().id, id);
        std::vector<lang::Guid> next{windows::ems_settings};
        while (!next.empty()) {
            const auto [first, last] = heirs.equal_range(next.back());
            next.pop_back();
            for (auto heir = first; heir != last; ++heir)
                if (heirs_of_ems_settings_.insert(heir->second).second)
                    next.push_back(heir->second);
        }
    }
};

}  // namespace

std::vector<std::string> boot_findings(const Target& target)
{
    return target.boot().present() ? Findings(target).all() : std::vector<std::string>{};
}

std::vector<std::string> control_set_findings(const Target& target)
{
    const auto next = read_fact("os.default_control_set", target, {});
    const auto last = read_fact("os.current_control_set", target, {});
    const auto *starts = std::get_if<Known<lang::Value>>(&next), *started = std::get_if<Known<lang::Value>>(&last);
    if (starts == nullptr || started == nullptr || starts->value == started->value)
        return {};
    return {fmt::format("the next start uses {} (`Select\\Default`), and the last one used {} (`Select\\Current`)",
                        lang::interpolated(starts->value), lang::interpolated(started->value))};
}

}  // namespace hivemend::engine
