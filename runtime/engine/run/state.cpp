// What a run is to a target: derived from content, so that a restored image or a booted machine is seen for what it is.
#include "runtime/engine/run/journal.hpp"
#include "runtime/engine/run/run.hpp"

namespace hivemend::engine {
namespace {

bool all_are(const RunPart& part, storage::Transaction& transaction,
             std::optional<storage::Fingerprint> UndoFile::*side)
{
    for (const auto& file : part.files)
        if (transaction.store(file.volume).fingerprint(file.path) != file.*side)
            return false;
    return true;
}

}  // namespace

RunState state_of(const Run& run, storage::Transaction& transaction)
{
    if (run.undone)
        return RunState::undone;
    if (run.parts.empty())
        return RunState::not_applied;
    const auto& last = run.parts.back();
    const bool changes = !last.files.empty();
    if (all_are(last, transaction, &UndoFile::after) && (changes || last.finished))
        return last.waits.empty() ? RunState::applied : RunState::waiting;
    if (changes && all_are(last, transaction, &UndoFile::before)) {
        if (run.parts.size() == 1)
            return last.finished ? RunState::undone : RunState::not_applied;
        return last.finished ? RunState::moved_on : RunState::waiting;
    }
    // A machine that a person started between two parts differs from what the last part left: that is what the ask was
    // for.
    return last.waits.empty() || !last.finished ? RunState::moved_on : RunState::waiting;
}

std::string_view to_text(RunState state)
{
    switch (state) {
    case RunState::applied:
        return "applied";
    case RunState::waiting:
        return "waits for a person";
    case RunState::not_applied:
        return "not applied";
    case RunState::undone:
        return "undone";
    case RunState::moved_on:
        break;
    }
    return "the target has moved on";
}

void settle(Run& run, storage::Transaction& transaction)
{
    if (run.parts.empty() || run.parts.back().finished)
        return;
    auto& last = run.parts.back();
    if (!last.files.empty() && all_are(last, transaction, &UndoFile::after)) {
        append_event(run, {{"event", "result"}, {"part", last.number}});
        last.finished = true;
    } else if (last.files.empty() || all_are(last, transaction, &UndoFile::before)) {
        append_event(run, {{"event", "void"}, {"part", last.number}});
        run.parts.pop_back();
    }
}

}  // namespace hivemend::engine
