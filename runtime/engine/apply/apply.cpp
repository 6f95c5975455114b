// Applying: stage, keep, commit. Nothing here decides what is changed; the plan has.
#include "runtime/engine/apply/apply.hpp"

#include "runtime/engine/apply/clock.hpp"

namespace hivemend::engine {

void apply(const Planned& planned, WindowsTarget& target, Run& run, Progress& progress, const StopFlag& stop)
{
    target.stage(planned.plan.changes, filetime_now(), progress, stop);
    stop.check();
    progress.stage("keeping what undo needs");
    PartWriter part(run, planned.plan, planned.memory);
    if (planned.plan.changes.empty()) {
        part.sync();  // nothing to write, but the run must remember how far it came
    } else {
        target.transaction().prepare(part);
        target.require_sound();
        stop.check();
        progress.stage("writing");
        target.transaction().commit();
    }
    part.finish();
}

}  // namespace hivemend::engine
