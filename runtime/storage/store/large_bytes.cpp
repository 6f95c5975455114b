// Advice to the kernel before the first touch. It may be refused; then the pages are small.
#include "runtime/storage/store/large_bytes.hpp"

#include <cstdint>

#include <sys/mman.h>

namespace hivemend::storage {

Bytes large_bytes(std::size_t size)
{
    constexpr std::size_t page = 4096, worth_it = 4u << 20;
    Bytes bytes;
    bytes.reserve(size);
    if (size >= worth_it) {
        const auto begin = reinterpret_cast<std::uintptr_t>(bytes.data()), first = (begin + page - 1) / page * page;
        const auto end = (begin + bytes.capacity()) / page * page;
        madvise(bytes.data() + (first - begin), end - first, MADV_HUGEPAGE);
    }
    bytes.resize(size);
    return bytes;
}

}  // namespace hivemend::storage
