// Devices as bcdedit prints them.
#pragma once

#include <string>

#include "runtime/windows/bcd/device.hpp"
#include "runtime/windows/bcd/listing.hpp"

namespace hivemend::windows {

/// `boot`, `ramdisk=[unknown]\sources\boot.wim`, `vhd=[locate]\x.vhd`, without the id of the options object.
/// Partitions are `unknown`: bcdedit prints the letter or the volume of one that it finds among its disks. Verbose adds
/// to a virtual disk the element that names what is looked for in it.
std::string printed_device(const BcdDevice& device, ListingDetail detail);

}  // namespace hivemend::windows
