// Writing a text of the repair machine anew, for commands that correct or format it.
#pragma once

#include <filesystem>
#include <string_view>

namespace hivemend::cli {

/// Puts `after` in the place of the text that the file holds, in one step. Owner, mode and attributes stay; behind a
/// symbolic link the file that it names is written. Error when the file is no plain one, may not be written, or no
/// longer holds `before`.
void rewrite_file(const std::filesystem::path& path, std::string_view before, std::string_view after);

}  // namespace hivemend::cli
