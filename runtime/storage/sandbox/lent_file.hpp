// A descriptor under a path, for a library that opens its file by itself inside a child that can open nothing.
#pragma once

namespace hivemend::storage {

/// While it lives, opening `path()` in this process gives a duplicate of the descriptor, at its beginning. It is never
/// emptied: the library must write as much as was there. Opening any other path fails with EACCES. No system call opens
/// anything: the program has its own `open`, which libraries find before that of the C library. For a confined child,
/// which has one thread; one at a time. All duplicates share one position.
class LentFile {
public:
    explicit LentFile(int descriptor);
    LentFile(const LentFile&) = delete;
    LentFile& operator=(const LentFile&) = delete;
    ~LentFile();

    const char* path() const;
};

}  // namespace hivemend::storage
