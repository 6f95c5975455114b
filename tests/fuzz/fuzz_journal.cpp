// The journal's parser on arbitrary bytes: as they are, and with the checksum put right so that the entries are
// reached.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "runtime/storage/error.hpp"
#include "runtime/storage/txn/journal.hpp"

namespace {

void parse(hivemend::ByteView bytes)
{
    try {
        const auto journal = hivemend::storage::parse_journal(bytes);
        const auto again = hivemend::storage::encode(journal);
        if (!std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()))
            std::abort();  // accepted, and yet not what would have been written
    } catch (const hivemend::Malformed&) {
        return;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const hivemend::ByteView bytes{reinterpret_cast<const std::byte*>(data), size};
    parse(bytes);
    hivemend::Bytes sealed(bytes.begin(), bytes.end());
    const auto hash = hivemend::storage::sha256(sealed);
    sealed.insert(sealed.end(), hash.begin(), hash.end());
    parse(sealed);
    return 0;
}
