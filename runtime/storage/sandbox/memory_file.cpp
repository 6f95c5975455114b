// memfd_create, mapping, and reading and writing to the end in spite of interruptions.
#include "runtime/storage/sandbox/memory_file.hpp"

#include <cassert>
#include <cerrno>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/storage/error.hpp"
#include "runtime/storage/store/large_bytes.hpp"

namespace hivemend::storage {
namespace {

std::size_t size_of(int descriptor, std::uint64_t limit)
{
    struct stat status {};
    if (fstat(descriptor, &status) != 0)
        throw system_error(errno, "look at a file in memory", "");
    if (static_cast<std::uint64_t>(status.st_size) > limit)
        throw Error(
            fmt::format("a file in memory has {} bytes, which is more than the {} it may have", status.st_size, limit));
    return static_cast<std::size_t>(status.st_size);
}

}  // namespace

MemoryFile::MemoryFile() : descriptor_(memfd_create("hivemend", MFD_CLOEXEC))
{
    if (!descriptor_)
        throw system_error(errno, "make a file in memory", "");
}

void MemoryFile::write(ByteView bytes) const
{
    while (!bytes.empty()) {
        const auto written = ::write(descriptor(), bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR)
            throw system_error(errno, "write a file in memory", "");
        if (written > 0)
            bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

Bytes MemoryFile::read(std::uint64_t limit) const
{
    auto bytes = large_bytes(size_of(descriptor(), limit));
    for (std::size_t at = 0; at < bytes.size();) {
        const auto got = pread(descriptor(), bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
        if (got == 0 || (got < 0 && errno != EINTR))
            throw system_error(got == 0 ? EIO : errno, "read a file in memory", "");
        at += got > 0 ? static_cast<std::size_t>(got) : 0;
    }
    return bytes;
}

MappedFile::MappedFile(const MemoryFile& file, std::uint64_t limit) : descriptor_(file.descriptor())
{
    const auto size = size_of(descriptor_, limit);
    auto* const begin =
        size == 0 ? nullptr : mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, descriptor_, 0);
    if (begin == MAP_FAILED)
        throw system_error(errno, "map a file in memory", "");
    bytes_ = {static_cast<std::byte*>(begin), size};
}

MappedFile::~MappedFile()
{
    if (!bytes_.empty())
        munmap(bytes_.data(), bytes_.size());
}

void MappedFile::grow(std::size_t size)
{
    assert(!bytes_.empty() && size >= bytes_.size() && "there is nothing to grow, or it would be cut");
    if (ftruncate(descriptor_, static_cast<off_t>(size)) != 0)
        throw system_error(errno, "lengthen a file in memory", "");
    auto* const begin = mremap(bytes_.data(), bytes_.size(), size, MREMAP_MAYMOVE);
    if (begin == MAP_FAILED)
        throw system_error(errno, "map a file in memory", "");
    bytes_ = {static_cast<std::byte*>(begin), size};
}

}  // namespace hivemend::storage
