// Devices in words, as plans show them.
#include <fmt/format.h>

#include "runtime/windows/bcd/device.hpp"

namespace hivemend::windows {
namespace {

/// One layer, around the words of the next.
struct LayerText {
    const std::string& below;

    std::string operator()(const BootDevice&) const { return "boot"; }
    std::string operator()(const GptPartition& partition) const
    {
        return fmt::format("partition {} on disk {}", to_text(partition.partition), to_text(partition.disk));
    }
    std::string operator()(const MbrPartition& partition) const
    {
        return fmt::format("partition at {} on disk {:08x}", partition.offset, partition.signature);
    }
    std::string operator()(const LocatePath& located) const
    {
        return fmt::format("locate {}", read_path(located.path));
    }
    std::string operator()(const LocateElement& located) const
    {
        return fmt::format("{}{}locate custom:{:08x}", below, below.empty() ? "" : ", ", located.element);
    }
    std::string operator()(const FileDevice& file) const
    {
        return fmt::format("file [{}]{}", below, read_path(file.path));
    }
    std::string operator()(const RamDisk& disk) const
    {
        return fmt::format("ramdisk [{}]{}", below, read_path(disk.path));
    }
    std::string operator()(const VirtualDisk& disk) const
    {
        return fmt::format("vhd [{}]{}", below, read_path(disk.path));
    }
};

}  // namespace

std::string_view read_path(std::string_view path)
{
    return path.substr(0, path.find('\0'));
}

std::string device_text(const BcdDevice& device)
{
    std::string text;
    for (auto layer = device.layers.rbegin(); layer != device.layers.rend(); ++layer)
        text = std::visit(LayerText{text}, layer->what);
    if (device.options != lang::Guid{})
        text += fmt::format(", options {}", to_text(device.options));
    return text;
}

lang::Device device_value(const BcdDevice& device)
{
    return {device_text(device), encode_device(device)};
}

}  // namespace hivemend::windows
