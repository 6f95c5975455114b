// Packets of device elements: types and lengths. Shared by the files of this folder that read and write them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace hivemend::windows {

/// Type, flags, size of the whole packet, a reserved word; 32 bits each.
inline constexpr std::size_t packet_header = 16;
inline constexpr std::uint32_t packet_local = 0, packet_boot = 5, packet_partition = 6, packet_locate = 8;

inline constexpr std::size_t boot_body = 56;
/// Partition (16 bytes), a reserved word, the style, disk (16 bytes), 16 reserved bytes.
inline constexpr std::size_t partition_body = 56;
inline constexpr std::uint32_t gpt_style = 0, mbr_style = 1;

/// Up to its path, with the packet's own header: kind, element, where the packet below starts.
inline constexpr std::size_t locate_header = packet_header + 12;
inline constexpr std::uint32_t locate_by_element = 0, locate_by_path = 1;
/// Behind an empty path.
inline constexpr std::uint32_t below_located = locate_header + 2;

inline constexpr std::uint32_t local_ramdisk = 3, local_file = 5, local_virtual_disk = 6;
/// Up to the file's record: local type, base, size, offset.
inline constexpr std::size_t ramdisk_header = 24;
/// Up to the packet of the file: local type, 20 reserved bytes.
inline constexpr std::size_t virtual_disk_header = 24;
/// Version, length of the record, kind of path.
inline constexpr std::size_t file_record_header = 12;
inline constexpr std::uint32_t file_record_version = 1, file_path = 5;

/// Where byte i of a GUID as it is written lies in memory.
inline constexpr std::array<std::size_t, 16> guid_order{3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

}  // namespace hivemend::windows
