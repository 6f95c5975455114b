// Taking the lock, and finding who has it.
#include "runtime/storage/txn/directory_lock.hpp"

#include <cerrno>
#include <fstream>
#include <optional>
#include <sstream>

#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "runtime/storage/error.hpp"

namespace hivemend::storage {
namespace {

// A line is `1: FLOCK  ADVISORY  WRITE 5259 00:1b:1 0 EOF`: process, then device and inode.
std::optional<int> holder(int directory)
{
    struct stat found {};
    if (::fstat(directory, &found) != 0)
        return {};
    const auto wanted = fmt::format("{:02x}:{:02x}:{}", major(found.st_dev), minor(found.st_dev), found.st_ino);
    std::ifstream locks{"/proc/locks"};
    for (std::string line; std::getline(locks, line);) {
        std::istringstream words{line};
        std::string number, kind, advice, mode, place;
        int process = 0;
        if (words >> number >> kind >> advice >> mode >> process >> place && kind == "FLOCK" && place == wanted &&
            process > 0)  // 0 or less: a process of another namespace
            return process;
    }
    return {};
}

std::string name_of(int process)
{
    std::ifstream file{fmt::format("/proc/{}/comm", process)};
    std::string name;
    return std::getline(file, name) ? fmt::format(" ({})", name) : "";
}

}  // namespace

void lock_directory(int directory, const std::string& shown)
{
    int result = -1;
    do
        result = ::flock(directory, LOCK_EX | LOCK_NB);
    while (result != 0 && errno == EINTR);
    if (result == 0)
        return;
    if (errno != EWOULDBLOCK)
        throw system_error(errno, "lock the directory", shown);
    const auto process = holder(directory);
    throw Error{"another process has locked the target",
                shown,
                {process ? fmt::format("the lock is held by process {}{}", *process, name_of(*process))
                         : "its process cannot be seen from here"},
                "wait until it has ended, then run the command again"};
}

}  // namespace hivemend::storage
