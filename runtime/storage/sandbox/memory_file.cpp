// memfd_create, and reading and writing to the end in spite of interruptions.
#include "runtime/storage/sandbox/memory_file.hpp"

#include <cerrno>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/storage/error.hpp"
#include "runtime/storage/store/large_bytes.hpp"

namespace hivemend::storage {

MemoryFile::MemoryFile() : descriptor_(memfd_create("hivemend", MFD_CLOEXEC))
{
    if (descriptor_ < 0)
        throw system_error(errno, "make a file in memory", "");
}

MemoryFile::~MemoryFile()
{
    close(descriptor_);
}

void MemoryFile::write(ByteView bytes) const
{
    while (!bytes.empty()) {
        const auto written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR)
            throw system_error(errno, "write a file in memory", "");
        if (written > 0)
            bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

void MemoryFile::replace(ByteView bytes) const
{
    if (lseek(descriptor_, 0, SEEK_SET) != 0 || ftruncate(descriptor_, static_cast<off_t>(bytes.size())) != 0)
        throw system_error(errno, "write a file in memory", "");
    write(bytes);
}

Bytes MemoryFile::read(std::uint64_t limit) const
{
    struct stat status {};
    if (fstat(descriptor_, &status) != 0)
        throw system_error(errno, "read a file in memory", "");
    if (static_cast<std::uint64_t>(status.st_size) > limit)
        throw Error(
            fmt::format("a file in memory has {} bytes, which is more than the {} it may have", status.st_size, limit));
    auto bytes = large_bytes(static_cast<std::size_t>(status.st_size));
    for (std::size_t at = 0; at < bytes.size();) {
        const auto got = pread(descriptor_, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
        if (got == 0 || (got < 0 && errno != EINTR))
            throw system_error(got == 0 ? EIO : errno, "read a file in memory", "");
        at += got > 0 ? static_cast<std::size_t>(got) : 0;
    }
    return bytes;
}

}  // namespace hivemend::storage
