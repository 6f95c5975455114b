// The program's own `open`: the C library's, except while a file is lent.
#include "runtime/storage/sandbox/lent_file.hpp"

#include <cassert>
#include <cerrno>
#include <cstdarg>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

#include "runtime/storage/txn/durable.hpp"

namespace hivemend::storage {
namespace {

constexpr const char* lent_path = "/hivemend/lent";
int lent = -1;

int open_lent(const char* path)
{
    if (std::strcmp(path, lent_path) != 0) {
        errno = EACCES;
        return -1;
    }
    return lseek(lent, 0, SEEK_SET) == 0 ? fcntl(lent, F_DUPFD_CLOEXEC, 0) : -1;
}

}  // namespace

LentFile::LentFile(int descriptor)
{
    assert(lent < 0 && "one file is lent at a time");
    lent = descriptor;
}

LentFile::~LentFile()
{
    lent = -1;
}

const char* LentFile::path() const
{
    return lent_path;
}

}  // namespace hivemend::storage

extern "C" int open(const char* path, int flags, ...)
{
    using namespace hivemend::storage;
    if (lent >= 0)
        return open_lent(path);
    va_list more;
    va_start(more, flags);
    const int descriptor = durable::open_as_asked(path, flags, more);
    va_end(more);
    return descriptor;
}

/// Its name in libraries that were built for large files on 32-bit machines.
extern "C" int open64(const char* path, int flags, ...) __attribute__((alias("open")));
