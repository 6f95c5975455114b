// The one escaper for text that comes from a disk or a playbook and goes to a screen, a file or a report.
#pragma once

#include <string>
#include <string_view>

namespace hivemend::lang {

/// For terminals and logs: control characters, DEL, C1, bidirectional and other invisible formatting characters, line
/// separators, and invalid UTF-8 become visible escapes (`\x1b`, `\u{202e}`); a backslash stays itself, so that paths
/// stay readable. Newline and tab are escaped too: callers split lines first.
std::string escape_terminal(std::string_view text);

}  // namespace hivemend::lang
