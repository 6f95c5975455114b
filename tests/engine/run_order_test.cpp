// Runs are listed from new to old, also those of one second: `undo` without an id takes the first.
#include <chrono>
#include <thread>

#include <catch2/catch.hpp>

#include "runtime/engine/run/run.hpp"
#include "tests/support/temporary.hpp"

using namespace hivemend;

TEST_CASE("runs that began in one second are listed from new to old")
{
    const test::TemporaryDirectory folder;
    const engine::RunStore store(folder.path() / "state");
    std::vector<std::string> begun, listed, problems;
    for (int i = 0; i < 20; ++i) {
        begun.insert(begun.begin(), store.begin({}, "/patient", "1:2").id);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    for (const auto& run : store.list(problems))
        listed.push_back(run.id);
    CHECK(listed == begun);
    CHECK(problems.empty());
}
