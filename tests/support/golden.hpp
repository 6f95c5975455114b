// Golden files: the expected text lies beside its input, so that a reviewer reads what a user will see.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace hivemend::test {

/// Fails the running test when the file at `expected` does not hold exactly `actual`, showing the lines that differ.
/// With HIVEMEND_UPDATE=1 the file is written instead, and the test says `skipped: updated`.
void check_golden(const std::filesystem::path& expected, std::string_view actual);

/// Whether HIVEMEND_UPDATE=1 asks for expectations to be rewritten.
bool updating();

/// The lines in which two texts differ, with some around them: `-` expected, `+` actual. Empty when they are equal.
std::string line_diff(std::string_view expected, std::string_view actual);

/// All files of `folder` whose name begins with `prefix` and ends with `suffix`, by name. A folder without any fails
/// the test: a golden test that finds nothing tests nothing.
std::vector<std::filesystem::path> golden_inputs(const std::filesystem::path& folder, std::string_view prefix,
                                                 std::string_view suffix);

/// The whole file; a file that cannot be read fails the test.
std::string read_text(const std::filesystem::path& path);

}  // namespace hivemend::test
