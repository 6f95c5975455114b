// A child tries to get out: each way in a child of its own, and none has an effect.
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/storage/sandbox/child.hpp"
#include "runtime/storage/sandbox/confine.hpp"
#include "runtime/storage/sandbox/lent_file.hpp"
#include "runtime/storage/sandbox/memory_file.hpp"
#include "runtime/storage/sandbox/sanitized.hpp"
#include "tests/support/temporary.hpp"

namespace hivemend::storage {
namespace {

volatile std::sig_atomic_t signals_received = 0;

/// What an attempt could change: files, a server that listens, a pipe, this process.
class World {
public:
    World()
    {
        test::write_file(directory.path() / "file", test::bytes_of("content"));
        before_ = test::read_tree(directory.path());
        server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* any = reinterpret_cast<sockaddr*>(&address);
        REQUIRE(bind(server, any, sizeof address) == 0);
        socklen_t length = sizeof address;
        REQUIRE(getsockname(server, any, &length) == 0);
        REQUIRE(listen(server, 8) == 0);
        REQUIRE(pipe2(witness, O_CLOEXEC | O_NONBLOCK) == 0);
        signals_received = 0;
        for (const int number : {SIGUSR1, SIGIO})
            old_.push_back(std::signal(number, [](int) { signals_received = signals_received + 1; }));
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;
    ~World()
    {
        std::signal(SIGUSR1, old_[0]);
        std::signal(SIGIO, old_[1]);
        for (const int descriptor : {server, client, witness[0], witness[1]})
            close(descriptor);
    }

    std::string changed() const
    {
        std::string changes;
        if (const auto tree = test::read_tree(directory.path()); tree != before_)
            changes += "files: " + test::difference(before_, tree) + " ";
        if (accept(server, nullptr, nullptr) >= 0)
            changes += "a connection came in ";
        if (char byte; read(witness[0], &byte, 1) >= 0)
            changes += "another process wrote into the pipe ";
        if (signals_received != 0)
            changes += "a signal came in ";
        if (getpriority(PRIO_PROCESS, 0) != priority_)
            changes += "another priority ";
        return changes;
    }

    const test::TemporaryDirectory directory;
    const std::string file = (directory.path() / "file").string(), fresh = (directory.path() / "fresh").string();
    int server = -1, client = -1, witness[2] = {-1, -1};
    sockaddr_in address{};
    char secret[8] = "secret";

private:
    test::Tree before_;
    std::vector<void (*)(int)> old_;
    int priority_ = getpriority(PRIO_PROCESS, 0);
};

struct Attempt {
    const char* name;
    long (*make)(const World& world);  // as a system call: negative with errno, or it worked
};

/// A new process that lives says so, and ends.
long betrayed(const World& world, long process)
{
    if (process != 0)
        return process;
    write(world.witness[1], "!", 1);
    _exit(0);
}

long run_shell(const World& world)
{
    const std::string command = "echo out > " + world.fresh;
    const char* arguments[] = {"sh", "-c", command.c_str(), nullptr};
    return execve("/bin/sh", const_cast<char* const*>(arguments), nullptr);
}

long call_connect(const World& world)
{
    return syscall(SYS_connect, world.client, &world.address, sizeof world.address);
}

long call_openat2(const World& world)
{
    const std::uint64_t how[3] = {O_RDONLY, 0, 0};
    return syscall(SYS_openat2, AT_FDCWD, world.file.c_str(), how, sizeof how);
}

long call_clone3()
{
    const std::uint64_t arguments[8] = {0, 0, 0, 0, SIGCHLD, 0, 0, 0};
    return syscall(SYS_clone3, arguments, sizeof arguments);
}

long raise_limit()
{
    const struct rlimit more {
        64, 64
    };
    return syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, &more, nullptr);
}

long read_parent(const World& world)
{
    char copy[8];
    const iovec here{copy, sizeof copy}, there{const_cast<char*>(world.secret), sizeof copy};
    return syscall(SYS_process_vm_readv, getppid(), &here, 1, &there, 1, 0);
}

long attach_to_parent(const World&)
{
    return syscall(SYS_ptrace, PTRACE_SEIZE, getppid(), nullptr, nullptr);
}

#define ATTEMPT(name, call)                                                                                            \
    {                                                                                                                  \
        name, [](const World& world) -> long {                                                                         \
            static_cast<void>(world);                                                                                  \
            return call;                                                                                               \
        }                                                                                                              \
    }
const Attempt files[] = {
    ATTEMPT("open for reading", ::open(world.file.c_str(), O_RDONLY)),
    ATTEMPT("openat", syscall(SYS_openat, AT_FDCWD, world.file.c_str(), O_RDONLY)),
    ATTEMPT("openat2", call_openat2(world)),
    ATTEMPT("open its own descriptor", syscall(SYS_openat, AT_FDCWD, "/proc/self/fd/0", O_RDWR)),
    ATTEMPT("open its own memory", syscall(SYS_openat, AT_FDCWD, "/proc/self/mem", O_RDWR)),
    ATTEMPT("create", ::open(world.fresh.c_str(), O_CREAT | O_WRONLY, 0600)),
    ATTEMPT("write over", syscall(SYS_openat, AT_FDCWD, world.file.c_str(), O_WRONLY | O_TRUNC)),
    ATTEMPT("truncate", syscall(SYS_truncate, world.file.c_str(), 1)),
    ATTEMPT("mkdirat", syscall(SYS_mkdirat, AT_FDCWD, world.fresh.c_str(), 0700)),
    ATTEMPT("mknodat", syscall(SYS_mknodat, AT_FDCWD, world.fresh.c_str(), S_IFIFO | 0600, 0)),
    ATTEMPT("symlinkat", syscall(SYS_symlinkat, "/", AT_FDCWD, world.fresh.c_str())),
    ATTEMPT("linkat", syscall(SYS_linkat, AT_FDCWD, world.file.c_str(), AT_FDCWD, world.fresh.c_str(), 0)),
    ATTEMPT("renameat2", syscall(SYS_renameat2, AT_FDCWD, world.file.c_str(), AT_FDCWD, world.fresh.c_str(), 0)),
    ATTEMPT("unlinkat", syscall(SYS_unlinkat, AT_FDCWD, world.file.c_str(), 0)),
    ATTEMPT("fchmodat", syscall(SYS_fchmodat, AT_FDCWD, world.file.c_str(), 0777)),
    ATTEMPT("chdir", syscall(SYS_chdir, "/")),
    ATTEMPT("chroot", syscall(SYS_chroot, "/")),
    ATTEMPT("mount", syscall(SYS_mount, "none", world.directory.path().c_str(), "tmpfs", 0, nullptr)),
    ATTEMPT("umount2", syscall(SYS_umount2, world.directory.path().c_str(), 0)),
    ATTEMPT("memfd_create", syscall(SYS_memfd_create, "x", 0)),
    ATTEMPT("inotify_init1", syscall(SYS_inotify_init1, 0)),
};

const Attempt processes[] = {
    ATTEMPT("execve", run_shell(world)),
    ATTEMPT("execveat", syscall(SYS_execveat, AT_FDCWD, "/bin/sh", nullptr, nullptr, 0)),
    ATTEMPT("clone, as fork does", betrayed(world, syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, nullptr))),
    ATTEMPT("clone3", betrayed(world, call_clone3())),
    ATTEMPT("ptrace of the parent", attach_to_parent(world)),
    ATTEMPT("ptrace of itself", syscall(SYS_ptrace, PTRACE_TRACEME, 0, nullptr, nullptr)),
    ATTEMPT("read the memory of the parent", read_parent(world)),
    ATTEMPT("kill the parent", syscall(SYS_kill, getppid(), SIGKILL)),
    ATTEMPT("kill everybody in the group", syscall(SYS_kill, 0, SIGUSR1)),
    ATTEMPT("tgkill the parent", syscall(SYS_tgkill, getppid(), getppid(), SIGABRT)),
    ATTEMPT("tkill the parent", syscall(SYS_tkill, getppid(), SIGUSR1)),
    ATTEMPT("rt_sigqueueinfo to the parent", syscall(SYS_rt_sigqueueinfo, getppid(), SIGUSR1, nullptr)),
    ATTEMPT("pidfd_open of the parent", syscall(SYS_pidfd_open, getppid(), 0)),
    ATTEMPT("signals to the parent from a descriptor", syscall(SYS_fcntl, world.witness[1], F_SETOWN, getppid())),
    ATTEMPT("a signal handler of its own", syscall(SYS_rt_sigaction, SIGUSR1, nullptr, nullptr, 8)),
    ATTEMPT("setpriority of the parent", syscall(SYS_setpriority, PRIO_PROCESS, getppid(), 5)),
    ATTEMPT("limits of the parent", syscall(SYS_prlimit64, getppid(), RLIMIT_NOFILE, nullptr, nullptr)),
    ATTEMPT("raise its own limits", raise_limit()),
    ATTEMPT("live on after the parent", syscall(SYS_prctl, PR_SET_PDEATHSIG, 0)),
    ATTEMPT("setuid", syscall(SYS_setuid, 0)),
    ATTEMPT("unshare", syscall(SYS_unshare, 0x10000000)),
    ATTEMPT("setns", syscall(SYS_setns, 0, 0)),
};

const Attempt others[] = {
    ATTEMPT("socket", syscall(SYS_socket, AF_INET, SOCK_STREAM, 0)),
    ATTEMPT("socketpair", syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, world.witness)),
    ATTEMPT("connect a socket that it has", call_connect(world)),
    ATTEMPT("send through a socket that it has",
            syscall(SYS_sendto, world.client, "x", 1, 0, &world.address, sizeof world.address)),
    ATTEMPT("memory that is executable",
            syscall(SYS_mmap, nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)),
    ATTEMPT("memory made executable", syscall(SYS_mprotect, reinterpret_cast<std::uintptr_t>(world.secret) & ~4095ul,
                                              4096, PROT_READ | PROT_EXEC)),
    ATTEMPT("shared memory with a number", syscall(SYS_shmget, 0, 4096, 01600)),
    ATTEMPT("ioctl", syscall(SYS_ioctl, 0, 0x5401, nullptr)),
    ATTEMPT("bpf", syscall(SYS_bpf, 0, nullptr, 0)),
    ATTEMPT("io_uring_setup", syscall(SYS_io_uring_setup, 1, nullptr)),
    ATTEMPT("keyctl", syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_USER_KEYRING, 1)),
    ATTEMPT("add_key", syscall(SYS_add_key, "user", "hivemend", "x", 1, KEY_SPEC_PROCESS_KEYRING)),
    ATTEMPT("perf_event_open", syscall(SYS_perf_event_open, nullptr, 0, -1, -1, 0)),
    ATTEMPT("userfaultfd", syscall(SYS_userfaultfd, 0)),
    ATTEMPT("another filter", syscall(SYS_seccomp, 0, 0, nullptr)),
    ATTEMPT("a call that does not exist", syscall(4000)),
#if defined(__x86_64__)
    ATTEMPT("a call by its x32 number", syscall(0x40000000 + SYS_getpid)),
#endif
};
#undef ATTEMPT

/// How an attempt ended: `killed`, `denied`, or what it got.
std::string end_of(const World& world, const Attempt& attempt)
{
    const int keep[] = {world.client, world.witness[1]};
    const auto result = run_in_child({}, keep, [&]() -> std::optional<std::string> {
        errno = 0;
        if (const long got = attempt.make(world); got >= 0)
            return "it worked: " + std::to_string(got);
        return errno == EACCES || errno == EPERM ? "denied" : std::strerror(errno);
    });
    if (result.signal == SIGSYS)
        return "killed";
    return result.signal != 0 ? strsignal(result.signal) : result.message;
}

void check_all(std::span<const Attempt> attempts)
{
    const World world;
    for (const auto& attempt : attempts) {
        INFO(attempt.name);
        const auto end = end_of(world, attempt);
        // Only the runtime of a sanitizer may find out that it is denied something and go on.
        CHECK((end == "killed" || (sanitized && end == "denied")));
        CHECK(world.changed().empty());
    }
}

}  // namespace

TEST_CASE("a child reaches no file")
{
    check_all(files);
}

TEST_CASE("a child reaches no other process")
{
    check_all(processes);
}

TEST_CASE("a child reaches nothing else of the system")
{
    check_all(others);
}

TEST_CASE("the ways out are open outside the child")
{
    // Otherwise the attempts above would show nothing.
    const World world;
    const auto works = [&](const Attempt& attempt) {
        const auto process = fork();
        if (process == 0)
            _exit(attempt.make(world) >= 0 ? 0 : 1);
        int status = 0;
        waitpid(process, &status, 0);
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    };
    CHECK(works(files[0]));
    CHECK(works(files[1]));
    CHECK(
        works({"create", [](const World& it) -> long { return ::open(it.fresh.c_str(), O_CREAT | O_WRONLY, 0600); }}));
    CHECK(works({"connect", call_connect}));
    CHECK(works({"execve", run_shell}));
    const auto changes = world.changed();
    CHECK_THAT(changes, Catch::Contains("files: ") && Catch::Contains("a connection came in"));
    struct stat status {};
    REQUIRE(stat(world.fresh.c_str(), &status) == 0);
    CHECK((status.st_mode & 07777) == 0600);
}

TEST_CASE("Landlock alone denies files, and leaves what is open")
{
    const World world;
    const MemoryFile open_file;
    const auto process = fork();
    REQUIRE(process >= 0);
    if (process == 0) {
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        if (!deny_files())
            _exit(77);
        const auto denied = [](long got) { return got < 0 && errno == EACCES; };
        const bool right = denied(::open(world.file.c_str(), O_RDONLY)) && denied(::open("/proc/self/mem", O_RDWR)) &&
                           denied(::open(world.fresh.c_str(), O_CREAT | O_WRONLY, 0600)) &&
                           denied(unlink(world.file.c_str())) && write(open_file.descriptor(), "x", 1) == 1;
        _exit(right ? 0 : 1);
    }
    int status = 0;
    waitpid(process, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
        std::cout << "skipped: this kernel has no Landlock\n";
    else
        CHECK(status == 0);
    CHECK(world.changed().empty());
}

TEST_CASE("a lent file is opened by its path, from its beginning, and nothing else is")
{
    const World world;
    const MemoryFile file;
    file.write(test::bytes_of("0123456789"));
    const int keep[] = {file.descriptor()};
    const auto result = run_in_child({}, keep, [&]() -> std::optional<std::string> {
        const LentFile lent(file.descriptor());
        char text[4] = "";
        const int reading = ::open(lent.path(), O_RDONLY | O_CLOEXEC);
        if (reading < 0 || reading == file.descriptor() || read(reading, text, 3) != 3 || std::strcmp(text, "012") != 0)
            return "not read: " + std::string(text);
        close(reading);
        if (::open(world.file.c_str(), O_RDONLY) >= 0 || errno != EACCES)
            return "another path was not denied";
        const int writing = ::open(lent.path(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        return write(writing, "new content", 11) == 11 ? std::nullopt
                                                       : std::optional<std::string>(std::strerror(errno));
    });
    CHECK(result.message.empty());
    CHECK(result.done());
    CHECK(file.read(11) == test::bytes_of("new content"));
    CHECK_THROWS_WITH(file.read(10), "a file in memory has 11 bytes, which is more than the 10 it may have");
}

}  // namespace hivemend::storage
