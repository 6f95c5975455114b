// Procedures that run each other can stand for more steps than anybody could plan or read.
#include "lang/check/flow.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "lang/check/reach.hpp"

namespace hivemend::lang::rules {
namespace {

/// How many steps the procedures before a place stand for; no count goes beyond the limit.
class Counter {
public:
    explicit Counter(const std::vector<Procedure>& procedures)
    {
        for (const auto& procedure : procedures)  // each runs only those before it
            counts_.push_back(all(procedure.body));
    }

    std::uint64_t one(const Step& step) const
    {
        return std::visit(overloaded{
                              [&](const Branch& branch) {
                                  std::uint64_t count = 1 + (branch.otherwise ? all(*branch.otherwise) : 0);
                                  for (const auto& arm : branch.arms)
                                      count += all(arm.body);
                                  return count;
                              },
                              [&](const Loop& loop) { return 1 + all(loop.body); },
                              [&](const Invoke& invoke) { return 1 + counts_.at(invoke.procedure); },
                              [](const auto&) { return std::uint64_t{1}; },
                          },
                          step.node);
    }

private:
    std::uint64_t all(const Steps& steps) const
    {
        std::uint64_t count = 0;
        for (const auto& step : steps)
            count = std::min<std::uint64_t>(count + one(step), most_reached_steps + 1);
        return count;
    }

    std::vector<std::uint64_t> counts_;
};

}  // namespace

bool check_step_count(Checker& checker, const Program& program)
{
    const Counter counter{program.procedures};
    std::uint64_t count = 0;
    for (const auto& stage : program.stages)
        for (const auto& step : stage.body) {
            count += counter.one(step);
            if (count <= most_reached_steps)
                continue;
            checker.diagnostics.add(diag::too_many_steps, step.span, std::size_t{most_reached_steps})
                .hint("each procedure counts where it is run: split the playbook, or call fewer procedures");
            return false;
        }
    return true;
}

}  // namespace hivemend::lang::rules
