// Whole files and folders made durable, out of the single steps of durable.cpp.
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/storage/error.hpp"
#include "runtime/storage/txn/durable.hpp"

namespace hivemend::storage::durable {
namespace {

Descriptor open_directory_at(int directory, const std::string& name, int flags = 0)
{
    return Descriptor{::openat(directory, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags)};
}

bool is_there(int directory, const std::string& name)
{
    struct stat found {};
    return ::fstatat(directory, name.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0;
}

std::vector<std::string> names_in(int directory)
{
    const int copy = ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, int (*)(DIR*)> stream{copy < 0 ? nullptr : ::fdopendir(copy), ::closedir};
    if (!stream)
        throw system_error(errno, "list the directory", "/proc/self/fd/" + std::to_string(directory));
    std::vector<std::string> names;
    while (const auto* entry = ::readdir(stream.get()))
        if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0)
            names.emplace_back(entry->d_name);
    return names;
}

// After an error: the first one is the one to tell.
void remove_quietly(int directory, const std::string& name)
{
    try {
        if (is_there(directory, name))
            durable::unlink(directory, name);
    } catch (const Error&) {
        return;
    }
}

void remove_all_in(int directory)
{
    for (const auto& name : names_in(directory)) {
        struct stat found {};
        if (::fstatat(directory, name.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(found.st_mode))
            remove_tree(directory, name);
        else
            durable::unlink(directory, name);
    }
}

}  // namespace

Descriptor open_directory(const std::filesystem::path& path)
{
    auto directory = open_directory_at(AT_FDCWD, path.string());
    if (!directory)
        throw system_error(errno, "open the directory", path.string());
    return directory;
}

Descriptor make_directories(const std::filesystem::path& path, unsigned mode)
{
    const auto whole = std::filesystem::absolute(path).lexically_normal();
    auto directory = open_directory(whole.root_path());
    for (const auto& part : whole.relative_path()) {
        if (part.empty())
            continue;
        auto next = open_directory_at(directory.get(), part.string());
        if (!next && errno == ENOENT) {
            make_directory(directory.get(), part.string(), mode);
            sync_directory(directory.get());
            next = open_directory_at(directory.get(), part.string());
        }
        if (!next)
            throw system_error(errno, "open the directory `" + part.string() + "`", whole.string());
        directory = std::move(next);
    }
    return directory;
}

void replace_file(int directory, const std::string& name, ByteView bytes, unsigned mode)
{
    const auto temporary = "." + name + ".new";
    if (is_there(directory, temporary))
        durable::unlink(directory, temporary);  // left over by a run that was killed
    try {
        const auto file = create_file(directory, temporary, mode);
        write_all(file.get(), bytes);
        sync_file(file.get());
        durable::rename(directory, temporary, directory, name);
    } catch (const Error&) {
        remove_quietly(directory, temporary);
        throw;
    }
    sync_directory(directory);
}

void replace_file(const std::filesystem::path& path, ByteView bytes, unsigned mode)
{
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."};
    replace_file(open_directory(folder).get(), path.filename().string(), bytes, mode);
}

void append(int directory, const std::string& name, ByteView bytes, unsigned mode)
{
    const bool created = !is_there(directory, name);
    const auto file = open_append(directory, name, mode);
    const auto former = static_cast<std::uint64_t>(::lseek(file.get(), 0, SEEK_CUR));
    try {
        write_all(file.get(), bytes);
        sync_file(file.get());
    } catch (const Error&) {
        try {
            durable::truncate(file.get(), former);
        } catch (const Error&) {
            // The first error is the one to tell; a line cut short is expected by readers.
        }
        throw;
    }
    if (created)
        sync_directory(directory);
}

void remove_tree(int directory, const std::string& name)
{
    if (!is_there(directory, name))
        return;
    const auto inside = open_directory_at(directory, name, O_NOFOLLOW);
    if (!inside)
        throw system_error(errno, "open the directory", name);
    remove_all_in(inside.get());
    remove_directory(directory, name);
    sync_directory(directory);
}

}  // namespace hivemend::storage::durable
