// Devices read: packet after packet, each from inside the one around it.
#include "runtime/windows/bcd/device.hpp"

#include <algorithm>

#include "runtime/windows/bcd/device_packet.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

/// One layer, and the packet of the next one where it has one.
struct Opened {
    DeviceLayer::Variant what;
    std::optional<ByteView> below;
};

lang::Guid memory_guid(ByteView bytes)
{
    lang::Guid guid;
    for (std::size_t i = 0; i < guid_order.size(); ++i)
        guid.bytes[i] = std::to_integer<std::uint8_t>(bytes[guid_order[i]]);
    return guid;
}

/// UTF-16 without its last code unit, a NUL.
std::string path_of(ByteView bytes)
{
    return lang::utf8_of_utf16le(bytes.first(bytes.size() < 2 ? 0 : bytes.size() - 2));
}

std::optional<Opened> open_partition(ByteView body)
{
    if (body.size() < partition_body)
        return std::nullopt;
    switch (le32(body, 20)) {
    case gpt_style:
        return Opened{GptPartition{memory_guid(body), memory_guid(body.subspan(24))}, {}};
    case mbr_style:
        return Opened{MbrPartition{le64(body, 0), le32(body, 24)}, {}};
    default:
        return std::nullopt;
    }
}

std::optional<Opened> open_locate(ByteView packet)
{
    if (packet.size() < locate_header)
        return std::nullopt;
    const auto kind = le32(packet, 16), element = le32(packet, 20), below = le32(packet, 24);
    if (kind == locate_by_path)
        return Opened{LocatePath{path_of(packet.subspan(locate_header))}, {}};
    if (kind != locate_by_element || below > packet.size())
        return std::nullopt;
    return Opened{LocateElement{element}, below == 0 ? std::nullopt : std::optional(packet.subspan(below))};
}

struct FileRecord {
    std::string path;
    ByteView below;
};

/// Version, length, kind of path, the packet of the device it is on, the path.
std::optional<FileRecord> file_record(ByteView record)
{
    if (record.size() < file_record_header + packet_header)
        return std::nullopt;
    const auto below = record.subspan(file_record_header);
    const auto size = le32(below, 8);
    if (size < packet_header || size > below.size())
        return std::nullopt;
    return FileRecord{path_of(below.subspan(size)), below.first(size)};
}

std::optional<Opened> open_local(ByteView body)
{
    const auto with_file = [&](std::size_t at, auto layer) -> std::optional<Opened> {
        const auto file = body.size() < at ? std::nullopt : file_record(body.subspan(at));
        if (!file)
            return std::nullopt;
        layer.path = file->path;
        return Opened{std::move(layer), file->below};
    };
    if (body.size() < ramdisk_header)
        return std::nullopt;
    switch (le32(body, 0)) {
    case local_ramdisk:
        return with_file(ramdisk_header, RamDisk{le64(body, 4), le64(body, 12), le32(body, 20), {}});
    case local_file:
        return with_file(4, FileDevice{});
    case local_virtual_disk:  // followed by the packet of its file
        return with_file(virtual_disk_header + packet_header + 4, VirtualDisk{});
    default:
        return std::nullopt;
    }
}

std::optional<Opened> open_packet(ByteView packet)
{
    const auto body = packet.subspan(packet_header);
    switch (le32(packet, 0)) {
    case packet_local:
        return open_local(body);
    case packet_boot:
        return Opened{BootDevice{}, {}};
    case packet_partition:
        return open_partition(body);
    case packet_locate:
        return open_locate(packet);
    default:
        return std::nullopt;
    }
}

}  // namespace

std::optional<BcdDevice> decode_device(ByteView bytes)
{
    if (bytes.size() < 16)
        return std::nullopt;
    BcdDevice device{.options = memory_guid(bytes), .layers = {}};
    for (std::optional<ByteView> next = bytes.subspan(16); next;) {
        if (device.layers.size() == most_device_layers || next->size() < packet_header ||
            le32(*next, 8) != next->size())
            return std::nullopt;
        auto opened = open_packet(*next);
        if (!opened)
            return std::nullopt;
        device.layers.push_back({std::move(opened->what), le32(*next, 4)});
        next = opened->below;
    }
    // What was not looked at above shows here: reserved words, lengths, bytes behind a NUL.
    if (!std::ranges::equal(encode_device(device), bytes))
        return std::nullopt;
    return device;
}

std::optional<BcdDevice> decode_device(const lang::RegData& data)
{
    return data.type == lang::RegType::binary ? decode_device(ByteView(data.bytes)) : std::nullopt;
}

BcdDevice device_of(const BootDevice& boot)
{
    return {.options = {}, .layers = {{boot, 0}}};
}

BcdDevice device_of(const GptPartition& partition)
{
    return {.options = {}, .layers = {{partition, 0}}};
}

BcdDevice device_of(const MbrPartition& partition)
{
    return {.options = {}, .layers = {{partition, 0}}};
}

}  // namespace hivemend::windows
