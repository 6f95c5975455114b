// A hook that counts steps and kills its own process.
#include "tests/support/kill.hpp"

#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>
#include <stdexcept>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/storage/error.hpp"
#include "runtime/storage/txn/durable.hpp"
#include "tests/support/power_loss.hpp"

namespace hivemend::test {
namespace {

namespace durable = storage::durable;

constexpr std::size_t page = 4096;

// Read and written in the child only.
std::size_t moments_left = 0;
char* last_words = nullptr;

void say(const std::string& text)
{
    std::snprintf(last_words, page, "%s", text.c_str());
}

int kill_in_time(const durable::Step& step)
{
    if (moments_left-- != 0)
        return 0;
    say(fmt::format("{} {} {} {}", step.moment == durable::Moment::before ? "before" : "after", name_of(step.operation),
                    step.path, step.second_path));
    ::kill(::getpid(), SIGKILL);
    return 0;
}

[[noreturn]] void run_child(std::size_t moment, const std::function<void()>& work)
{
    moments_left = moment;
    durable::hook = kill_in_time;
    try {
        work();
        ::_exit(0);
    } catch (const Error& error) {
        say(error.headline + " | " + error.where + (error.seen.empty() ? "" : " | " + error.seen.front()));
    } catch (const std::exception& error) {
        say(error.what());
    }
    ::_exit(1);
}

}  // namespace

Killed run_killed(std::size_t moment, const std::function<void()>& work)
{
    auto* const shared = ::mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        throw std::bad_alloc{};
    last_words = static_cast<char*>(shared);
    std::fflush(nullptr);
    const auto child = ::fork();
    if (child == 0)
        run_child(moment, work);
    int status = 0;
    ::waitpid(child, &status, 0);
    const std::string words = last_words;
    ::munmap(shared, page);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return {false, words};
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return {true, {}};
    throw std::runtime_error(fmt::format("the child ended with status {:#x}: {}", status, words));
}

}  // namespace hivemend::test
