// Device elements of the boot store: bytes, what they name, and the bytes again.
// A value is the GUID of an options object and a packet: type, flags, size, a reserved word, a body by type. A packet
// may hold the one of the device that it lies on, and so on; here they are layers, the outermost first: a RAM disk
// from a file on a partition is {RamDisk, GptPartition}. GUIDs in packets have their first three fields little endian.
// A path is kept whole: some stores have text behind its first NUL, which Windows does not read.
// Sources: ReactOS boot/environ/include/bl.h (BL_DEVICE_DESCRIPTOR), checked against stores made by Windows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lang/types/reg_data.hpp"
#include "lang/types/value.hpp"

namespace hivemend::windows {

/// What the boot manager itself was started from.
struct BootDevice {
    bool operator==(const BootDevice&) const = default;
};
/// By the unique GUID of the partition and the GUID of its disk.
struct GptPartition {
    lang::Guid partition, disk;
    bool operator==(const GptPartition&) const = default;
};
/// By its first byte on the disk, and the signature at 0x1b8 of the disk's first sector.
struct MbrPartition {
    std::uint64_t offset = 0;
    std::uint32_t signature = 0;
    bool operator==(const MbrPartition&) const = default;
};
/// Any device that has a file of this path.
struct LocatePath {
    std::string path;
    bool operator==(const LocatePath&) const = default;
};
/// The device that has what another element of the object names: a path. Alone, or around a virtual disk.
struct LocateElement {
    std::uint32_t element = 0;
    bool operator==(const LocateElement&) const = default;
};
/// A file on the next layer.
struct FileDevice {
    std::string path;
    bool operator==(const FileDevice&) const = default;
};
/// Memory that is filled from a file on the next layer. The numbers are 0 in most stores; some install media have a
/// stray size.
struct RamDisk {
    std::uint64_t base = 0, size = 0;
    std::uint32_t offset = 0;
    std::string path;
    bool operator==(const RamDisk&) const = default;
};
/// The disk in a file on the next layer.
struct VirtualDisk {
    std::string path;
    bool operator==(const VirtualDisk&) const = default;
};

struct DeviceLayer {
    using Variant = std::variant<BootDevice, GptPartition, MbrPartition, LocatePath, LocateElement, FileDevice, RamDisk,
                                 VirtualDisk>;
    Variant what;
    std::uint32_t flags = 0;  // 1: it has an options object
    bool operator==(const DeviceLayer&) const = default;
};

struct BcdDevice {
    lang::Guid options;  // an object of the store, zero for none
    std::vector<DeviceLayer> layers;
    bool operator==(const BcdDevice&) const = default;
};

/// More layers are read as no device: Windows writes three at most.
inline constexpr std::size_t most_device_layers = 8;

/// What the bytes name, or nothing when `encode_device` would not give back exactly these bytes: types that no store
/// was seen with, stray bytes, text that is no UTF-16. Such a value is kept as it is.
std::optional<BcdDevice> decode_device(ByteView bytes);
/// The same of an element's data, which must be REG_BINARY.
std::optional<BcdDevice> decode_device(const lang::RegData& data);

/// The bytes as Windows writes them. Files, RAM disks and virtual disks are followed by the layer that they lie on,
/// boot, partitions and located paths are the last one.
Bytes encode_device(const BcdDevice& device);

/// Devices of one layer without options, 88 bytes: what bcdedit writes for `boot` and `partition=C:`.
BcdDevice device_of(const BootDevice& boot);
BcdDevice device_of(const GptPartition& partition);
BcdDevice device_of(const MbrPartition& partition);

/// `boot`, `partition {guid} on disk {guid}`, `partition at 1048576 on disk 36234da4`, `ramdisk
/// [boot]\sources\boot.wim`, …
std::string device_text(const BcdDevice& device);
/// As a value of the language: this text, and the bytes.
lang::Device device_value(const BcdDevice& device);

/// A path as Windows reads it, up to its first NUL.
std::string_view read_path(std::string_view path);

}  // namespace hivemend::windows
