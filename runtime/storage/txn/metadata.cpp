// Copies what a file carries beside its bytes.
#include "runtime/storage/txn/metadata.hpp"

#include <cerrno>
#include <sstream>
#include <vector>

#include <sys/stat.h>
#include <sys/xattr.h>

#include "runtime/storage/error.hpp"
#include "runtime/storage/txn/durable.hpp"

namespace hivemend::storage {
namespace {

void accept(int error, const std::string& shown)
{
    // Not root, or a file system without owners or attributes: the bytes are what a repair is about.
    if (error != 0 && error != EPERM && error != EACCES && error != EOPNOTSUPP && error != EINVAL)
        throw system_error(error, "copy owner, mode and attributes", shown);
}

void copy_attributes(int from, int to, const std::string& shown)
{
    const auto room = ::flistxattr(from, nullptr, 0);
    if (room <= 0)
        return;
    std::string names(static_cast<std::size_t>(room), '\0');
    const auto length = ::flistxattr(from, names.data(), names.size());
    if (length < 0)
        return;
    names.resize(static_cast<std::size_t>(length));
    std::istringstream list{names};
    for (std::string name; std::getline(list, name, '\0');) {
        Bytes value(64U << 10U);  // XATTR_SIZE_MAX
        const auto size = ::fgetxattr(from, name.c_str(), value.data(), value.size());
        if (size < 0)
            continue;
        value.resize(static_cast<std::size_t>(size));
        accept(durable::set_attribute(to, name, value), shown);
    }
}

}  // namespace

void copy_metadata(int from, int to, const std::string& shown)
{
    struct stat wanted {};
    struct stat present {};
    if (::fstat(from, &wanted) != 0 || ::fstat(to, &present) != 0)
        throw system_error(errno, "look at the file", shown);
    if (wanted.st_uid != present.st_uid || wanted.st_gid != present.st_gid)
        accept(durable::set_owner(to, wanted.st_uid, wanted.st_gid), shown);
    copy_attributes(from, to, shown);
    if ((wanted.st_mode & 07777U) !=
        (present.st_mode & 07777U))  // after the owner: a change of owner clears set-user-id
        accept(durable::set_mode(to, wanted.st_mode & 07777U), shown);
}

}  // namespace hivemend::storage
