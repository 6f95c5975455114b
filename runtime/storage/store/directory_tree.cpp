// Opening, listing and reading beneath one directory with openat2, so that no link leads out of it.
#include "runtime/storage/store/directory_tree.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "runtime/storage/error.hpp"
#include "runtime/storage/store/large_bytes.hpp"
#include "runtime/storage/store/sha256.hpp"

namespace hivemend::storage {
namespace {

int open_beneath(int root, const std::string& spelled, int flags, unsigned long long resolve = 0)
{
    ::open_how how{};
    how.flags = static_cast<unsigned long long>(flags | O_CLOEXEC);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | resolve;
    const char* path = spelled.empty() ? "." : spelled.c_str();
    long descriptor = -1;
    // EAGAIN: somebody renamed on the way, and the kernel cannot tell whether the path still lies beneath.
    for (int tries = 0; tries < 32; ++tries) {
        descriptor = ::syscall(SYS_openat2, root, path, &how, sizeof how);
        if (descriptor >= 0 || (errno != EINTR && errno != EAGAIN))
            break;
    }
    return static_cast<int>(descriptor);
}

// Looking must not even change the time of access, where the kernel lets us ask for that (owner or root).
int open_quietly(int root, const std::string& spelled, int flags, unsigned long long resolve = 0)
{
    const int descriptor = open_beneath(root, spelled, flags | O_NOATIME, resolve);
    return descriptor < 0 && errno == EPERM ? open_beneath(root, spelled, flags, resolve) : descriptor;
}

std::int64_t nanoseconds(const timespec& time)
{
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

Identity identity_of(const struct stat& found)
{
    return {found.st_dev, found.st_ino, static_cast<std::uint64_t>(found.st_size), nanoseconds(found.st_mtim),
            nanoseconds(found.st_ctim)};
}

Identity identity_of(int file, const std::string& shown)
{
    struct stat found {};
    if (::fstat(file, &found) != 0)
        throw system_error(errno, "look at the file", shown);
    return identity_of(found);
}

const char* kind_of(mode_t mode)
{
    if (S_ISDIR(mode))
        return "a directory";
    if (S_ISFIFO(mode))
        return "a pipe";
    if (S_ISSOCK(mode))
        return "a socket";
    return "a device";
}

Error link_error(const std::string& shown)
{
    return Error{"a symbolic link is on the way to a file of the target",
                 shown,
                 {},
                 "hivemend follows no links on a target: name the directory that holds the real tree"};
}

Error case_error(const std::string& shown, const std::string& one, const std::string& other)
{
    return Error{"two names on the target differ only in case",
                 shown,
                 {one, other},
                 "Windows sees one of them: remove or rename the other"};
}

Error changed_error(const std::string& shown)
{
    return Error{"a file of the target changed while it was read",
                 shown,
                 {},
                 "stop the program that writes there, then run the command again"};
}

// `sink` is given each piece; all pieces together have exactly the size that the file began with.
template <typename Sink>
Identity read_pieces(int file, const std::string& shown, const Sink& next_piece)
{
    const auto before = identity_of(file, shown);
    std::uint64_t offset = 0;
    while (true) {
        const std::span<std::byte> piece = next_piece(offset);
        const auto count = ::pread(file, piece.data(), piece.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            throw system_error(errno, "read", shown);
        if (count == 0)
            break;
        offset += static_cast<std::uint64_t>(count);
        if (offset > before.size)
            throw changed_error(shown);
    }
    if (offset != before.size || identity_of(file, shown) != before)
        throw changed_error(shown);
    return before;
}

}  // namespace

DirectoryTree::DirectoryTree(const std::filesystem::path& root) : path_(root)
{
    const int descriptor = ::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0 && errno == ENOTDIR)
        throw Error{"the target is not a directory", root.string()};
    if (descriptor < 0 && errno == ENOENT)
        throw Error{"there is no such directory", root.string()};
    if (descriptor < 0)
        throw system_error(errno, "open the directory", root.string());
    root_ = Descriptor{descriptor};
    const Descriptor probe{open_beneath(descriptor, "", O_PATH)};
    if (!probe && (errno == ENOSYS || errno == EPERM))
        throw Error{"this kernel cannot open the files of a target safely",
                    root.string(),
                    {"openat2 is missing or blocked"},
                    "Linux 5.6 or newer is needed; a container must let openat2 through its seccomp filter"};
    if (!probe)
        throw system_error(errno, "open the directory", root.string());
}

std::string DirectoryTree::place() const
{
    const auto found = identity_of(root(), path_.string());
    return fmt::format("{}:{}", found.device, found.inode);
}

std::string DirectoryTree::shown(const std::string& spelled) const
{
    return spelled.empty() ? path_.string() : (path_ / spelled).string();
}

std::vector<std::string> DirectoryTree::names(const std::string& spelled) const
{
    const int descriptor = open_quietly(root(), spelled, O_RDONLY | O_DIRECTORY);
    if (descriptor < 0 && (errno == ENOENT || errno == ENOTDIR))
        return {};
    if (descriptor < 0 && errno == ELOOP)
        throw link_error(shown(spelled));
    const std::unique_ptr<DIR, int (*)(DIR*)> stream{descriptor < 0 ? nullptr : ::fdopendir(descriptor), ::closedir};
    if (!stream)
        throw system_error(errno, "list the directory", shown(spelled));
    std::vector<std::string> names;
    errno = 0;
    while (const auto* found = ::readdir(stream.get())) {
        if (std::strcmp(found->d_name, ".") != 0 && std::strcmp(found->d_name, "..") != 0)
            names.emplace_back(found->d_name);
        errno = 0;
    }
    if (errno != 0)
        throw system_error(errno, "list the directory", shown(spelled));
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<Entry> DirectoryTree::list(const std::string& spelled) const
{
    std::vector<Entry> entries;
    std::map<std::string, std::string> folded;
    const Descriptor directory{open_beneath(root(), spelled, O_PATH | O_DIRECTORY)};
    for (const auto& name : names(spelled)) {
        const auto [other, first] = folded.emplace(fold_case(name), name);
        if (!first)
            throw case_error(shown(spelled), other->second, name);
        struct stat found {};
        if (::fstatat(directory.get(), name.c_str(), &found, AT_SYMLINK_NOFOLLOW) != 0)
            continue;  // gone since
        if (S_ISREG(found.st_mode) || S_ISDIR(found.st_mode))
            entries.push_back({name, S_ISDIR(found.st_mode), S_ISREG(found.st_mode) ? identity_of(found).size : 0});
    }
    return entries;
}

std::optional<std::string> DirectoryTree::spell(const std::string& guest) const
{
    std::string spelled;
    for (const auto& name : split_guest_path(guest)) {
        std::optional<std::string> match;
        for (const auto& found : names(spelled)) {
            if (fold_case(found) != fold_case(name))
                continue;
            if (match)
                throw case_error(shown(spelled), *match, found);
            match = found;
        }
        if (!match)
            return {};
        spelled += (spelled.empty() ? "" : "/") + *match;
        struct stat found {};
        const Descriptor there{open_beneath(root(), spelled, O_PATH | O_NOFOLLOW)};
        if (!there && errno == ENOENT)
            return {};
        if (!there && errno != ELOOP)
            throw system_error(errno, "look at the file", shown(spelled));
        if (!there || (::fstat(there.get(), &found) == 0 && S_ISLNK(found.st_mode)))
            throw link_error(shown(spelled));
    }
    return spelled;
}

std::string DirectoryTree::spell_new(const std::string& guest) const
{
    if (auto present = spell(guest))
        return *present;
    const auto slash = guest.rfind('\\');
    const auto directory = spell(slash == 0 ? "\\" : guest.substr(0, slash));
    if (!directory || !is_directory(*directory))
        throw Error{"the directory of a new file is not on the target", guest};
    return (directory->empty() ? "" : *directory + "/") + guest.substr(slash + 1);
}

bool DirectoryTree::is_directory(const std::string& spelled) const
{
    struct stat found {};
    const Descriptor there{open_beneath(root(), spelled, O_PATH | O_NOFOLLOW)};
    return there && ::fstat(there.get(), &found) == 0 && S_ISDIR(found.st_mode);
}

Descriptor DirectoryTree::open_file(const std::string& spelled) const
{
    struct stat found {};
    const auto check = [&](int descriptor) {
        if (::fstat(descriptor, &found) != 0)
            throw system_error(errno, "look at the file", shown(spelled));
        if (S_ISLNK(found.st_mode))
            throw link_error(shown(spelled));
        if (!S_ISREG(found.st_mode))
            throw Error{fmt::format("a file of the target is {}", kind_of(found.st_mode)),
                        shown(spelled),
                        {},
                        "hivemend reads and writes plain files only"};
    };
    // Looked at before it is opened, because opening alone already does something to a device.
    const Descriptor look{open_beneath(root(), spelled, O_PATH | O_NOFOLLOW)};
    if (!look && (errno == ENOENT || errno == ENOTDIR))
        return {};
    if (!look && errno == ELOOP)
        throw link_error(shown(spelled));
    if (!look)
        throw system_error(errno, "look at the file", shown(spelled));
    check(look.get());
    Descriptor file{open_quietly(root(), spelled, O_RDONLY | O_NONBLOCK | O_NOCTTY)};
    if (!file)
        throw system_error(errno, "open the file", shown(spelled));
    check(file.get());
    return file;
}

std::optional<FileRead> DirectoryTree::read(const std::string& spelled, std::uint64_t limit) const
{
    const auto file = open_file(spelled);
    if (!file)
        return {};
    FileRead result;
    const auto size = identity_of(file.get(), shown(spelled)).size;
    if (size > limit)
        throw Error{fmt::format("a file of the target has {} bytes; at most {} are read", size, limit), shown(spelled)};
    result.bytes = large_bytes(size + 1);  // one more, so that a file that grew is noticed
    result.identity = read_pieces(file.get(), shown(spelled), [&](std::uint64_t offset) {
        return std::span{result.bytes}.subspan(std::min<std::size_t>(offset, result.bytes.size()));
    });
    if (result.identity.size != size)
        throw changed_error(shown(spelled));
    result.bytes.resize(size);
    return result;
}

std::optional<FilePrint> DirectoryTree::print(const std::string& spelled) const
{
    const auto file = open_file(spelled);
    if (!file)
        return {};
    Hasher hasher;
    // One byte more than a small file has, so that its end shows in the same read.
    Bytes piece(std::min<std::uint64_t>(1U << 20U, identity_of(file.get(), shown(spelled)).size + 1));
    std::uint64_t hashed = 0;
    FilePrint result;
    result.identity = read_pieces(file.get(), shown(spelled), [&](std::uint64_t offset) {
        hasher.add(ByteView{piece}.first(offset - hashed));
        hashed = offset;
        return std::span{piece};
    });
    result.print = {hashed, hasher.finish()};
    return result;
}

std::optional<Identity> DirectoryTree::identity(const std::string& spelled) const
{
    const auto file = open_file(spelled);
    return file ? std::optional{identity_of(file.get(), shown(spelled))} : std::nullopt;
}

Descriptor DirectoryTree::open_same_device(const std::string& spelled_directory) const
{
    Descriptor directory{open_beneath(root(), spelled_directory, O_RDONLY | O_DIRECTORY, RESOLVE_NO_XDEV)};
    if (directory)
        return directory;
    if (errno == EXDEV)
        throw Error{"a file to be changed is on another file system than the target",
                    shown(spelled_directory),
                    {},
                    "one commit cannot cover two file systems: name the mounted directory itself as the target"};
    if (errno == ELOOP)
        throw link_error(shown(spelled_directory));
    throw system_error(errno, "open the directory", shown(spelled_directory));
}

}  // namespace hivemend::storage
