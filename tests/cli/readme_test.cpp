// The README is true: its excerpts are in the files it names and in the plan it shows, its commands exist.
#include <catch2/catch.hpp>

#include <sstream>

#include "tests/support/cli/command.hpp"
#include "tests/support/golden.hpp"

namespace fs = std::filesystem;
using namespace hivemend::test;

namespace {

std::vector<std::string> lines_of(const std::string& text)
{
    std::vector<std::string> result;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        result.push_back(line.substr(std::min(line.find_first_not_of(' '), line.size())));
    return result;
}

/// Whether the lines stand in the text in this order, indentation aside; `...` stands for any lines.
bool holds_in_order(const std::string& text, const std::vector<std::string>& excerpt)
{
    const auto lines = lines_of(text);
    auto at = lines.begin();
    for (const auto& line : excerpt) {
        if (line == "..." || line.empty())
            continue;
        at = std::find(at, lines.end(), line);
        if (at == lines.end())
            return false;
        ++at;
    }
    return true;
}

std::vector<std::string> fenced_blocks(const std::string& text)
{
    std::vector<std::string> blocks;
    for (auto begin = text.find("\n```"); begin != std::string::npos;) {
        const auto from = text.find('\n', begin + 1) + 1;
        const auto end = text.find("\n```", from - 1);
        blocks.push_back(text.substr(from, end + 1 - from));
        begin = text.find("\n```", end + 4);
    }
    return blocks;
}

}  // namespace

TEST_CASE("each excerpt of the README is in what it was taken from")
{
    fs::current_path(source_file("."));
    const auto blocks = fenced_blocks(read_text("README.md"));
    REQUIRE(blocks.size() >= 4);
    const auto planned =
        invoke({"plan", "hardware-malfunction", "--target", "examples/targets/gen1-two-control-sets.yaml"});
    for (const auto& block : blocks) {
        INFO(block);
        auto excerpt = lines_of(block);
        if (block.starts_with("apt-get ")) {
            const auto makefile = read_text("Makefile");
            for (std::size_t index = 1; index < excerpt.size(); ++index)
                CHECK_THAT(makefile,
                           Catch::Contains("\n" + excerpt[index].substr(5, 4) + ":"));  // `make demo`, `make test`
            continue;
        }
        if (excerpt.front().starts_with("$ hivemend plan"))
            excerpt.erase(excerpt.begin());
        CHECK((holds_in_order(planned.out, excerpt) ||
               holds_in_order(read_text("playbooks/hardware-malfunction.mend"), excerpt) ||
               holds_in_order(read_text("stdlib/crash_dump.mend"), excerpt)));
    }
}

TEST_CASE("each command of the README's table exists, and the table has each command")
{
    const auto readme = read_text(source_file("README.md"));
    for (const std::string command :
         {"check", "plan", "effects", "apply", "undo", "recover", "runs", "inspect", "sample", "explain", "help"}) {
        CHECK_THAT(readme, Catch::Contains("| `hivemend " + command));
        CHECK(invoke({command, "--help"}).status == 0);
    }
}
