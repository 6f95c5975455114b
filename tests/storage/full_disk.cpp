// A disk that is full, or fails, at any step before the commit: an Error, and the target as it was.
#include <catch2/catch.hpp>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/storage/txn/durable.hpp"
#include "tests/storage/scenario.hpp"

using namespace hivemend;
using namespace hivemend::storage;
using namespace hivemend::test;
namespace fs = std::filesystem;

namespace {

enum Outcome { as_it_should, wrong, not_possible };

int in_child(const std::function<Outcome()>& work)
{
    const auto child = ::fork();
    if (child == 0) {
        try {
            ::_exit(work());
        } catch (const std::exception& error) {
            std::cerr << error.what() << "\n";
            ::_exit(wrong);
        }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : static_cast<int>(wrong);
}

void stage_large(Transaction& transaction)
{
    transaction.store(Volume::windows).stage(boot_store, patterned(3000, 9), boot_store);
    transaction.store(Volume::windows).stage(system_hive, patterned(2U << 20U, 8), system_hive);
}

Outcome refused_and_clean(const fs::path& root, const std::string& expected)
{
    const auto before = read_tree(root);
    const auto text = refusal([&] {
        const auto transaction = open_directory(root, Lock::exclusive);
        stage_large(*transaction);
        NoUndo undo;
        transaction->prepare(undo);
        transaction->commit();
    });
    const auto changed = difference(read_tree(root), before);
    if (text != expected || !changed.empty())
        std::cerr << "refused with `" << text << "`, left" << changed << "\n";
    return text == expected && changed.empty() ? as_it_should : wrong;
}

Outcome on_small_tmpfs(const fs::path& place)
{
    const auto user = ::geteuid();
    const auto group = ::getegid();
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
        return not_possible;
    std::ofstream{"/proc/self/setgroups"} << "deny";
    std::ofstream{"/proc/self/uid_map"} << "0 " << user << " 1";
    std::ofstream{"/proc/self/gid_map"} << "0 " << group << " 1";
    if (::mount("none", place.c_str(), "tmpfs", 0, "size=1m") != 0)
        return not_possible;
    write_tree(place / "target", old_tree());
    return refused_and_clean(place / "target", "cannot write: no space left on device");
}

Outcome with_file_size_limit(const fs::path& root)
{
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1U << 20U, 1U << 20U};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return not_possible;
    return refused_and_clean(root, "cannot write: file too large");
}

// The step that fails, counted from 0, and with what.
int steps_left = 0;
int failure = 0;
bool commit_seen = false;
std::optional<durable::Operation> failed;

int fail_in_time(const durable::Step& step)
{
    if (step.moment == durable::Moment::after)
        return 0;
    if (steps_left-- == 0) {
        failed = step.operation;
        return failure;
    }
    commit_seen |= step.operation == durable::Operation::rename && step.second_path.ends_with("/.hivemend-redo");
    return 0;
}

}  // namespace

TEST_CASE("a full disk is refused before the commit and nothing is left behind")
{
    const TemporaryDirectory place;
    const auto root = place.path() / "target";
    write_tree(root, old_tree());
    fs::create_directory(place.path() / "mount");
    auto outcome = in_child([&] { return on_small_tmpfs(place.path() / "mount"); });
    std::string way = "a tmpfs of 1 MiB in a user namespace";
    if (outcome == not_possible) {
        outcome = in_child([&] { return with_file_size_limit(root); });
        way = "RLIMIT_FSIZE";
    }
    WARN("full disk by " << way);
    CHECK(outcome == as_it_should);
}

TEST_CASE("a step that fails leaves the old state, or one that recovers to the new")
{
    const TemporaryDirectory place;
    const auto root = place.path() / "target";
    failure = GENERATE(ENOSPC, EIO, EACCES);
    std::size_t old_states = 0, new_states = 0;
    for (int step = 0;; ++step) {
        write_tree(root, old_tree());
        steps_left = step;
        commit_seen = false;
        failed = std::nullopt;
        durable::hook = fail_in_time;
        const auto text = refusal([&] { change_target(root); });
        durable::hook = nullptr;
        if (!failed)
            break;
        INFO("step " << step << " refused with: " << text);
        if (*failed == durable::Operation::metadata && failure == EACCES) {
            // What the file system does not let us set is left out.
            CHECK(text.empty());
        } else if (commit_seen) {
            CHECK(text == "the change is committed but not finished");
            CHECK(recover_target(root).outcome != Recovery::Outcome::rolled_back);
        } else {
            REQUIRE_FALSE(text.empty());
            REQUIRE(difference(read_tree(root), old_tree()) == "");
            ++old_states;
            continue;
        }
        REQUIRE(difference(read_tree(root), new_tree()) == "");
        ++new_states;
    }
    CHECK(old_states > 10);
    CHECK(new_states > 5);
}
