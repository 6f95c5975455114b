// The goldens of the language's rules: tests/rules has one document for each rule, and the table of traps.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tests/support/documents.hpp"

namespace hivemend::test {

/// Every document of tests/rules whose name begins with `prefix`, by its path from the root.
std::vector<std::string> rule_documents(const std::string& prefix = "");

/// A heading with the blocks between it and the next one.
struct Section {
    std::size_t line, level;
    std::string title;
    std::vector<Fence> fences;
};
std::vector<Section> sections_of(const std::filesystem::path& document);

/// Says which rules lack a document, and which documents lack a block that holds or one that fails. The numbers of the
/// rules are those of the documents' names and titles: 3.04-… is `# 3.4 …`.
std::vector<std::string> rule_faults(const std::filesystem::path& folder);

/// Says what is wrong with a table `| trap | what goes wrong | what stops it |`. What stops a trap are links to
/// diagnostics, each shown by a block below the heading of the trap's name, or a reason why it cannot be written.
std::vector<std::string> trap_faults(const std::filesystem::path& document, const std::set<std::string>& traps);

}  // namespace hivemend::test
