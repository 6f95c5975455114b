// Devices written: from the innermost layer outwards.
#include <cassert>

#include "runtime/windows/bcd/device.hpp"
#include "runtime/windows/bcd/device_packet.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

void add_bytes(Bytes& bytes, const Bytes& more)
{
    bytes.insert(bytes.end(), more.begin(), more.end());
}

template <class T>
void append_number(Bytes& bytes, T number)
{
    bytes.resize(bytes.size() + sizeof(T));
    put(std::span(bytes), bytes.size() - sizeof(T), number);
}

void append_guid(Bytes& bytes, const lang::Guid& guid)
{
    const auto at = bytes.size();
    bytes.resize(at + 16);
    for (std::size_t i = 0; i < guid_order.size(); ++i)
        bytes[at + guid_order[i]] = std::byte{guid.bytes[i]};
}

void append_path(Bytes& bytes, const std::string& path)
{
    add_bytes(bytes, lang::utf16le(path));
    bytes.resize(bytes.size() + 2);
}

Bytes packet(std::uint32_t type, std::uint32_t flags, const Bytes& body)
{
    Bytes bytes;
    append_number(bytes, type);
    append_number(bytes, flags);
    append_number(bytes, static_cast<std::uint32_t>(packet_header + body.size()));
    append_number(bytes, std::uint32_t{0});
    add_bytes(bytes, body);
    return bytes;
}

void append_file_record(Bytes& bytes, const std::string& path, const Bytes& below)
{
    const auto at = bytes.size();
    append_number(bytes, file_record_version);
    append_number(bytes, std::uint32_t{0});
    append_number(bytes, file_path);
    add_bytes(bytes, below);
    append_path(bytes, path);
    put(std::span(bytes), at + 4, static_cast<std::uint32_t>(bytes.size() - at));
}

/// The body of one layer around the packet of the next.
struct Body {
    const Bytes& below;
    Bytes bytes{};

    std::uint32_t operator()(const BootDevice&)
    {
        bytes.resize(boot_body);
        return packet_boot;
    }
    std::uint32_t operator()(const GptPartition& partition)
    {
        append_guid(bytes, partition.partition);
        append_number(bytes, std::uint32_t{0});
        append_number(bytes, gpt_style);
        append_guid(bytes, partition.disk);
        bytes.resize(partition_body);
        return packet_partition;
    }
    std::uint32_t operator()(const MbrPartition& partition)
    {
        append_number(bytes, partition.offset);
        append_number(bytes, std::uint64_t{0});
        append_number(bytes, std::uint32_t{0});
        append_number(bytes, mbr_style);
        append_number(bytes, partition.signature);
        bytes.resize(partition_body);
        return packet_partition;
    }
    std::uint32_t operator()(const LocatePath& located)
    {
        append_number(bytes, locate_by_path);
        append_number(bytes, std::uint64_t{0});
        append_path(bytes, located.path);
        return packet_locate;
    }
    std::uint32_t operator()(const LocateElement& located)
    {
        append_number(bytes, locate_by_element);
        append_number(bytes, located.element);
        append_number(bytes, below.empty() ? 0 : below_located);
        append_path(bytes, {});
        add_bytes(bytes, below);
        return packet_locate;
    }
    std::uint32_t operator()(const FileDevice& file)
    {
        append_number(bytes, local_file);
        append_file_record(bytes, file.path, below);
        return packet_local;
    }
    std::uint32_t operator()(const RamDisk& disk)
    {
        append_number(bytes, local_ramdisk);
        append_number(bytes, disk.base);
        append_number(bytes, disk.size);
        append_number(bytes, disk.offset);
        append_file_record(bytes, disk.path, below);
        return packet_local;
    }
    std::uint32_t operator()(const VirtualDisk& disk)
    {
        append_number(bytes, local_virtual_disk);
        bytes.resize(virtual_disk_header);
        Bytes file;
        append_number(file, local_file);
        append_file_record(file, disk.path, below);
        add_bytes(bytes, packet(packet_local, 0, file));
        return packet_local;
    }
};

[[maybe_unused]] bool lies_on_another(const DeviceLayer& layer)
{
    return std::holds_alternative<FileDevice>(layer.what) || std::holds_alternative<RamDisk>(layer.what) ||
           std::holds_alternative<VirtualDisk>(layer.what);
}

}  // namespace

Bytes encode_device(const BcdDevice& device)
{
    assert(!device.layers.empty() && !lies_on_another(device.layers.back()) && "a file lies on a device");
    Bytes below;
    for (auto layer = device.layers.rbegin(); layer != device.layers.rend(); ++layer) {
        Body body{below};
        const auto type = std::visit(body, layer->what);
        below = packet(type, layer->flags, body.bytes);
    }
    Bytes bytes;
    append_guid(bytes, device.options);
    add_bytes(bytes, below);
    return bytes;
}

}  // namespace hivemend::windows
