// Texts compiled into the binary: the standard library, the built-in playbooks and the explain pages.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace hivemend::lang {

/// One embedded text. The path is relative to the repository: `stdlib/registry.mend`,
/// `playbooks/hardware-malfunction.mend`, `lang/diag/explain/unknown-element.md`.
struct EmbeddedFile {
    std::string_view path;
    std::string_view text;
};

/// All embedded texts, sorted by path.
std::span<const EmbeddedFile> embedded_files();

/// The text at exactly this path, if there is one.
std::optional<std::string_view> embedded_file(std::string_view path);

}  // namespace hivemend::lang
