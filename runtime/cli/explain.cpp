// hivemend explain: what a kind of diagnostic means, with a wrong and a right example, and what a refusal of a disk
// means.
#include <algorithm>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "lang/diag/catalogue.hpp"
#include "lang/diag/explain_page.hpp"
#include "lang/diag/suggest.hpp"
#include "lang/source/embedded.hpp"
#include "runtime/cli/commands.hpp"
#include "runtime/storage/error.hpp"

#include <fmt/format.h>

namespace hivemend::cli {

namespace {

constexpr std::string_view refusals = "runtime/report/explain/";

/// Refusals of a disk, which are no mistakes of a playbook.
std::vector<std::string> refusal_names()
{
    std::vector<std::string> names;
    for (const auto& file : lang::embedded_files())
        if (file.path.starts_with(refusals))
            names.emplace_back(file.path.substr(refusals.size(), file.path.size() - refusals.size() - 3));
    return names;
}

std::optional<std::string_view> page_of(const std::string& name)
{
    const auto page = lang::explain_page(name);
    return page ? page : lang::embedded_file(std::string(refusals) + name + ".md");
}

/// One line a kind: its name and its sentence.
void list(const std::vector<std::string>& names, Console& console)
{
    std::size_t widest = 0;
    for (const auto& name : names)
        widest = std::max(widest, name.size());
    for (const auto& name : names)
        console.out << fmt::format("{:<{}}  {}\n", name, widest, lang::sentence_of(name));
    console.out << "\nrefusals of a disk:\n";
    for (const auto& name : refusal_names())
        console.out << fmt::format("{:<{}}  {}\n", name, widest, lang::first_sentence_of_page(*page_of(name)));
}

}  // namespace

void add_explain(CLI::App& app, Action& action)
{
    auto* command = app.add_subcommand(
        "explain",
        "Explain a kind of diagnostic, such as unknown-element, or the refusal of a disk, such as dirty-hive");
    auto kind = std::make_shared<std::string>();
    command->add_option("KIND", *kind, "The name in the brackets of a message; without it, all kinds are listed");
    command->callback([kind, &action] {
        action = [kind](Console& console) {
            std::vector<std::string> names;
            for (const auto& entry : lang::diag::catalogue())
                names.emplace_back(entry.name);
            if (kind->empty()) {
                list(names, console);
                return Status::ok;
            }
            if (const auto page = page_of(*kind)) {
                console.out << *page;
                return Status::ok;
            }
            for (auto& name : refusal_names())
                names.push_back(std::move(name));
            const auto near = lang::nearest(*kind, names);
            throw Error(fmt::format("there is no diagnostic of kind {}", *kind), {}, {},
                        near ? fmt::format("did you mean {}?", *near) : "`hivemend explain` lists all kinds");
        };
    });
}

}  // namespace hivemend::cli
