// The system call filter, and Landlock below it.
#include "runtime/storage/sandbox/confine.hpp"

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "runtime/storage/sandbox/sanitized.hpp"

namespace hivemend::storage {
namespace {

/// The three calls of Landlock and its newest argument, which headers of older systems do not have.
constexpr long create_ruleset = 444, restrict_self = 446;
constexpr std::uint32_t ask_version = 1;
struct Ruleset {
    std::uint64_t files = 0, network = 0, scopes = 0;
};

/// Every right that a version of Landlock knows is taken, and no rule gives one back. The kernel takes a longer
/// argument than it knows when the rest is zero.
Ruleset all_rights(long version)
{
    const auto lowest = [](int bits) { return (std::uint64_t{1} << bits) - 1; };
    Ruleset rights{.files = lowest(version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13)};
    if (version >= 4)
        rights.network = lowest(2);  // bind, connect
    if (version >= 6)
        rights.scopes = lowest(2);  // abstract sockets, signals
    return rights;
}

struct Rule {
    int call;
    std::vector<scmp_arg_cmp> when{};
    std::uint32_t action = SCMP_ACT_ALLOW;
};

scmp_arg_cmp argument(unsigned index, std::uint64_t wanted)
{
    return {.arg = index, .op = SCMP_CMP_EQ, .datum_a = wanted, .datum_b = 0};
}

scmp_arg_cmp argument_without(unsigned index, std::uint64_t bits)
{
    return {.arg = index, .op = SCMP_CMP_MASKED_EQ, .datum_a = bits, .datum_b = 0};
}

/// What hivex, our own code, malloc and the assertion of a library need.
constexpr int allowed_calls[] = {
    SCMP_SYS(read),       SCMP_SYS(pread64),       SCMP_SYS(write),          SCMP_SYS(writev),
    SCMP_SYS(lseek),      SCMP_SYS(fstat),         SCMP_SYS(ftruncate),      SCMP_SYS(dup),
    SCMP_SYS(close),      SCMP_SYS(brk),           SCMP_SYS(munmap),         SCMP_SYS(mremap),
    SCMP_SYS(madvise),    SCMP_SYS(futex),         SCMP_SYS(getpid),         SCMP_SYS(gettid),
    SCMP_SYS(getrandom),  SCMP_SYS(clock_gettime), SCMP_SYS(rt_sigprocmask), SCMP_SYS(exit),
    SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn),  SCMP_SYS(restart_syscall)};

/// And with which arguments only.
std::vector<Rule> restricted_calls()
{
    std::vector<Rule> rules;
    rules.push_back({SCMP_SYS(mmap), {argument_without(2, PROT_EXEC)}});
    rules.push_back({SCMP_SYS(mprotect), {argument_without(2, PROT_EXEC)}});
    // Others of its commands make the kernel send signals to any process of this user.
    for (const auto command : {F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC})
        rules.push_back({SCMP_SYS(fcntl), {argument(1, static_cast<std::uint64_t>(command))}});
    // fstat of glibc; a filter cannot see whether the path is really empty.
    rules.push_back({SCMP_SYS(newfstatat), {argument(3, AT_EMPTY_PATH)}});
    // The end of abort.
    rules.push_back({SCMP_SYS(tgkill), {argument(0, static_cast<std::uint64_t>(getpid())), argument(2, SIGABRT)}});
    return rules;
}

/// What the runtime of a sanitizer does besides, above all while it reports: some of it may work, the rest need not.
constexpr int allowed_sanitizer_calls[] = {SCMP_SYS(sched_yield), SCMP_SYS(sigaltstack), SCMP_SYS(getuid),
                                           SCMP_SYS(pipe), SCMP_SYS(pipe2)};  // whether memory is mapped
constexpr int denied_sanitizer_calls[] = {SCMP_SYS(open),       SCMP_SYS(openat),    SCMP_SYS(readlink),
                                          SCMP_SYS(readlinkat), SCMP_SYS(stat),      SCMP_SYS(lstat),
                                          SCMP_SYS(access),     SCMP_SYS(faccessat), SCMP_SYS(getcwd),
                                          SCMP_SYS(ioctl),      SCMP_SYS(prctl),     SCMP_SYS(rt_sigaction)};

std::vector<Rule> all_rules()
{
    auto rules = restricted_calls();
    for (const int call : allowed_calls)
        rules.push_back({call});
    if (sanitized) {
        rules.push_back({SCMP_SYS(prlimit64), {argument(0, 0), argument(2, 0)}});
        for (const int call : allowed_sanitizer_calls)
            rules.push_back({call});
        for (const int call : denied_sanitizer_calls)
            rules.push_back({call, {}, SCMP_ACT_ERRNO(EACCES)});
    }
    return rules;
}

/// 0, or a negative errno.
int install_filter()
{
    const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(seccomp_init(SCMP_ACT_KILL_PROCESS), seccomp_release);
    if (!filter)
        return -ENOMEM;
    if (const int wrong = seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS); wrong != 0)
        return wrong;
    for (const auto& rule : all_rules())
        if (const int wrong = seccomp_rule_add_array(filter.get(), rule.action, rule.call,
                                                     static_cast<unsigned>(rule.when.size()), rule.when.data());
            wrong != 0)
            return wrong;
    return seccomp_load(filter.get());
}

}  // namespace

bool deny_files()
{
    const long version = syscall(create_ruleset, nullptr, 0, ask_version);
    if (version <= 0)
        return false;
    const auto rights = all_rights(version);
    const long ruleset = syscall(create_ruleset, &rights, sizeof rights, 0);
    if (ruleset < 0)
        return false;
    const bool restricted = syscall(restrict_self, ruleset, 0) == 0;
    close(static_cast<int>(ruleset));
    return restricted;
}

std::optional<std::string> confine()
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return std::string("giving up the right to gain privileges: ") + std::strerror(errno);
    deny_files();
    if (const int wrong = install_filter(); wrong != 0)
        return std::string("installing the system call filter (seccomp): ") + std::strerror(-wrong);
    return std::nullopt;
}

}  // namespace hivemend::storage
