// Forking, limiting and waiting for the child.
#include "runtime/storage/sandbox/child.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <fstream>
#include <new>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/storage/sandbox/confine.hpp"
#include "runtime/storage/sandbox/sanitized.hpp"

namespace hivemend::storage {
namespace {

constexpr std::size_t longest_message = 4096;
constexpr int status_done = 0, status_stopped = 1, status_not_confined = 2;

/// AddressSanitizer maps terabytes of address space whenever it likes, but little that is written to.
constexpr auto memory_resource = sanitized ? RLIMIT_DATA : RLIMIT_AS;

/// It also keeps up to 256 MiB of what was freed, to tell late uses.
constexpr std::uint64_t kept_by_sanitizer = sanitized ? 512u << 20 : 0;

/// Limits count from what the program has already: sanitizers map terabytes before main.
std::uint64_t bytes_in_use()
{
    std::uint64_t total = 0, resident = 0, shared = 0, text = 0, unused = 0, data = 0;
    std::ifstream("/proc/self/statm") >> total >> resident >> shared >> text >> unused >> data;
    return (sanitized ? data : total) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

void limit(__rlimit_resource resource, std::uint64_t value, std::uint64_t most)
{
    struct rlimit now {};
    getrlimit(resource, &now);
    now.rlim_max = std::min<rlim_t>(most, now.rlim_max);
    now.rlim_cur = std::min<rlim_t>(value, now.rlim_max);
    setrlimit(resource, &now);
}

void apply_limits(const ChildLimits& limits)
{
    const auto limit_to = [](__rlimit_resource resource, std::uint64_t value) { limit(resource, value, value); };
    limit_to(RLIMIT_CORE, 0);
    limit_to(RLIMIT_NOFILE, 16);
    limit_to(RLIMIT_FSIZE, limits.file);
    const auto seconds = static_cast<std::uint64_t>(limits.cpu.count());
    limit(RLIMIT_CPU, seconds, seconds + 1);  // first SIGXCPU, which says why
    if (const auto in_use = bytes_in_use(); in_use != 0)
        limit_to(memory_resource, in_use + limits.memory + kept_by_sanitizer);
}

/// Handlers belong to the parent's state. A file that is too long is an errno, which the work can tell.
void default_signals()
{
    for (int number = 1; number < SIGRTMIN; ++number)
        std::signal(number, SIG_DFL);
    for (const int number : {SIGINT, SIGQUIT, SIGHUP, SIGPIPE, SIGXFSZ})
        std::signal(number, SIG_IGN);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// Standard error goes into the pipe, so that an assertion of a library is reported and not printed over the plan.
/// False when something could not be closed.
bool keep_only(std::vector<int> keep, int pipe)
{
    keep.push_back(pipe);
    std::sort(keep.begin(), keep.end());
    const auto kept = [&](int descriptor) { return std::binary_search(keep.begin(), keep.end(), descriptor); };
    // A program that was started without standard input may have a kept descriptor there.
    const int null = open("/dev/null", O_RDWR);
    for (const int standard : {0, 1})
        if (!kept(standard) && dup2(null, standard) < 0)
            close(standard);
    if (!kept(2) && dup2(pipe, 2) < 0)
        return false;
    unsigned from = 3;
    for (const int descriptor : keep) {
        const auto next = static_cast<unsigned>(std::max(descriptor, 2));
        if (next > from && close_range(from, next - 1, 0) != 0)
            return false;
        from = std::max(from, next + 1);
    }
    return close_range(from, ~0u, 0) == 0;
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

/// Does the work and says how it ended, for _exit.
int work_and_tell(const ChildLimits& limits, int pipe, const std::function<std::optional<std::string>()>& work)
{
    std::optional<std::string> problem;
    try {
        problem = work();
    } catch (const std::bad_alloc&) {
        problem = fmt::format("it needs more memory than the {} MiB that it may take", limits.memory >> 20);
    } catch (const std::exception& thrown) {
        problem = thrown.what();
    } catch (...) {
        problem = "an unknown exception";
    }
    if (problem)
        send(pipe, *problem);
    return problem ? status_stopped : status_done;
}

[[noreturn]] void live(pid_t parent, const ChildLimits& limits, std::span<const int> keep, int pipe,
                       const std::function<std::optional<std::string>()>& work)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(status_stopped);  // it died before the line above
    default_signals();
    std::optional<std::string> not_confined = "closing the descriptors of the program";
    if (keep_only({keep.begin(), keep.end()}, pipe)) {
        apply_limits(limits);
        not_confined = confine();
    }
    if (not_confined)
        send(pipe, *not_confined);
    // No destructors, no buffers: they are the parent's.
    _exit(not_confined ? status_not_confined : work_and_tell(limits, pipe, work));
}

/// False at the end of what comes through the pipe.
bool hear(int pipe, std::string& message)
{
    char buffer[1024];
    const auto got = read(pipe, buffer, sizeof buffer);
    if (got > 0)
        message.append(buffer, std::min(static_cast<std::size_t>(got), longest_message - message.size()));
    return got > 0 || (got < 0 && errno == EINTR);
}

/// Reads what the child says until it is dead; false when the time ran out first. The end of the pipe is not enough: a
/// child can close it and live on.
bool listen(int pipe, int child, std::chrono::steady_clock::time_point deadline, std::string& message)
{
    pollfd waiting[] = {{.fd = pipe, .events = POLLIN, .revents = 0}, {.fd = child, .events = POLLIN, .revents = 0}};
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0)
            return false;
        if (poll(waiting, std::size(waiting), static_cast<int>(left.count())) <= 0)
            continue;  // interrupted or late: the deadline decides
        if (waiting[0].revents == 0)
            return true;
        if (!hear(pipe, message))
            waiting[0].fd = -1;
    }
}

/// How a child ended.
int bury(pid_t child)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

ChildResult result_of(int status, bool late, std::string message)
{
    ChildResult result{.message = std::move(message)};
    if (WIFSIGNALED(status))
        result.signal = WTERMSIG(status);
    else
        result.exit_status = WEXITSTATUS(status);
    result.not_confined = result.signal == 0 && result.exit_status == status_not_confined;
    result.timed_out = late || result.signal == SIGXCPU;
    return result;
}

}  // namespace

RunningChild::RunningChild(int process, Descriptor pipe, Clock::time_point deadline)
    : process_(process), pipe_(std::move(pipe)), deadline_(deadline)
{}

RunningChild::RunningChild(RunningChild&& other) noexcept
    : process_(std::exchange(other.process_, 0)), pipe_(std::move(other.pipe_)), deadline_(other.deadline_)
{}

RunningChild::~RunningChild()
{
    if (process_ == 0)
        return;
    kill(process_, SIGKILL);
    bury(process_);
}

ChildResult RunningChild::wait()
{
    const Descriptor watched(static_cast<int>(syscall(SYS_pidfd_open, process_, 0)));
    const int unwatched = watched.get() < 0 ? errno : 0;
    std::string message;
    const bool late = unwatched == 0 && !listen(pipe_.get(), watched.get(), deadline_, message);
    if (late || unwatched != 0)
        kill(process_, SIGKILL);
    const int status = bury(std::exchange(process_, 0));
    if (unwatched != 0)
        throw system_error(unwatched, "watch a child process", "");
    return result_of(status, late, std::move(message));
}

RunningChild start_child(const ChildLimits& limits, std::span<const int> keep,
                         const std::function<std::optional<std::string>()>& work)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        throw system_error(errno, "make a pipe", "");
    Descriptor from_child(ends[0]);
    const Descriptor to_parent(ends[1]);
    const auto deadline = RunningChild::Clock::now() + limits.wall;
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child < 0)
        throw system_error(errno, "start a child process", "");
    if (child == 0)
        live(parent, limits, keep, ends[1], work);
    return {child, std::move(from_child), deadline};
}

ChildResult run_in_child(const ChildLimits& limits, std::span<const int> keep,
                         const std::function<std::optional<std::string>()>& work)
{
    return start_child(limits, keep, work).wait();
}

Computation::Computation(const ChildLimits& limits, const std::function<Bytes()>& work, std::span<const int> keep)
    : longest_(limits.file), child_([&] {
          std::vector<int> kept(keep.begin(), keep.end());
          kept.push_back(file_.descriptor());
          return start_child(limits, kept, [&]() -> std::optional<std::string> {
              file_.write(work());
              return std::nullopt;
          });
      }())
{}

ChildResult Computation::wait(Bytes& result)
{
    auto child = child_.wait();
    if (child.done())
        result = file_.read(longest_);
    return child;
}

Error child_error(const ChildResult& child, const std::string& refused, const std::string& process, std::string help)
{
    const auto said = child.message.empty() ? std::vector<std::string>{} : std::vector{child.message};
    if (child.not_confined)
        return Error(fmt::format("{} cannot be confined on this system, so it was not begun", process), {}, said,
                     "foreign bytes are only read behind a system call filter: use a kernel with seccomp filters, in a "
                     "container that allows them");
    if (child.timed_out)
        return Error(fmt::format("{}: {} did not end in time", refused, process), {}, said, std::move(help));
    if (child.signal == SIGSYS)
        return Error(fmt::format("{}: {} was killed at a system call that it may not make (signal {}, {})", refused,
                                 process, child.signal, strsignal(child.signal)),
                     {}, said,
                     "this is a defect of hivemend, or bytes made to attack it: report it. Nothing was written");
    if (child.signal != 0)
        return Error(
            fmt::format("{}: {} died (signal {}, {})", refused, process, child.signal, strsignal(child.signal)), {},
            said, std::move(help));
    return Error(fmt::format("{}: {} gave up", refused, process), {}, said, std::move(help));
}

}  // namespace hivemend::storage
