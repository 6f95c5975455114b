// Errors of the world outside: construction, and errno put into words.
#include "runtime/storage/error.hpp"

#include <cctype>
#include <cerrno>
#include <system_error>
#include <utility>

namespace hivemend {
namespace {

std::string help_for(int error_number)
{
    switch (error_number) {
    case ENOSPC:
    case EDQUOT:
        return "free some space on this file system, then run the command again";
    case EACCES:
    case EPERM:
        return "run hivemend as a user who may do this";
    case EROFS:
        return "the file system is mounted read-only: mount it writable, then run the command again";
    case EFBIG:
        return "raise the file size limit (`ulimit -f`), then run the command again";
    case EMFILE:
    case ENFILE:
        return "raise the number of open files (`ulimit -n`), then run the command again";
    case EIO:
        return "the disk reports a defect: look at the kernel log before anything else is written to it";
    default:
        return {};
    }
}

}  // namespace

Error::Error(std::string headline_text, std::string where_text, std::vector<std::string> seen_lines,
             std::string help_text)
    : headline(std::move(headline_text)),
      where(std::move(where_text)),
      seen(std::move(seen_lines)),
      help(std::move(help_text))
{}

Malformed::Malformed(std::string format_name, std::uint64_t at, std::string headline_text, std::string where_text,
                     std::string help_text)
    : Error(std::move(headline_text), std::move(where_text), {}, std::move(help_text)),
      format(std::move(format_name)),
      offset(at)
{}

Error system_error(int error_number, const std::string& operation, const std::string& path)
{
    auto reason = std::generic_category().message(error_number);
    if (!reason.empty())
        reason[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(reason[0])));
    return Error{"cannot " + operation + ": " + reason, path, {}, help_for(error_number)};
}

}  // namespace hivemend
