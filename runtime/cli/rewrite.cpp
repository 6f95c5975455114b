// Writing a text of the repair machine anew.
#include "runtime/cli/rewrite.hpp"

#include <cerrno>
#include <span>

#include <fcntl.h>
#include <unistd.h>

#include "runtime/cli/workbench.hpp"
#include "runtime/storage/error.hpp"
#include "runtime/storage/txn/durable.hpp"
#include "runtime/storage/txn/metadata.hpp"

namespace hivemend::cli {
namespace {

namespace fs = std::filesystem;
namespace durable = storage::durable;

/// The new file lies beside the old one under a name of its own until it is whole.
void replace(const fs::path& path, const storage::Descriptor& old, std::string_view text)
{
    const auto folder = durable::open_directory(path.parent_path());
    const auto name = path.filename().string();
    const auto temporary = "." + name + ".hivemend-new";
    if (::faccessat(folder.get(), temporary.c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        durable::unlink(folder.get(), temporary);  // left over by a command that was killed
    try {
        const auto file = durable::create_file(folder.get(), temporary, 0600);
        durable::write_all(file.get(), std::as_bytes(std::span(text)));
        storage::copy_metadata(old.get(), file.get(), path.string());
        durable::sync_file(file.get());
        durable::rename(folder.get(), temporary, folder.get(), name);
    } catch (const Error&) {
        try {
            durable::unlink(folder.get(), temporary);
        } catch (const Error&) {
            // The first error is the one to tell.
        }
        throw;
    }
    durable::sync_directory(folder.get());
}

}  // namespace

void rewrite_file(const fs::path& path, std::string_view before, std::string_view after)
{
    std::error_code problem;
    const auto real = fs::canonical(path, problem);
    if (problem || !fs::is_regular_file(real, problem))
        throw Error("this is not a plain file, so it is not written", path.string());
    if (::access(real.c_str(), W_OK) != 0)
        throw system_error(errno, "write", path.string());
    const storage::Descriptor old{::open(real.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!old)
        throw system_error(errno, "open", path.string());
    if (read_host_file(real) != before)
        throw Error("the file was changed meanwhile, so it is not written", path.string(), {}, "run this again");
    replace(real, old, after);
}

}  // namespace hivemend::cli
