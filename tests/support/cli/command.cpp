// Running commands in tests.
#include "tests/support/cli/command.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

#include <sys/wait.h>

#include "runtime/cli/cli.hpp"
#include "tests/support/golden.hpp"

namespace hivemend::test {
namespace {

namespace fs = std::filesystem;

/// Two runs in one test leave the same bytes.
[[maybe_unused]] const int fixed_time = setenv("SOURCE_DATE_EPOCH", "1795305600", 0);

Result run_command(const std::vector<std::string>& arguments, const std::string* answer, const engine::StopFlag& stop)
{
    std::istringstream in(answer != nullptr ? *answer : "");
    std::ostringstream out, err;
    cli::Console console{in, out, err, false, answer != nullptr, stop};
    Result result;
    result.status = cli::run(arguments, console);
    result.out = out.str();
    result.err = err.str();
    return result;
}

std::string quoted(const fs::path& path)
{
    return "'" + path.string() + "'";
}

}  // namespace

Result invoke(const std::vector<std::string>& arguments, const std::string* answer)
{
    const engine::StopFlag stop;
    return run_command(arguments, answer, stop);
}

Result invoke_stopped(const std::vector<std::string>& arguments)
{
    engine::StopFlag stop;
    stop.set();
    return run_command(arguments, nullptr, stop);
}

Output invoke_together(const std::vector<std::string>& arguments)
{
    const engine::StopFlag stop;
    std::istringstream in;
    std::ostringstream out;
    cli::Console console{in, out, out, false, false, stop};
    const int status = cli::run(arguments, console);
    return {status, out.str()};
}

fs::path source_file(const std::string& relative)
{
    return fs::path(HIVEMEND_SOURCE_DIR) / relative;
}

void make_sample(const std::string& description, const fs::path& directory)
{
    const auto result = invoke(
        {"sample", source_file("examples/targets/" + description + ".yaml").string(), "--out", directory.string()});
    if (result.status != 0)
        throw std::runtime_error(result.both());
}

void write_text(const fs::path& path, const std::string& text)
{
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

fs::path test_data()
{
    if (const auto* named = std::getenv("HIVEMEND_TESTDATA"); named != nullptr && *named != '\0')
        return fs::path(named);
    const auto beside = source_file("../shared/testdata");
    return fs::is_directory(beside) ? fs::canonical(beside) : fs::path();
}

std::vector<fs::path> practice_targets()
{
    auto targets = golden_inputs(source_file("examples/targets"), "", ".yaml");
    if (skipped(std::getenv("HIVEMEND_LONG") == nullptr, "half of the practice disks: HIVEMEND_LONG=1 takes all"))
        std::erase_if(targets, [](const fs::path& target) {
            const auto name = target.stem().string();
            return name != "gen2" && name != "gen1-two-control-sets" && name != "broken-store";
        });
    return targets;
}

bool skipped(bool missing, const std::string& what)
{
    if (missing)
        std::cout << "skipped: " << what << '\n';
    return missing;
}

void place_data(const fs::path& from, const fs::path& to)
{
    fs::create_directories(to.parent_path());
    const auto result = from.extension() == ".xz" ? shell("xz -dc " + quoted(from) + " > " + quoted(to))
                                                  : shell("cp " + quoted(from) + " " + quoted(to));
    if (result.status != 0)
        throw std::runtime_error(result.out);
    fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write);
}

Output shell(const std::string& command)
{
    Output output;
    auto* pipe = ::popen(("exec 2>&1; export LC_ALL=C.UTF-8; PATH=$PATH:/usr/sbin; " + command).c_str(), "r");
    if (pipe == nullptr)
        throw std::runtime_error("popen");
    std::array<char, 4096> buffer{};
    while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe))
        output.out.append(buffer.data(), count);
    const int status = ::pclose(pipe);
    output.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return output;
}

bool has_program(const std::string& name)
{
    return shell("command -v " + name).status == 0;
}

}  // namespace hivemend::test
