// A hive from nothing: one bin with a root key, its security descriptor, and free space.
#include <array>
#include <cassert>

#include "runtime/windows/hive/edit.hpp"
#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {
namespace {

constexpr std::uint32_t bins_size = 4096;
constexpr std::uint64_t written =
    0x01d0000000000000;  // a fixed FILETIME (2014), so that two new hives are the same bytes

std::uint32_t aligned(std::size_t size)
{
    return static_cast<std::uint32_t>((size + 7) / 8 * 8);
}

/// Self-relative: owner and group Administrators; SYSTEM and Administrators have full control, inherited by subkeys.
Bytes security_descriptor()
{
    constexpr std::array<unsigned char, 16> administrators{1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0};
    constexpr std::array<unsigned char, 12> system{1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0};
    Bytes bytes(20);
    const auto append = [&](const auto& sid) {
        for (const auto byte : sid)
            bytes.push_back(static_cast<std::byte>(byte));
    };
    const auto append_ace = [&](const auto& sid) {
        const auto at = bytes.size();
        bytes.resize(at + 8);
        put<std::uint8_t>(bytes, at, 0);      // access allowed
        put<std::uint8_t>(bytes, at + 1, 2);  // container inherit
        put<std::uint16_t>(bytes, at + 2, static_cast<std::uint16_t>(8 + sid.size()));
        put<std::uint32_t>(bytes, at + 4, 0x000f003f);  // KEY_ALL_ACCESS
        append(sid);
    };
    bytes.resize(28);
    append_ace(system);
    append_ace(administrators);
    const auto acl_size = bytes.size() - 20;
    put<std::uint8_t>(bytes, 20, 2);  // ACL revision
    put<std::uint16_t>(bytes, 22, static_cast<std::uint16_t>(acl_size));
    put<std::uint16_t>(bytes, 24, 2);                                        // entries
    put<std::uint8_t>(bytes, 0, 1);                                          // descriptor revision
    put<std::uint16_t>(bytes, 2, 0x8004);                                    // self-relative, DACL present
    put<std::uint32_t>(bytes, 16, 20);                                       // DACL
    put<std::uint32_t>(bytes, 4, static_cast<std::uint32_t>(bytes.size()));  // owner
    append(administrators);
    put<std::uint32_t>(bytes, 8, static_cast<std::uint32_t>(bytes.size()));  // group
    append(administrators);
    return bytes;
}

void write_base_block(std::span<std::byte> hive, std::uint32_t minor, std::uint32_t root)
{
    std::memcpy(hive.data(), "regf", 4);
    put<std::uint32_t>(hive, 4, 1);
    put<std::uint32_t>(hive, 8, 1);
    put<std::uint64_t>(hive, 12, written);
    put<std::uint32_t>(hive, 20, 1);
    put<std::uint32_t>(hive, 24, minor);
    put<std::uint32_t>(hive, 32, 1);
    put<std::uint32_t>(hive, 36, root);
    put<std::uint32_t>(hive, 40, bins_size);
    put<std::uint32_t>(hive, 44, 1);
    put<std::uint32_t>(hive, 508, base_block_checksum(hive));
}

void write_root(std::span<std::byte> cell, std::string_view name, std::uint32_t size, std::uint32_t security)
{
    put<std::uint32_t>(cell, 0, 0u - size);
    const auto node = cell.subspan(4);
    std::memcpy(node.data(), "nk", 2);
    put<std::uint16_t>(node, 2, 0x2c);  // root, not deletable, Latin-1 name
    put<std::uint64_t>(node, 4, written);
    for (const std::size_t reference : {16, 28, 32, 40, 48})
        put<std::uint32_t>(node, reference, nil);
    put<std::uint32_t>(node, 44, security);
    put<std::uint16_t>(node, 72, static_cast<std::uint16_t>(name.size()));
    std::memcpy(node.data() + 76, name.data(), name.size());
}

void write_security(std::span<std::byte> cell, ByteView descriptor, std::uint32_t size, std::uint32_t at)
{
    put<std::uint32_t>(cell, 0, 0u - size);
    const auto record = cell.subspan(4);
    std::memcpy(record.data(), "sk", 2);
    put<std::uint32_t>(record, 4, at);  // a ring of one
    put<std::uint32_t>(record, 8, at);
    put<std::uint32_t>(record, 12, 1);  // keys that use it
    put<std::uint32_t>(record, 16, static_cast<std::uint32_t>(descriptor.size()));
    std::memcpy(record.data() + 20, descriptor.data(), descriptor.size());
}

}  // namespace

Bytes new_hive(std::string_view root_name, std::uint32_t minor)
{
    assert(!root_name.empty() && root_name.size() <= 255 && is_ascii(root_name) && "the name of a new root is our own");
    assert(minor >= 3 && minor <= 6 && "versions 1.3 to 1.6 exist");
    const auto descriptor = security_descriptor();
    const auto root = bin_header;
    const auto root_size = aligned(4 + 76 + root_name.size());
    const auto security = root + root_size;
    const auto security_size = aligned(4 + 20 + descriptor.size());
    const auto free_at = security + security_size;

    Bytes hive(first_bin + bins_size);
    write_base_block(hive, minor, root);
    const auto bins = std::span(hive).subspan(first_bin);
    std::memcpy(bins.data(), "hbin", 4);
    put<std::uint32_t>(bins, 8, bins_size);
    put<std::uint64_t>(bins, 20, written);
    write_root(bins.subspan(root), root_name, root_size, security);
    write_security(bins.subspan(security), descriptor, security_size, security);
    put<std::uint32_t>(bins, free_at, bins_size - free_at);
    return hive;
}

}  // namespace hivemend::windows
