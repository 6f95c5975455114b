// A file that only this process and its children know: the way by which bytes come back from a child.
#pragma once

#include <cstdint>

#include "lang/types/reg_data.hpp"

namespace hivemend::storage {

/// Has no name and is gone with its last descriptor. Error when there is no memory for it.
class MemoryFile {
public:
    MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile();

    int descriptor() const { return descriptor_; }

    /// Behind what was written last.
    void write(ByteView bytes) const;
    /// In place of all that it holds.
    void replace(ByteView bytes) const;
    /// All of it. Error when it is longer than `limit` bytes: a child wrote it, who knows how much.
    Bytes read(std::uint64_t limit) const;

private:
    int descriptor_;
};

}  // namespace hivemend::storage
