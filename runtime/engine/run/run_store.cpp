// Run folders: beginning, listing, finding.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>

#include <pwd.h>
#include <sys/random.h>
#include <unistd.h>

#include "runtime/engine/run/run_json.hpp"
#include "runtime/storage/txn/durable.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace hivemend::engine {
namespace {

namespace fs = std::filesystem;

std::string read_text(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw system_error(errno, "read", path.string());
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string user_name()
{
    const auto* entry = ::getpwuid(::getuid());
    return entry == nullptr ? std::to_string(::getuid()) : entry->pw_name;
}

std::string host_name()
{
    std::string name(256, '\0');
    if (::gethostname(name.data(), name.size() - 1) != 0)
        return "unknown";
    return name.substr(0, name.find('\0'));
}

/// Time down to milliseconds first, so that names sort by age: no two runs change one target within a millisecond.
/// Four random digits keep runs on other targets apart.
std::string new_id(std::chrono::system_clock::time_point now)
{
    using namespace std::chrono;
    std::uint16_t random = 0;
    if (::getrandom(&random, sizeof random, 0) != sizeof random)
        random = static_cast<std::uint16_t>(::getpid());
    const auto second = floor<seconds>(now);
    return fmt::format("{:%Y%m%d-%H%M%S}-{:03}{:04x}", fmt::gmtime(system_clock::to_time_t(second)),
                       duration_cast<milliseconds>(now - second).count(), random);
}

/// A last line without its end was cut by a crash while it was written: its event did not happen.
void read_journal(const fs::path& path, Run& run)
{
    if (!fs::exists(path))
        return;
    const auto text = read_text(path);
    const JsonDocument document{"run journal", path.string()};
    for (std::size_t begin = 0, end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
        const auto json = parse_json(std::string_view(text).substr(begin, end - begin), document);
        take_event(JsonNode(document, json), run);
    }
}

Run read_run(const fs::path& folder)
{
    const auto path = folder / "run.json";
    const JsonDocument document{"run", path.string()};
    const auto json = parse_json(read_text(path), document);
    auto run = begun_from(JsonNode(document, json));
    run.folder = folder;
    read_journal(folder / "journal", run);
    return run;
}

}  // namespace

RunStore::RunStore(const fs::path& state_directory) : directory_(state_directory / "runs") {}

std::vector<Run> RunStore::list(std::vector<std::string>& problems) const
{
    std::vector<fs::path> folders;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(directory_, missing))
        if (entry.is_directory())
            folders.push_back(entry.path());
    std::ranges::sort(folders, std::ranges::greater{});
    std::vector<Run> runs;
    for (const auto& folder : folders) {
        if (!fs::exists(folder / "run.json"))
            continue;  // begun and killed before its first file: nothing was changed by it
        try {
            runs.push_back(read_run(folder));
        } catch (const Error& error) {
            problems.push_back(fmt::format("{}: {}", folder.string(), error.headline));
        }
    }
    return runs;
}

Run RunStore::find(const std::string& id) const
{
    if (id.find('/') != std::string::npos)
        return read_run(id);
    std::vector<std::string> problems, names;
    std::vector<Run> found;
    for (auto& run : list(problems)) {
        names.push_back(fmt::format("{} ({})", run.id, run.playbook.name));
        if (run.id.starts_with(id))
            found.push_back(std::move(run));
    }
    if (found.size() == 1)
        return found.front();
    names.insert(names.end(), problems.begin(), problems.end());
    throw Error(found.empty() ? fmt::format("there is no run {}", id)
                              : fmt::format("{} runs begin with {}", found.size(), id),
                directory_.string(), names, "`hivemend runs` lists them; --state names another state directory");
}

Run RunStore::begin(const Plan& plan, const std::string& target, const std::string& place) const
{
    const auto now = std::chrono::system_clock::now();
    Run run;
    run.id = new_id(now);
    run.started = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
    run.who = user_name();
    run.host = host_name();
    run.tool_version = plan.tool_version;
    run.playbook = plan.playbook;
    run.set = plan.set;
    run.target = target;
    run.place = place;
    run.folder = directory_ / run.id;
    const auto directory = storage::durable::make_directories(run.folder, 0700);
    const auto text = print_json(begun_to_json(run)) + "\n";
    storage::durable::replace_file(directory.get(), "run.json", std::as_bytes(std::span(text)), 0600);
    return run;
}

}  // namespace hivemend::engine
