// Forking, limiting and waiting for the child.
#include "runtime/storage/sandbox/child.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <exception>
#include <fstream>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/storage/error.hpp"

namespace hivemend::storage {
namespace {

constexpr std::size_t longest_message = 4096;

/// Limits count from what the program maps already: sanitizers map terabytes before main.
std::uint64_t mapped_bytes()
{
    std::uint64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

void limit(__rlimit_resource resource, std::uint64_t value)
{
    struct rlimit now {};
    getrlimit(resource, &now);
    now.rlim_cur = now.rlim_max = std::min<rlim_t>(value, now.rlim_max);
    setrlimit(resource, &now);
}

void apply_limits(const ChildLimits& limits)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, static_cast<std::uint64_t>(limits.cpu.count()));
    if (const auto mapped = mapped_bytes(); mapped != 0)
        limit(RLIMIT_AS, mapped + limits.memory);
}

/// Standard error goes into the pipe, so that an assertion of a library is reported and not printed over the plan.
void keep_only(std::vector<int> keep, int pipe)
{
    keep.push_back(pipe);
    std::sort(keep.begin(), keep.end());
    const auto kept = [&](int descriptor) { return std::binary_search(keep.begin(), keep.end(), descriptor); };
    // A program that was started without standard input may have a kept descriptor there.
    const int null = open("/dev/null", O_RDWR);
    for (const int standard : {0, 1})
        if (null >= 0 && !kept(standard))
            dup2(null, standard);
    if (!kept(2))
        dup2(pipe, 2);
    unsigned from = 3;
    for (const int descriptor : keep) {
        const auto next = static_cast<unsigned>(std::max(descriptor, 2));
        if (next > from)
            close_range(from, next - 1, 0);
        from = std::max(from, next + 1);
    }
    close_range(from, ~0u, 0);
}

void send(int pipe, std::string_view text)
{
    text = text.substr(0, longest_message);
    while (!text.empty()) {
        const auto written = write(pipe, text.data(), text.size());
        if (written < 0 && errno != EINTR)
            return;
        if (written > 0)
            text.remove_prefix(static_cast<std::size_t>(written));
    }
}

[[noreturn]] void live(const ChildLimits& limits, std::span<const int> keep, int pipe,
                       const std::function<std::optional<std::string>()>& work)
{
    std::optional<std::string> problem;
    try {
        keep_only({keep.begin(), keep.end()}, pipe);
        apply_limits(limits);
        problem = work();
    } catch (const std::exception& thrown) {
        problem = thrown.what();
    } catch (...) {
        problem = "an unknown exception";
    }
    if (problem)
        send(pipe, *problem);
    _exit(problem ? 1 : 0);  // no destructors, no buffers: they are the parent's
}

/// Reads what the child says until it ends; false when the time ran out first.
bool listen(int pipe, std::chrono::seconds wall, std::string& message)
{
    using Clock = std::chrono::steady_clock;
    const auto deadline = Clock::now() + wall;
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        if (left.count() <= 0)
            return false;
        pollfd waiting{.fd = pipe, .events = POLLIN, .revents = 0};
        if (poll(&waiting, 1, static_cast<int>(left.count())) <= 0)
            continue;  // interrupted or late: the deadline decides
        char buffer[1024];
        const auto got = read(pipe, buffer, sizeof buffer);
        if (got == 0)
            return true;
        if (got > 0 && message.size() < longest_message)
            message.append(buffer, static_cast<std::size_t>(got));
    }
}

}  // namespace

ChildResult run_in_child(const ChildLimits& limits, std::span<const int> keep,
                         const std::function<std::optional<std::string>()>& work)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        throw system_error(errno, "making a pipe", "");
    const pid_t child = fork();
    if (child < 0) {
        const int error = errno;
        close(ends[0]);
        close(ends[1]);
        throw system_error(error, "starting a child process", "");
    }
    if (child == 0)
        live(limits, keep, ends[1], work);
    close(ends[1]);

    ChildResult result;
    result.timed_out = !listen(ends[0], limits.wall, result.message);
    if (result.timed_out)
        kill(child, SIGKILL);
    close(ends[0]);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (WIFSIGNALED(status))
        result.signal = WTERMSIG(status);
    else
        result.exit_status = WEXITSTATUS(status);
    return result;
}

}  // namespace hivemend::storage
