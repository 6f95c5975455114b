// A device element is the GUID of an options object and a packet: type, flags, size, a reserved word, then a body by
// type. Sources: ReactOS boot/environ/include/bl.h (BL_DEVICE_DESCRIPTOR), checked against stores made by Windows.
#include "runtime/windows/bcd/device.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "lang/types/value.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

constexpr std::size_t packet_header = 16;
constexpr int deepest = 4;  // a RAM disk from a file in a virtual disk on a partition

std::optional<std::string> packet_text(ByteView bytes, int depth);

/// GUIDs in memory have their first three fields little endian.
lang::Guid memory_guid(ByteView bytes)
{
    constexpr std::array<std::size_t, 16> order{3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
    lang::Guid guid;
    for (std::size_t i = 0; i < order.size(); ++i)
        guid.bytes[i] = std::to_integer<std::uint8_t>(bytes[order[i]]);
    return guid;
}

/// UTF-16 up to its NUL.
std::string path_text(ByteView bytes)
{
    std::size_t length = 0;
    while (length + 1 < bytes.size() && le16(bytes, length) != 0)
        length += 2;
    return lang::utf8_of_utf16le(bytes.first(length));
}

std::optional<std::string> partition_text(ByteView body)
{
    if (body.size() < 40)
        return std::nullopt;
    switch (le32(body, 20)) {
    case 0:
        return fmt::format("partition {} on disk {}", to_text(memory_guid(body)),
                           to_text(memory_guid(body.subspan(24))));
    case 1:
        return fmt::format("partition at {} on disk {:08x}", le64(body, 0), le32(body, 24));
    default:
        return std::nullopt;
    }
}

/// Version, length, kind of path, the device it is on, the path.
std::optional<std::string> file_text(ByteView record, int depth)
{
    if (record.size() < 12 + packet_header || le32(record, 4) > record.size())
        return std::nullopt;
    const auto device = record.subspan(12);
    const auto size = le32(device, 8);
    const auto parent = packet_text(device, depth + 1);
    if (!parent || size > device.size())
        return std::nullopt;
    return fmt::format("[{}]{}", *parent, path_text(device.subspan(size)));
}

std::optional<std::string> local_text(ByteView body, int depth)
{
    if (body.size() < 4)
        return std::nullopt;
    const auto prefixed = [](const char* word, const std::optional<std::string>& file) {
        return file ? std::optional(fmt::format("{} {}", word, *file)) : std::nullopt;
    };
    switch (le32(body, 0)) {
    case 3:  // base, size and offset of the memory lie before the file
        return body.size() < 24 ? std::nullopt : prefixed("ramdisk", file_text(body.subspan(24), depth));
    case 5:
        return prefixed("file", file_text(body.subspan(4), depth));
    case 6:  // followed by the packet of its file
        return body.size() < 24 + packet_header + 4
                   ? std::nullopt
                   : prefixed("vhd", file_text(body.subspan(24 + packet_header + 4), depth));
    default:
        return std::nullopt;
    }
}

/// A device that the boot manager looks for: by an element that names it, or by a path that it holds.
std::optional<std::string> locate_text(ByteView packet, ByteView body, int depth)
{
    if (body.size() < 12)
        return std::nullopt;
    const auto kind = le32(body, 0), element = le32(body, 4), parent = le32(body, 8);
    if (kind == 1)
        return fmt::format("locate {}", path_text(body.subspan(12)));
    if (kind != 0)
        return std::nullopt;
    const auto text = fmt::format("locate custom:{:08x}", element);
    if (parent == 0)
        return text;
    if (parent < packet_header + 12 || parent > packet.size())
        return std::nullopt;
    const auto inner = packet_text(packet.subspan(parent), depth + 1);
    return inner ? std::optional(fmt::format("{}, {}", *inner, text)) : std::nullopt;
}

std::optional<std::string> packet_text(ByteView bytes, int depth)
{
    if (depth > deepest || bytes.size() < packet_header)
        return std::nullopt;
    const auto size = le32(bytes, 8);
    if (size < packet_header || size > bytes.size())
        return std::nullopt;
    // The packet around a virtual disk counts only itself, so its content is looked for in all that follows.
    const auto packet = le32(bytes, 0) == 5 || le32(bytes, 0) == 6 ? bytes.first(size) : bytes;
    const auto body = packet.subspan(packet_header);
    switch (le32(bytes, 0)) {
    case 0:
        return local_text(body, depth);
    case 5:
        return "boot";
    case 6:
        return partition_text(body);
    case 8:
        return locate_text(packet, body, depth);
    default:
        return std::nullopt;
    }
}

}  // namespace

std::optional<std::string> device_text(ByteView bytes)
{
    if (bytes.size() < 16)
        return std::nullopt;
    auto text = packet_text(bytes.subspan(16), 0);
    const auto options = memory_guid(bytes);
    if (text && options != lang::Guid{})
        *text += fmt::format(", options {}", to_text(options));
    return text;
}

}  // namespace hivemend::windows
