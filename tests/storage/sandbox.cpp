// The child process: its ends are answers, its limits hold, and it inherits nothing that it is not given.
#undef NDEBUG
#include <algorithm>
#include <atomic>
#include <cassert>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/storage/sandbox/child.hpp"
#include "runtime/storage/sandbox/confine.hpp"
#include "runtime/storage/sandbox/sanitized.hpp"
#include "tests/support/temporary.hpp"

namespace hivemend::storage {
namespace {

using Work = std::function<std::optional<std::string>()>;

ChildResult child(const Work& work, ChildLimits limits = {})
{
    return run_in_child(limits, {}, work);
}

struct Pipe {
    Pipe()
    {
        int ends[2];
        REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
        out = ends[0];
        in = ends[1];
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe()
    {
        close(out);
        close_in();
    }
    void close_in()
    {
        if (in >= 0)
            close(in);
        in = -1;
    }
    int out = -1, in = -1;
};

/// The numbers of all open descriptors, found without opening anything.
std::vector<int> open_descriptors()
{
    std::vector<int> numbers;
    for (int number = 0; number < 4096; ++number)
        if (fcntl(number, F_GETFD) >= 0)
            numbers.push_back(number);
    return numbers;
}

[[noreturn]] void compute_forever()
{
    for (std::atomic<unsigned> turns = 0;;)
        ++turns;
}

[[noreturn]] void throw_error()
{
    throw std::runtime_error("out of noexcept");
}

/// Runs `work` in a process that may become unusable, and gives its exit status.
int in_process(const std::function<int()>& work)
{
    const auto process = fork();
    REQUIRE(process >= 0);
    if (process == 0)
        _exit(work());
    int status = 0;
    waitpid(process, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

TEST_CASE("a child reports what it did")
{
    CHECK(child([] { return std::nullopt; }).done());
    const auto refused = child([] { return std::optional<std::string>("no"); });
    CHECK_FALSE(refused.done());
    CHECK_FALSE(refused.not_confined);
    CHECK(refused.exit_status == 1);
    CHECK(refused.message == "no");
    const auto thrown = child([]() -> std::optional<std::string> { throw std::runtime_error("thrown"); });
    CHECK(thrown.exit_status == 1);
    CHECK(thrown.message == "thrown");
    CHECK(child([]() -> std::optional<std::string> { throw 7; }).message == "an unknown exception");
}

TEST_CASE("what a child says is cut at 4 KiB, and the rest does not stop it")
{
    const auto returned = child([] { return std::optional(std::string(100'000, 'x')); });
    CHECK(returned.exit_status == 1);
    CHECK(returned.message == std::string(4096, 'x'));
    const auto printed = child([]() -> std::optional<std::string> {
        const std::string line(1u << 20, 'y');
        for (int i = 0; i < 32; ++i)
            std::fwrite(line.data(), 1, line.size(), stderr);
        return std::nullopt;
    });
    CHECK(printed.done());
    CHECK(printed.message == std::string(4096, 'y'));
}

TEST_CASE("a failed assertion in a child is its signal and its text, whatever handlers the program has")
{
    const auto asserted = child([]() -> std::optional<std::string> {
        assert(1 + 1 == 3);
        return {};
    });
    CHECK(asserted.signal == SIGABRT);
    CHECK_THAT(asserted.message, Catch::Contains("Assertion `1 + 1 == 3' failed"));
    const auto perror_and_abort = child([]() -> std::optional<std::string> {
        errno = EIO;
        std::perror("a library");
        std::abort();
    });
    CHECK(perror_and_abort.signal == SIGABRT);
    CHECK(perror_and_abort.message == "a library: Input/output error\n");
    const auto terminated = child([]() noexcept -> std::optional<std::string> { throw_error(); });
    CHECK(terminated.signal == SIGABRT);
    CHECK_THAT(terminated.message, Catch::Contains("out of noexcept"));
}

TEST_CASE("a child that writes to nowhere dies alone")
{
    const auto result = child([]() -> std::optional<std::string> {
        volatile std::uintptr_t nowhere = 8;
        *reinterpret_cast<volatile char*>(nowhere) = 1;  // NOLINT: this is the point
        return {};
    });
    CHECK_FALSE(result.done());
    CHECK((result.signal == SIGSEGV || sanitized));
}

TEST_CASE("the report of a sanitizer comes out of a child to its end")
{
    if (!sanitized) {
        std::cout << "skipped: reports of AddressSanitizer, in a build without it\n";
        return;
    }
    const auto result = child([]() -> std::optional<std::string> {
        const auto one = std::make_unique<volatile char[]>(1);
        volatile std::size_t behind = 1;
        return std::string(1, one[behind]);
    });
    CHECK(result.signal == 0);
    CHECK_THAT(result.message, Catch::Contains("AddressSanitizer: heap-buffer-overflow"));
    CHECK_THAT(result.message, Catch::Contains("1-byte region"));
}

TEST_CASE("a child that computes without end is killed by its processor time")
{
    const auto endless =
        child([]() -> std::optional<std::string> { compute_forever(); }, {.cpu = std::chrono::seconds(1)});
    CHECK(endless.timed_out);
    CHECK(endless.signal == SIGXCPU);
}

TEST_CASE("a child that waits without end is killed by the clock, also when it has closed its pipe")
{
    const Pipe silent;
    const int keep[] = {silent.out, silent.in};
    for (const bool hides : {false, true}) {
        const auto waiting = run_in_child({.wall = std::chrono::seconds(1)}, keep, [&]() -> std::optional<std::string> {
            for (const int number : open_descriptors())
                if (hides && number != silent.out && number != silent.in)
                    close(number);
            char byte;
            return read(silent.out, &byte, 1) == 1 ? std::nullopt : std::optional<std::string>("the read ended");
        });
        CHECK(waiting.timed_out);
        CHECK(waiting.signal == SIGKILL);
    }
}

TEST_CASE("a child that takes more memory than it may says so")
{
    // The report of AddressSanitizer needs memory itself, and then waits for itself.
    const ChildLimits limits{.memory = 64u << 20, .wall = std::chrono::seconds(sanitized ? 5 : 60)};
    const auto mapping = child(
        []() -> std::optional<std::string> {
            const auto* room = mmap(nullptr, 1u << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            return room == MAP_FAILED ? std::optional<std::string>("no room") : std::nullopt;
        },
        limits);
    CHECK(mapping.message == "no room");
    const auto filling = child(
        []() -> std::optional<std::string> {
            std::vector<std::string> parts;
            while (parts.size() < 4096)
                parts.emplace_back(1u << 20, 'x');
            return std::nullopt;
        },
        limits);
    CHECK_FALSE(filling.done());
    if (!sanitized)
        CHECK(filling.message == "it needs more memory than the 64 MiB that it may take");
    const auto enough = child(
        []() -> std::optional<std::string> {
            return std::string(32u << 20, 'x').back() == 'x' ? std::nullopt : std::optional<std::string>("lost");
        },
        limits);
    CHECK(enough.done());
}

TEST_CASE("a child has only the descriptors it is given, and room for a few")
{
    const Pipe kept, other;
    const int high = fcntl(kept.out, F_DUPFD_CLOEXEC, 900);
    REQUIRE(high >= 900);
    const int keep[] = {high, kept.in};
    const auto result = run_in_child({}, keep, [&]() -> std::optional<std::string> {
        std::string listed;
        for (const int number : open_descriptors())
            listed += (listed.empty() ? "" : " ") + std::to_string(number);
        return listed;
    });
    close(high);
    const auto numbers = result.message;
    CHECK(std::count(numbers.begin(), numbers.end(), ' ') == 5);  // these, and the pipe to here
    CHECK(numbers.starts_with("0 1 2 "));
    CHECK(numbers.ends_with(fmt::format(" {}", high)));
    CHECK_THAT(numbers, Catch::Contains(fmt::format(" {} ", kept.in)));
    CHECK_THAT(numbers, !Catch::Contains(fmt::format(" {} ", other.in)));

    const auto greedy = child([]() -> std::optional<std::string> {
        while (dup(0) >= 0)
            ;
        const std::string reason = std::strerror(errno);
        return fmt::format("{}: {}", reason, open_descriptors().size());
    });
    CHECK(greedy.message == "Too many open files: 16");
}

TEST_CASE("a child ends with the program that started it")
{
    Pipe sign;
    const auto program = fork();
    REQUIRE(program >= 0);
    if (program == 0) {
        const int keep[] = {sign.in};
        run_in_child({}, keep, [&]() -> std::optional<std::string> {
            if (write(sign.in, "!", 1) == 1)
                compute_forever();
            return {};
        });
        _exit(0);
    }
    sign.close_in();
    char byte = 0;
    REQUIRE(read(sign.out, &byte, 1) == 1);
    kill(program, SIGKILL);
    waitpid(program, nullptr, 0);
    CHECK(read(sign.out, &byte, 1) == 0);  // the last holder of the other end is gone
}

TEST_CASE("where a child cannot be confined it does not begin its work")
{
    const Pipe sign;
    const int keep[] = {sign.in};
    const int status = in_process([&] {
        const auto filter = seccomp_init(SCMP_ACT_ALLOW);
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(seccomp), 0);
        const scmp_arg_cmp by_prctl{.arg = 0, .op = SCMP_CMP_EQ, .datum_a = PR_SET_SECCOMP, .datum_b = 0};
        seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prctl), 1, &by_prctl);
        if (seccomp_load(filter) != 0)
            return 2;
        const auto result = run_in_child({}, keep, [&]() -> std::optional<std::string> {
            return write(sign.in, "!", 1) == 1 ? std::nullopt : std::optional<std::string>("silent");
        });
        const auto error = child_error(result, "hive refused", "the editing process", "");
        return result.not_confined && !result.done() &&
                       result.message.starts_with("installing the system call filter") &&
                       error.headline == "the editing process cannot be confined on this system, so it was not begun"
                   ? 0
                   : 1;
    });
    CHECK(status == 0);
    fcntl(sign.out, F_SETFL, O_NONBLOCK);
    char byte;
    CHECK(read(sign.out, &byte, 1) == -1);
    CHECK(errno == EAGAIN);
}

TEST_CASE("bytes come back from a child, and no more than it may give")
{
    Bytes result = test::bytes_of("before");
    const auto computed = [&](std::uint64_t longest, const std::function<Bytes()>& work) {
        return Computation({.file = longest}, work).wait(result);
    };
    CHECK(computed(1u << 20, [] { return test::patterned(300'000, 1); }).done());
    CHECK(result == test::patterned(300'000, 1));
    CHECK(computed(16, [] { return test::patterned(16, 2); }).done());
    CHECK(result == test::patterned(16, 2));

    const auto too_long = computed(16, [] { return test::patterned(17, 3); });
    CHECK(too_long.exit_status == 1);
    CHECK(too_long.message == "cannot write a file in memory: file too large");
    CHECK(computed(16, []() -> Bytes { throw std::runtime_error("not sound"); }).message == "not sound");
    CHECK(computed(16, []() -> Bytes { std::abort(); }).signal == SIGABRT);
    CHECK(result == test::patterned(16, 2));

    CHECK(computed(16, [] { return Bytes(); }).done());
    CHECK(result.empty());
}

TEST_CASE("a child works beside its parent, and dies with the one who waits for it")
{
    const MemoryFile file;
    const int keep[] = {file.descriptor()};
    {
        const auto running = start_child({}, keep, [&]() -> std::optional<std::string> {
            file.write(test::bytes_of("begun"));
            for (volatile bool busy = true; busy;)
                ;
            return std::nullopt;
        });
        while (file.read(5).size() != 5)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
    CHECK(errno == ECHILD);
}

TEST_CASE("a file in memory is changed where it lies, by a child too, and grows")
{
    const MemoryFile file;
    file.write(test::patterned(10'000, 1));
    const int keep[] = {file.descriptor()};
    const auto child = run_in_child({.file = 20'000}, keep, [&]() -> std::optional<std::string> {
        MappedFile mapped(file, 10'000);
        mapped.bytes()[9'999] = std::byte{7};
        mapped.grow(20'000);
        mapped.bytes()[19'999] = std::byte{8};
        return std::nullopt;
    });
    CHECK(child.message.empty());
    REQUIRE(child.done());
    auto wanted = test::patterned(10'000, 1);
    wanted[9'999] = std::byte{7};
    wanted.resize(20'000);
    wanted[19'999] = std::byte{8};
    CHECK(file.read(20'000) == wanted);
    CHECK_THROWS_WITH(MappedFile(file, 19'999),
                      "a file in memory has 20000 bytes, which is more than the 19999 it may have");
}

TEST_CASE("the end of a child in words")
{
    const auto words = [](const ChildResult& result) {
        const auto error = child_error(result, "hive refused", "the editing process", "put back a copy");
        return error.headline + (error.seen.empty() ? "" : " | " + error.seen[0]) + " | " + error.help;
    };
    CHECK(words({.exit_status = 1, .message = "opening: no"}) ==
          "hive refused: the editing process gave up | opening: no | put back a copy");
    CHECK(words({.signal = SIGABRT, .message = "x.c:7: assertion"}) ==
          "hive refused: the editing process died (signal 6, Aborted) | x.c:7: assertion | put back a copy");
    CHECK(words({.signal = SIGXCPU, .timed_out = true}) ==
          "hive refused: the editing process did not end in time | put back a copy");
    CHECK(words({.signal = SIGSYS}) ==
          "hive refused: the editing process was killed at a system call that it may not make (signal 31, Bad system "
          "call) | this is a defect of hivemend, or bytes made to attack it: report it. Nothing was written");
}

}  // namespace hivemend::storage
