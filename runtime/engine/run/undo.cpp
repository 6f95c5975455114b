// Undo: the bytes from before, staged like any other change.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "runtime/engine/run/journal.hpp"
#include "runtime/engine/run/pages.hpp"
#include "runtime/engine/run/run.hpp"
#include "runtime/windows/hive/image.hpp"

#include <fmt/format.h>

namespace hivemend::engine {
namespace {

using Content = std::optional<Bytes>;

Bytes read_bytes(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw system_error(errno, "read", path.string());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

std::string described(const std::optional<storage::Fingerprint>& print)
{
    return print ? fmt::format("{} bytes, sha256 {}", print->size, storage::to_hex(print->hash)) : "no such file";
}

std::optional<storage::Fingerprint> print_of(const Content& content)
{
    if (!content)
        return std::nullopt;
    return storage::Fingerprint{content->size(), storage::sha256(*content)};
}

[[noreturn]] void moved_on(const Run& run, const UndoFile& file, const std::optional<storage::Fingerprint>& now)
{
    throw Error(fmt::format("run {} cannot be undone: {} is not what it left", run.id, file.path), run.target,
                {"left by the run: " + described(file.after), "there now: " + described(now)},
                "somebody wrote to it since: the machine was started, an image was restored, or a later run is applied "
                "(undo that first)");
}

Content before(const Run& run, const RunPart& part, const UndoFile& file, const Content& now)
{
    if (!file.before)
        return std::nullopt;
    const auto path = run.folder / fmt::format("undo-{}", part.number) / file.pages;
    auto bytes = bytes_before(now ? ByteView(*now) : ByteView{}, read_bytes(path), path.string());
    if (print_of(bytes) != file.before)
        throw Error(fmt::format("the undo data of run {} does not give back {}", run.id, file.path), path.string(), {},
                    "the folder of the run was damaged; nothing was changed");
    return bytes;
}

}  // namespace

void stage_undo(const Run& run, storage::Transaction& transaction)
{
    std::map<std::pair<storage::Volume, std::string>, Content> contents;
    for (auto part = run.parts.rbegin(); part != run.parts.rend(); ++part) {
        for (const auto& file : part->files) {
            auto known = contents.find({file.volume, file.path});
            if (known == contents.end())
                known = contents
                            .emplace(std::pair(file.volume, file.path),
                                     transaction.store(file.volume).read(file.path, windows::max_hive_bytes))
                            .first;
            if (const auto now = print_of(known->second); now != file.after)
                moved_on(run, file, now);
            known->second = before(run, *part, file, known->second);
        }
    }
    for (auto& [place, content] : contents) {
        auto& store = transaction.store(place.first);
        if (content)
            store.stage(place.second, std::move(*content), place.second);
        else
            store.remove(place.second);
    }
}

void mark_undone(Run& run)
{
    append_event(run, {{"event", "undone"}, {"part", run.parts.back().number}});
    run.undone = true;
}

}  // namespace hivemend::engine
