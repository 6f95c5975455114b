// Devices as bcdedit prints them, from the innermost layer outwards.
#include "runtime/windows/bcd/listing_device.hpp"

#include <fmt/format.h>

namespace hivemend::windows {
namespace {

/// One layer, around the print of the next; inside brackets a located path is not repeated.
struct PrintedLayer {
    const std::string& below;
    ListingDetail detail;
    bool outermost;

    std::string operator()(const BootDevice&) const { return "boot"; }
    std::string operator()(const GptPartition&) const { return "unknown"; }
    std::string operator()(const MbrPartition&) const { return "unknown"; }
    std::string operator()(const LocatePath& located) const
    {
        return outermost ? fmt::format("locate={}", read_path(located.path)) : "locate";
    }
    std::string operator()(const LocateElement& located) const
    {
        const auto locate = fmt::format("locate=custom:{:08x}", located.element);
        if (below.empty())
            return locate;
        return detail == ListingDetail::verbose ? fmt::format("{},{}", below, locate) : below;
    }
    std::string operator()(const FileDevice& file) const
    {
        return fmt::format("file=[{}]{}", below, read_path(file.path));
    }
    std::string operator()(const RamDisk& disk) const
    {
        return fmt::format("ramdisk=[{}]{}", below, read_path(disk.path));
    }
    std::string operator()(const VirtualDisk& disk) const
    {
        return fmt::format("vhd=[{}]{}", below, read_path(disk.path));
    }
};

}  // namespace

std::string printed_device(const BcdDevice& device, ListingDetail detail)
{
    std::string text;
    for (auto layer = device.layers.rbegin(); layer != device.layers.rend(); ++layer)
        text = std::visit(PrintedLayer{text, detail, &*layer == &device.layers.front()}, layer->what);
    return text;
}

}  // namespace hivemend::windows
