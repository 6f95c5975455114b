// Reading a base block, and calling a hive clean.
#include "runtime/windows/hive/base_block.hpp"

#include "runtime/windows/hive/records.hpp"

namespace hivemend::windows {

std::optional<BaseBlock> read_base_block(ByteView bytes)
{
    if (bytes.size() < sector || !has_signature(bytes, 0, "regf"))
        return std::nullopt;
    BaseBlock block{.bytes = bytes.first(sector)};
    block.sequence1 = le32(bytes, 4);
    block.sequence2 = le32(bytes, 8);
    block.last_written = le64(bytes, 12);
    block.type = le32(bytes, 28);
    block.bins_size = le32(bytes, 40);
    block.flags = le32(bytes, 144);
    block.checksum_right = le32(bytes, 508) == base_block_checksum(bytes);
    const auto minor = le32(bytes, 24);
    block.known = le32(bytes, 20) == 1 && minor >= 3 && minor <= 6 && le32(bytes, 32) == 1 && le32(bytes, 44) == 1 &&
                  block.bins_size != 0 && block.bins_size % 4096 == 0 && block.bins_size <= max_hive_bytes;
    return block;
}

void put_sequence(std::span<std::byte> hive, std::uint32_t number)
{
    put(hive, 4, number);
    put(hive, 8, number);
    put(hive, 508, base_block_checksum(hive));
}

}  // namespace hivemend::windows
