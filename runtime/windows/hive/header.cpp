// The base block of a hive: what makes a file a hive that can be read.
#include "runtime/windows/hive/records.hpp"

#include <fmt/format.h>

namespace hivemend::windows {
namespace {

const char* const whole_copy =
    "put back a whole copy of this file, from a backup or a restore point; nothing was changed";

}  // namespace

Malformed damaged_at(std::uint64_t offset, std::string headline)
{
    return Malformed("hive", offset, std::move(headline), {}, whole_copy);
}

Malformed damaged(std::uint32_t cell, std::string headline)
{
    return damaged_at(std::uint64_t{first_bin} + cell, std::move(headline));
}

std::uint32_t base_block_checksum(ByteView base_block)
{
    std::uint32_t sum = 0;
    for (std::size_t at = 0; at < 508; at += 4)
        sum ^= le32(base_block, at);
    if (sum == 0)
        return 1;
    return sum == 0xffffffff ? 0xfffffffe : sum;
}

HiveHeader read_header(ByteView bytes)
{
    if (bytes.empty())
        throw damaged_at(0, "the file is empty, not a registry hive");
    if (!has_signature(bytes, 0, "regf"))
        throw Malformed("hive", 0, "the file is not a registry hive: it does not start with `regf`", {},
                        "check that the target is the right directory; else put back a whole copy of this file");
    if (bytes.size() < first_bin)
        throw damaged_at(bytes.size(),
                         fmt::format("the hive is truncated: {} bytes, its header alone has 4096", bytes.size()));
    if (bytes.size() > max_hive_bytes + first_bin)
        throw Malformed("hive", 0,
                        fmt::format("the hive has {} bytes, more than the 512 MiB this version reads", bytes.size()));
    const auto type = le32(bytes, 28);
    if (type == 1 || type == 2 || type == 6)
        throw Malformed("hive", 28, "the file is a transaction log, not a primary hive", {},
                        "name the file without `.LOG`");
    if (type != 0 || le32(bytes, 32) != 1)
        throw damaged_at(28, fmt::format("the hive has file type {} and format {}; a primary hive has 0 and 1", type,
                                         le32(bytes, 32)));

    HiveHeader header;
    header.sequence1 = le32(bytes, 4);
    header.sequence2 = le32(bytes, 8);
    header.last_written = le64(bytes, 12);
    header.minor = le32(bytes, 24);
    header.root = le32(bytes, 36);
    header.bins_size = le32(bytes, 40);
    header.flags = le32(bytes, 144);
    header.checksum_right = le32(bytes, 508) == base_block_checksum(bytes);

    if (le32(bytes, 20) != 1 || header.minor < 3 || header.minor > 6)
        throw Malformed("hive", 20,
                        fmt::format("the hive has version {}.{}; 1.3 to 1.6 are known", le32(bytes, 20), header.minor));
    if (le32(bytes, 44) != 1)
        throw Malformed("hive", 44, fmt::format("the hive has clustering factor {}; only 1 is known", le32(bytes, 44)));
    if (header.bins_size == 0 || header.bins_size % 4096 != 0)
        throw damaged_at(
            40, fmt::format("the hive says that it has {} bytes of bins; bins come in 4096 bytes", header.bins_size));
    if (header.bins_size > bytes.size() - first_bin)
        throw damaged_at(bytes.size(), fmt::format("the hive is truncated: its header says {} bytes, the file has {}",
                                                   std::uint64_t{first_bin} + header.bins_size, bytes.size()));
    return header;
}

}  // namespace hivemend::windows
