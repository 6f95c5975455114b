// What an edit of a hive costs, phase by phase. Arguments: options of Google Benchmark, then hives; logs beside a hive
// are replayed. The edit is the one that the other tools of the table make: two values in each control set.
#include <filesystem>
#include <fstream>

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "runtime/storage/sandbox/child.hpp"
#include "runtime/storage/sandbox/memory_file.hpp"
#include "runtime/storage/txn/durable.hpp"
#include "runtime/windows/hive/check.hpp"
#include "runtime/windows/hive/edit.hpp"
#include "runtime/windows/hive/examine.hpp"
#include "runtime/windows/hive/hivex_edit.hpp"
#include "runtime/windows/hive/key_edits.hpp"
#include "runtime/windows/hive/normalise.hpp"
#include "runtime/windows/hive/verify.hpp"

namespace fs = std::filesystem;
using namespace hivemend;
using namespace hivemend::windows;

namespace {

Bytes read_file(const fs::path& path)
{
    Bytes bytes(fs::file_size(path));
    std::ifstream(path, std::ios::binary)
        .read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return bytes;
}

/// A hive with everything that each phase is given.
struct Prepared {
    HiveSet set;
    Bytes image;  // with its logs
    std::vector<HiveChange> changes{};
    Bytes by_hivex{}, finished{};
    std::uint32_t sequence = 0;

    explicit Prepared(const fs::path& path) : set{.name = path.filename(), .primary = read_file(path)}
    {
        for (const auto* suffix : {".LOG1", ".LOG2"})
            if (const fs::path log = path.string() + suffix; fs::exists(log))
                set.logs.push_back({log.filename(), read_file(log)});
        const auto replay = replay_logs(set);
        if (replay.refusal)
            throw Error(*replay.refusal, path);
        image = replay.replayed() ? replay.bytes : set.primary;
        const HiveImage before(image);
        for (const auto child : before.subkeys(before.root()))
            if (const auto name = before.key(child).name; name.starts_with("ControlSet"))
                for (const auto* value : {"CrashDumpEnabled", "NMICrashDump"})
                    changes.push_back(SetValue{name + "\\Control\\CrashControl", value, lang::reg_dword(1)});
        sequence = before.header().sequence1 + 1;
        by_hivex = edit();
        finished = by_hivex;
        normalised(before).apply(finished);
    }

    /// What is to mend after hivex.
    Patches normalised(const HiveImage& before) const
    {
        const HiveImage after(by_hivex);
        Patches patches(after);
        normalise(before, after, key_edits(before, changes), {}, patches);
        return patches;
    }

    /// As edit_hive: a copy in memory, the child with hivex, and the bytes back.
    Bytes edit() const
    {
        const HiveImage before(image);
        const auto edits = key_edits(before, changes);
        const storage::MemoryFile file;
        file.write(image);
        prepare_hivex();
        const int keep[] = {file.descriptor()};
        const auto child = storage::run_in_child({.memory = 1u << 30, .file = 1u << 30}, keep,
                                                 [&] { return edit_with_hivex(file.descriptor(), edits); });
        if (!child.done())
            throw Error("hivex did not edit the hive: " + child.message);
        return file.read(1u << 30);
    }
};

void replay(benchmark::State& state, const Prepared& hive)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(replay_logs(hive.set));
}

void check(benchmark::State& state, const Prepared& hive)
{
    for (auto _ : state)
        if (!check_hive(ByteView(hive.image)).sound())
            state.SkipWithError("the hive is not sound");
}

void examine(benchmark::State& state, const Prepared& hive)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(examine_hive(hive.set, LogLoss::refused));
}

void edit(benchmark::State& state, const Prepared& hive)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(hive.edit());
}

void normalise_only(benchmark::State& state, const Prepared& hive)
{
    const HiveImage before(hive.image);
    auto bytes = hive.by_hivex;
    for (auto _ : state)
        hive.normalised(before).apply(bytes);
}

void diff(benchmark::State& state, const Prepared& hive)
{
    const HiveImage before(hive.image);
    const auto edits = key_edits(before, hive.changes);
    for (auto _ : state)
        verify_edit(before, HiveImage(hive.finished), edits, hive.sequence, {});
}

/// edit_hive as a whole: all of the above but examine, and the second child.
void whole_edit(benchmark::State& state, const Prepared& hive)
{
    const HiveSet set{.name = hive.set.name, .primary = hive.image};
    for (auto _ : state)
        benchmark::DoNotOptimize(edit_hive(set, hive.changes));
}

/// A new file beside the old one, durable, in its place: what a commit does at the least.
void write(benchmark::State& state, const Prepared& hive)
{
    const auto folder = fs::current_path() / "phases";
    fs::create_directories(folder);
    for (auto _ : state) {
        const auto file = folder / "new";
        const storage::Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (::write(out.get(), hive.finished.data(), hive.finished.size()) !=
                static_cast<ssize_t>(hive.finished.size()) ||
            ::fsync(out.get()) != 0)
            state.SkipWithError("writing failed");
        fs::rename(file, folder / "hive");
    }
    fs::remove_all(folder);
}

constexpr std::pair<const char*, void (*)(benchmark::State&, const Prepared&)> phases[] = {
    {"replay", replay}, {"check", check},           {"examine", examine}, {"edit", edit}, {"normalise", normalise_only},
    {"diff", diff},     {"whole edit", whole_edit}, {"write", write}};

}  // namespace

int main(int argc, char** argv)
{
    benchmark::Initialize(&argc, argv);
    std::vector<std::unique_ptr<Prepared>> hives;
    try {
        for (int i = 1; i < argc; ++i) {
            const auto& hive = *hives.emplace_back(std::make_unique<Prepared>(argv[i]));
            for (const auto& [name, phase] : phases)
                benchmark::RegisterBenchmark(fmt::format("{}/{}", argv[i], name).c_str(),
                                             [&hive, run = phase](benchmark::State& state) { run(state, hive); })
                    ->Unit(benchmark::kMillisecond)
                    ->MinTime(0.3)
                    ->UseRealTime();
        }
    } catch (const Error& error) {
        fmt::print(stderr, "{}: {}\n", error.where, error.headline);
        return 1;
    }
    benchmark::RunSpecifiedBenchmarks();
}
