// Keeping a part: everything is durable before the commit, so that a run is never known less well than its effect.
#include "runtime/engine/plan/plan_file.hpp"
#include "runtime/engine/run/journal.hpp"
#include "runtime/engine/run/pages.hpp"
#include "runtime/engine/run/run_json.hpp"
#include "runtime/storage/txn/durable.hpp"

#include <fmt/format.h>

namespace hivemend::engine {

void append_event(const Run& run, const Json& event)
{
    const auto line = event.dump() + "\n";
    const auto directory = storage::durable::open_directory(run.folder);
    storage::durable::append(directory.get(), "journal", std::as_bytes(std::span(line)), 0600);
}

PartWriter::PartWriter(Run& run, const Plan& plan, const RunMemory& memory) : run_(run), plan_(plan)
{
    part_.number = run.next_part;
    part_.waits = plan.waits;
    part_.stages = plan.named_stages;
    part_.memory = memory;
    undo_folder_ = run.folder / fmt::format("undo-{}", part_.number);
}

void PartWriter::keep(const storage::PreImage& image)
{
    UndoFile file{image.volume, image.path, image.before_print, image.after_print, {}};
    if (image.before) {
        file.pages = fmt::format("{}.pages", part_.files.size());
        const auto pages = changed_pages(*image.before, image.after.value_or(ByteView{}));
        const auto directory = storage::durable::make_directories(undo_folder_, 0700);
        storage::durable::replace_file(directory.get(), file.pages, pages, 0600);
    }
    part_.files.push_back(std::move(file));
}

void PartWriter::sync()
{
    const auto text = to_json(plan_);
    const auto directory = storage::durable::open_directory(run_.folder);
    storage::durable::replace_file(directory.get(), fmt::format("plan-{}.json", part_.number),
                                   std::as_bytes(std::span(text)), 0600);
    append_event(run_, intent_to_json(part_));
    run_.parts.push_back(part_);
    run_.next_part = part_.number + 1;
}

void PartWriter::finish()
{
    append_event(run_, {{"event", "result"}, {"part", part_.number}});
    run_.parts.back().finished = true;
}

}  // namespace hivemend::engine
