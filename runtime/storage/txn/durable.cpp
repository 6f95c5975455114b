// The one file that makes calls which change a file system, each between two calls of the hook.
#include "runtime/storage/txn/durable.hpp"

#include <array>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "runtime/storage/error.hpp"

namespace hivemend::storage {

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept
{
    std::swap(number_, other.number_);
    return *this;
}

Descriptor::~Descriptor()
{
    if (number_ >= 0)
        ::close(number_);
}

}  // namespace hivemend::storage

namespace hivemend::storage::durable {

Hook hook = nullptr;

namespace {

std::string path_of(int descriptor)
{
    std::array<char, 4096> target{};
    const auto link = "/proc/self/fd/" + std::to_string(descriptor);
    const auto length = ::readlink(link.c_str(), target.data(), target.size());
    return length < 0 ? link : std::string(target.data(), static_cast<std::size_t>(length));
}

std::string path_of(int directory, const std::string& name)
{
    return path_of(directory) + "/" + name;
}

// Paths cost a readlink, so they are only made when a hook or an error wants them.
template <typename MakeStep, typename Call>
auto attempt(const MakeStep& make_step, const Call& call, int& error)
{
    if (hook != nullptr)
        error = hook(make_step(Moment::before));
    decltype(call()) result = -1;
    if (error != 0)
        return result;
    do
        result = call();
    while (result < 0 && errno == EINTR);
    if (result < 0)
        error = errno;
    else if (hook != nullptr)
        hook(make_step(Moment::after));
    return result;
}

template <typename MakeStep, typename Call>
auto run(const char* verb, const MakeStep& make_step, const Call& call)
{
    int error = 0;
    const auto result = attempt(make_step, call, error);
    if (error != 0)
        throw system_error(error, verb, make_step(Moment::before).path);
    return result;
}

auto step_on(Operation operation, int descriptor)
{
    return [=](Moment moment) { return Step{operation, moment, path_of(descriptor)}; };
}

auto step_in(Operation operation, int directory, const std::string& name)
{
    return [=, &name](Moment moment) { return Step{operation, moment, path_of(directory, name)}; };
}

Step write_step(Moment moment, int file, off_t offset, ByteView bytes)
{
    return Step{Operation::write, moment, path_of(file), {}, static_cast<std::uint64_t>(offset), bytes};
}

}  // namespace

Descriptor create_file(int directory, const std::string& name, unsigned mode)
{
    constexpr int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    return Descriptor{run("create the file", step_in(Operation::create, directory, name),
                          [&] { return ::openat(directory, name.c_str(), flags, mode); })};
}

Descriptor open_append(int directory, const std::string& name, unsigned mode)
{
    constexpr int flags = O_WRONLY | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    const int present = ::openat(directory, name.c_str(), flags);
    if (present < 0 && errno != ENOENT)
        throw system_error(errno, "open the file", path_of(directory, name));
    Descriptor file{present};
    if (!file)
        file = Descriptor{run("create the file", step_in(Operation::create, directory, name),
                              [&] { return ::openat(directory, name.c_str(), flags | O_CREAT | O_EXCL, mode); })};
    struct stat found {};
    if (::fstat(file.get(), &found) != 0 || !S_ISREG(found.st_mode))
        throw Error{"not a plain file", path_of(directory, name)};
    ::lseek(file.get(), 0, SEEK_END);  // so that the hook is told the offset at which O_APPEND writes
    return file;
}

void write_all(int file, ByteView bytes)
{
    while (!bytes.empty()) {
        const auto offset = hook != nullptr ? ::lseek(file, 0, SEEK_CUR) : 0;
        if (hook != nullptr)
            if (const int error = hook(write_step(Moment::before, file, offset, bytes)); error != 0)
                throw system_error(error, "write", path_of(file));
        const auto written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            throw system_error(errno, "write", path_of(file));
        if (hook != nullptr)
            hook(write_step(Moment::after, file, offset, bytes.first(static_cast<std::size_t>(written))));
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

void truncate(int file, std::uint64_t size)
{
    const auto step = [&](Moment moment) { return Step{Operation::truncate, moment, path_of(file), {}, size}; };
    run("truncate", step, [&] { return ::ftruncate(file, static_cast<off_t>(size)); });
}

void begin_sync(int file)
{
    ::sync_file_range(file, 0, 0, SYNC_FILE_RANGE_WRITE);
}

void sync_file(int file)
{
    run("make the file durable", step_on(Operation::fsync, file), [&] { return ::fsync(file); });
}

void sync_directory(int directory)
{
    // Some file systems know no fsync of a directory (EINVAL); there is no other way to ask them.
    run("make the directory durable", step_on(Operation::fsync, directory),
        [&] { return ::fsync(directory) == 0 || errno == EINVAL ? 0 : -1; });
}

void rename(int from_directory, const std::string& from, int to_directory, const std::string& to)
{
    const auto step = [&](Moment moment) {
        return Step{Operation::rename, moment, path_of(from_directory, from), path_of(to_directory, to)};
    };
    run("rename", step, [&] { return ::renameat(from_directory, from.c_str(), to_directory, to.c_str()); });
}

void unlink(int directory, const std::string& name)
{
    run("remove the file", step_in(Operation::unlink, directory, name),
        [&] { return ::unlinkat(directory, name.c_str(), 0); });
}

void make_directory(int directory, const std::string& name, unsigned mode)
{
    run("create the directory", step_in(Operation::mkdir, directory, name),
        [&] { return ::mkdirat(directory, name.c_str(), mode); });
}

void remove_directory(int directory, const std::string& name)
{
    run("remove the directory", step_in(Operation::rmdir, directory, name),
        [&] { return ::unlinkat(directory, name.c_str(), AT_REMOVEDIR); });
}

int set_owner(int file, uid_t owner, gid_t group)
{
    int error = 0;
    attempt(
        step_on(Operation::metadata, file), [&] { return ::fchown(file, owner, group); }, error);
    return error;
}

int set_mode(int file, unsigned mode)
{
    int error = 0;
    attempt(
        step_on(Operation::metadata, file), [&] { return ::fchmod(file, mode); }, error);
    return error;
}

int set_attribute(int file, const std::string& name, ByteView value)
{
    int error = 0;
    attempt(
        step_on(Operation::metadata, file),
        [&] { return ::fsetxattr(file, name.c_str(), value.data(), value.size(), 0); }, error);
    return error;
}

int open_as_asked(const char* path, int flags, std::va_list more)
{
    const bool has_mode = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
    return ::openat(AT_FDCWD, path, flags | O_LARGEFILE, has_mode ? va_arg(more, mode_t) : 0);
}

}  // namespace hivemend::storage::durable
