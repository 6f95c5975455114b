// The mend blocks of documents: whether they check as they say.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lang/check/program.hpp"
#include "tests/support/documents.hpp"

namespace hivemend::test {

/// Runs every mend block.
void check_mend_blocks(Document& document);

/// Texts of `mend file NAME` blocks, which lie beside the blocks after them.
using FilesBeside = std::map<std::string, std::string, std::less<>>;

/// A playbook in a block as a file of its own, with a header where it has none, and the name of that file.
struct ExampleFile {
    std::string name, text;
};
/// Nothing when it does not check, which check_mend_blocks says.
std::optional<ExampleFile> example_file(const std::string& text, const FilesBeside& beside);

}  // namespace hivemend::test
