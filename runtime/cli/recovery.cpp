// Saying which way an interrupted transaction went.
#include "runtime/cli/recovery.hpp"

#include <iostream>

#include "lang/diag/escape.hpp"

#include <fmt/format.h>

namespace hivemend::cli {

void recover_first(storage::Transaction& transaction, const engine::RunStore& store, Console& console)
{
    const auto recovery = transaction.recover();
    using Outcome = storage::Recovery::Outcome;
    if (recovery.outcome == Outcome::completed)
        console.out << fmt::format(
            "transaction {} was interrupted after its commit and is completed now: the target is in the new state\n",
            recovery.id);
    if (recovery.outcome == Outcome::rolled_back)
        console.out << fmt::format("transaction {} was interrupted before its commit: the target is in the old state, "
                                   "what it left is removed\n",
                                   recovery.id);
    for (const auto& file : recovery.files)
        console.out << "  " << lang::escape_terminal(file) << '\n';
    std::vector<std::string> problems;
    for (auto& run : store.list(problems))
        if (run.place == transaction.place())
            engine::settle(run, transaction);
    for (const auto& problem : problems)
        console.err << "note: " << lang::escape_terminal(problem) << '\n';
}

}  // namespace hivemend::cli
