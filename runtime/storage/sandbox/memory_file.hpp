// A file that only this process and its children know: the way by which bytes come back from a child.
#pragma once

#include <cstdint>
#include <span>

#include "lang/types/reg_data.hpp"
#include "runtime/storage/txn/durable.hpp"

namespace hivemend::storage {

/// Has no name and is gone with its last descriptor. Error when there is no memory for it.
class MemoryFile {
public:
    MemoryFile();

    int descriptor() const { return descriptor_.get(); }

    /// Behind what was written last.
    void write(ByteView bytes) const;
    /// All of it. Error when it is longer than `limit` bytes: a child wrote it, who knows how much.
    Bytes read(std::uint64_t limit) const;

private:
    Descriptor descriptor_;
};

/// A file in memory where it lies: what is written here is in the file. For a child, because who else has the file
/// could cut it, and then a read here is a SIGBUS.
class MappedFile {
public:
    /// Error when it is longer than `limit` bytes.
    MappedFile(const MemoryFile& file, std::uint64_t limit);
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    std::span<std::byte> bytes() const { return bytes_; }
    /// The file gets zero bytes at its end; `bytes` lies elsewhere afterwards. Error when there is no room.
    void grow(std::size_t size);

private:
    int descriptor_;
    std::span<std::byte> bytes_;
};

}  // namespace hivemend::storage
