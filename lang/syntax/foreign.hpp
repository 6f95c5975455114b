// Command lines of Windows that people paste among statements: found, and taken apart. What each of them becomes needs
// the declarations, so lang/check says it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hivemend::lang::syntax {

/// One word of a command line, without the quotes that the shell takes away.
struct ForeignWord {
    std::string text;
    std::uint32_t begin;  // in the text that holds the line, with its quotes
    std::uint32_t end;
    bool quoted = false;  // any part of it
    bool single = false;  // `'…'`, which cmd keeps and PowerShell takes away
};

/// Something that a web page or a hand slipped into the line.
struct ForeignSlip {
    std::uint32_t begin;
    std::uint32_t end;
    std::string words;  // "this is no straight quote"
};

struct ForeignCommand {
    std::string name;                // as the shell knows it, in lower case: `reg`, `bcdedit`, `set-itemproperty`
    std::vector<ForeignWord> words;  // with the name, as it was written, in front
    std::vector<ForeignSlip> slips;
    std::uint32_t begin = 0;  // of the line, a prompt included
    std::uint32_t end = 0;
};

/// The end of the command line that begins at `at`, the first character of its line; nothing when the line could be the
/// language's own, or its own with a mistake in it. A comment behind the command is not part of it.
std::optional<std::size_t> foreign_line_end(std::string_view text, std::size_t at);

/// Whether a statement that is none begins as a command does that people type without anything else: `diskpart`, `dir`.
bool is_bare_command(std::string_view line);

/// The command from `begin` to `end`, of which foreign_line_end or is_bare_command has said that it is one.
ForeignCommand foreign_command(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace hivemend::lang::syntax
