// The child process: its ends are answers.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/storage/sandbox/child.hpp"

namespace hivemend::storage {
namespace {

ChildResult child(const std::function<std::optional<std::string>()>& work, ChildLimits limits = {})
{
    return run_in_child(limits, {}, work);
}

}  // namespace

TEST_CASE("a child reports what it did")
{
    CHECK(child([] { return std::nullopt; }).done());
    const auto refused = child([] { return std::optional<std::string>("no"); });
    CHECK_FALSE(refused.done());
    CHECK(refused.exit_status == 1);
    CHECK(refused.message == "no");
    const auto thrown = child([]() -> std::optional<std::string> { throw std::runtime_error("thrown"); });
    CHECK(thrown.message == "thrown");
    const auto long_talk = child([] { return std::optional(std::string(100'000, 'x')); });
    CHECK(long_talk.exit_status == 1);
    CHECK(long_talk.message.size() <= 5120);
}

TEST_CASE("a child that dies leaves its signal and what it said")
{
    const auto killed = child([]() -> std::optional<std::string> {
        std::fputs("assertion of a library\n", stderr);
        std::signal(SIGABRT, SIG_DFL);
        std::raise(SIGKILL);
        return {};
    });
    CHECK(killed.signal == SIGKILL);
    CHECK(killed.message == "assertion of a library\n");
}

TEST_CASE("a child has limits of time and memory")
{
    const auto slow = child(
        []() -> std::optional<std::string> {
            for (;;)
                pause();
        },
        {.wall = std::chrono::seconds(1)});
    CHECK(slow.timed_out);
    CHECK(slow.signal == SIGKILL);
    const auto hungry = child(
        []() -> std::optional<std::string> {
            const auto* room = mmap(nullptr, 1u << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            return room == MAP_FAILED ? std::optional<std::string>("no room") : std::nullopt;
        },
        {.memory = 64u << 20});
    CHECK(hungry.message == "no room");
}

TEST_CASE("a child keeps only the descriptors it is given")
{
    const int kept = open("/dev/null", O_RDONLY), other = open("/dev/null", O_RDONLY);
    const int keep[] = {kept};
    const auto result = run_in_child({}, keep, [&]() -> std::optional<std::string> {
        if (fcntl(kept, F_GETFD) < 0)
            return "the kept one is closed";
        return fcntl(other, F_GETFD) < 0 ? std::nullopt : std::optional<std::string>("another one is open");
    });
    CHECK(result.message.empty());
    CHECK(result.done());
    close(kept);
    close(other);
}

}  // namespace hivemend::storage
